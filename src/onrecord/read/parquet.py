"""Parquet -> items, by row groups, so that a file larger than memory is read in constant memory."""

from __future__ import annotations

import io
from collections.abc import Iterator

from onrecord.read.items import Found, Items
from onrecord.read.unpack import MAX_WHOLE, Refused, Stream

_ROWS = 256


def read_parquet(stream: Stream, items: Items) -> Iterator[Found]:
    """The rows of a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    opened = stream.path or io.BytesIO(stream.whole(MAX_WHOLE))
    number = 0
    try:
        with pq.ParquetFile(opened, memory_map=False) as file:
            for batch in file.iter_batches(batch_size=_ROWS, use_threads=False):
                for row in batch.to_pylist():
                    number += 1
                    yield items.document({str(k): v for k, v in row.items()}, number)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as e:
        after = f" after row {number}" if number else ""
        raise Refused("broken-parquet", f"the Parquet file cannot be read{after}: {str(e)[:200]}") from None
