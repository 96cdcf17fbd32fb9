"""Tables in Python: those that Parquet holds, with the same types."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import onrecord
from onrecord.errors import UsageError
from onrecord.export import export, parquet
from onrecord.export.parquet import arrow
from onrecord.export.schema import TABLES


@pytest.mark.parametrize("batch", [2, 5_000])
def test_each_table_is_what_the_parquet_file_holds(
    record: Any, tmp_path: Path, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "BATCH", batch)
    export(record, "parquet", tmp_path)
    for name in TABLES:
        made = arrow(record, name)
        assert isinstance(made, pa.Table)
        assert made.to_pylist() == pq.read_table(tmp_path / f"{name}.parquet").to_pylist()
        assert made.schema.names == list(TABLES[name])


def test_of_a_record(tmp_path: Path) -> None:
    with onrecord.open(tmp_path / "r.onrecord", create=True) as empty:
        assert empty.table("positions").num_rows == 0
        assert str(empty.table("positions").schema.field("published").type) == "date32[day]"
        with pytest.raises(UsageError, match=r"'people'.*documents, attributions"):
            empty.table("people")
