"""What PostgreSQL says otherwise than SQLite, settled where SQL is written, so that no question has two forms.

Text is compared byte by byte (COLLATE "C"), null comes before everything, LIKE knows no case of A to Z, whole numbers
have 64 bits and real ones are doubles, a sum of whole numbers is one, and `max` of two values is the greater: all as
SQLite has it. Numbers of new rows go on from the greatest (`schema_server.NEXT`): one writer at a time makes that safe.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql.base import PGDDLCompiler, PGTypeCompiler
from sqlalchemy.dialects.postgresql.pg8000 import PGCompiler_pg8000, PGDialect_pg8000
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import ClauseList, Over, UnaryExpression
from sqlalchemy.sql.selectable import Join, Select

from onrecord.errors import MissingExtra

_LONG = (["file"], ["url"], ["outlet"], ["fold"])


class _Types(PGTypeCompiler):
    def visit_REAL(self, type_: Any, **kw: Any) -> str:  # noqa: N802 - SQLAlchemy's name
        return "DOUBLE PRECISION"

    def visit_INTEGER(self, type_: Any, **kw: Any) -> str:  # noqa: N802
        return "BIGINT"


class _Tables(PGDDLCompiler):
    def get_column_specification(self, column: sa.Column[Any], **kw: Any) -> str:
        """The column; a text by its bytes, the number of a new row after the greatest."""
        words = [self.preparer.format_column(column), self.dialect.type_compiler_instance.process(column.type)]
        if isinstance(column.type, sa.Text):
            words.append('COLLATE "C"')
        if column.table is not None and column is column.table._autoincrement_column:
            words.append(f"DEFAULT next_number('{column.table.name}', '{column.name}')")
        elif (default := self.get_column_default_string(column)) is not None:
            words.append(f"DEFAULT {default}")
        if not column.nullable:
            words.append("NOT NULL")
        return " ".join(words)

    def visit_create_index(self, create: Any, *args: Any, **kw: Any) -> str:
        """The index, in the order of ORDER BY; of addresses and names by hash: a tree takes none over 2,700 bytes."""
        text = str(super().visit_create_index(create, *args, **kw))  # type: ignore[no-untyped-call]
        columns = list(create.element.columns)
        if [c.name for c in columns] in _LONG:
            return text.replace(" (", " USING hash (", 1)
        return text.replace(")", " NULLS FIRST)", 1) if len(columns) == 1 and columns[0].nullable else text

    def define_constraint_deferrability(self, constraint: Any) -> str:
        """References are checked at once, as ever, unless a copy asks to check them at its end."""
        return " DEFERRABLE INITIALLY IMMEDIATE" if isinstance(constraint, sa.ForeignKeyConstraint) else ""


class _Statements(PGCompiler_pg8000):
    # ------------------------------------------------------------------ order

    def order_by_clause(self, select: Any, **kw: Any) -> str:
        """ORDER BY with null first, and last where the order descends."""
        never = not (isinstance(select, Select) and any(_outer(f) for f in select.get_final_froms()))
        ordered = [_placed(clause, never) for clause in select._order_by_clauses]
        text = self._generate_delimited_list(ordered, ", ", **kw)  # type: ignore[no-untyped-call]
        return f" ORDER BY {text}" if text else ""

    def visit_over(self, over: Over[Any], **kw: Any) -> str:
        if over.order_by is not None and len(over.order_by):
            ordered = [_placed(clause, False) for clause in over.order_by]
            over = over._clone()
            over.order_by = ClauseList(*ordered)
        return str(super().visit_over(over, **kw))  # type: ignore[no-untyped-call]

    # ------------------------------------------------------------------ operators and functions

    def visit_like_op_binary(self, binary: Any, operator: Any, **kw: Any) -> str:
        return str(self.visit_ilike_op_binary(binary, operator, **kw))  # type: ignore[no-untyped-call]

    def visit_not_like_op_binary(self, binary: Any, operator: Any, **kw: Any) -> str:
        return str(self.visit_not_ilike_op_binary(binary, operator, **kw))  # type: ignore[no-untyped-call]

    def visit_sum_func(self, fn: Any, **kw: Any) -> str:
        text = f"sum{self.function_argspec(fn, **kw)}"
        return f"CAST({text} AS BIGINT)" if isinstance(fn.type, sa.Integer) else text

    def visit_substr_func(self, fn: Any, **kw: Any) -> str:
        text, *places = (clause._compiler_dispatch(self, **kw) for clause in fn.clauses)
        return f"substr({', '.join([text, *(f'CAST({place} AS INT)' for place in places)])})"

    def visit_cast(self, cast: Any, **kw: Any) -> str:
        if isinstance(cast.clause.type, sa.Boolean) and isinstance(cast.type, sa.Integer):
            return f"CAST({cast.clause._compiler_dispatch(self, **kw)} AS INT)"
        return str(super().visit_cast(cast, **kw))  # type: ignore[no-untyped-call]

    def visit_json_each_func(self, fn: Any, **kw: Any) -> str:
        """The numbers of a list in JSON."""
        listed = f"jsonb_array_elements_text(CAST({self.process(fn.clauses, **kw)} AS JSONB))"
        return f"(SELECT CAST(value AS BIGINT) AS value FROM {listed}) AS json_each"  # noqa: S608

    def visit_max_func(self, fn: Any, **kw: Any) -> str:
        return f"{'greatest' if len(fn.clauses) > 1 else 'max'}{self.function_argspec(fn, **kw)}"


def _placed(clause: Any, never_null: bool) -> Any:
    """An element of ORDER BY with the place of null, where it may be null."""
    inner = getattr(clause, "element", clause) if clause.__visit_name__ == "label_reference" else clause
    modifier = inner.modifier if isinstance(inner, UnaryExpression) else None
    if modifier in (operators.nulls_first_op, operators.nulls_last_op) or isinstance(inner, sa.TextClause):
        return clause
    bare = inner.element if modifier in (operators.asc_op, operators.desc_op) else inner
    if never_null and isinstance(bare, sa.Column) and not bare.nullable:
        return clause
    return UnaryExpression(
        clause, modifier=operators.nulls_last_op if modifier is operators.desc_op else operators.nulls_first_op
    )


def _outer(source: Any) -> bool:
    return isinstance(source, Join) and (source.isouter or source.full or _outer(source.left) or _outer(source.right))


class Dialect(PGDialect_pg8000):
    """PostgreSQL by the driver pg8000, as records use it."""

    supports_statement_cache = True
    type_compiler_cls = _Types
    ddl_compiler = _Tables
    statement_compiler = _Statements

    @classmethod
    def import_dbapi(cls) -> Any:
        try:
            import pg8000
        except ImportError:
            raise MissingExtra("a record on PostgreSQL needs a driver: pip install 'onrecord[postgres]'") from None
        return pg8000


__all__ = ["Dialect"]
