"""The sixteen tables of DNA 3: their columns, what each may hold, what refers to what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Value = int | str | None
Row = Mapping[str, Value]
LONGEST = 190
"""Characters that a label (a title, a name, an entity) may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: `kind` is INTEGER or TEXT, `least` and `most` bound a number, `short` a text by `LONGEST`.

    `default` is what stands where a row says nothing; `to` the table whose ID it holds. A column that is not `needed`
    may be empty (None).
    """

    name: str
    kind: str
    needed: bool = True
    key: bool = False
    default: Value = None
    least: int | None = None
    most: int | None = None
    short: bool = False
    among: tuple[str, ...] = ()
    to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: `unique` are the columns that together stand only once, `checks` what else holds of a row."""

    name: str
    columns: tuple[Column, ...]
    unique: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()


def _id() -> Column:
    return Column(name="ID", kind="INTEGER", key=True)


def _label(name: str, *, default: str | None = None) -> Column:
    return Column(name=name, kind="TEXT", short=True, default=default)


def _number(name: str, default: int = 0, least: int | None = None, most: int | None = None) -> Column:
    return Column(name=name, kind="INTEGER", default=default, least=least, most=most)


def _colours(*, needed: bool = True) -> tuple[Column, ...]:
    default = 0 if needed else None
    return tuple(
        Column(name=c, kind="INTEGER", needed=needed, default=default, least=0, most=255)
        for c in ("Red", "Green", "Blue")
    )


def _to(name: str, table: str, *, needed: bool = False, least: int | None = None) -> Column:
    return Column(name=name, kind="INTEGER", needed=needed, to=table, least=least)


_PERMISSIONS = (
    "AddDocuments", "EditDocuments", "DeleteDocuments", "ImportDocuments", "AddStatements", "EditStatements",
    "DeleteStatements", "EditAttributes", "EditRegex", "EditStatementTypes", "EditCoders", "EditCoderRelations",
    "ViewOthersDocuments", "EditOthersDocuments", "ViewOthersStatements", "EditOthersStatements",
)  # fmt: skip
DATA_TYPES = ("short text", "long text", "integer", "boolean")


def _data(name: str, value: Column) -> Table:
    columns = (_id(), _to("StatementId", "STATEMENTS", needed=True), _to("VariableId", "VARIABLES", needed=True))
    return Table(name=name, columns=(*columns, value), unique=("StatementId", "VariableId"))


_ALL = (
    Table(
        name="SETTINGS",
        columns=(
            Column(name="Property", kind="TEXT", needed=False, key=True),
            Column(name="Value", kind="TEXT"),
        ),
    ),
    Table(
        name="CODERS",
        columns=(
            _id(),
            _label("Name"),
            *_colours(),
            _number("Refresh", 0, 0, 9999),
            _number("FontSize", 14, 1, 99),
            _label("Password"),
            Column(name="PopupWidth", kind="INTEGER", needed=False, default=300, least=100, most=9999),
            _number("ColorByCoder", 0, 0, 1),
            _number("PopupDecoration", 0, 0, 1),
            _number("PopupAutoComplete", 1, 0, 1),
            *(_number(f"Permission{p}", 1, 0, 1) for p in _PERMISSIONS),
        ),
    ),
    Table(
        name="DOCUMENTS",
        columns=(
            _id(),
            _label("Title"),
            Column(name="Text", kind="TEXT"),
            _to("Coder", "CODERS"),
            *(_label(name, default="") for name in ("Author", "Source", "Section")),
            Column(name="Notes", kind="TEXT", default=""),
            _label("Type", default=""),
            Column(name="Date", kind="INTEGER"),
        ),
    ),
    Table(name="STATEMENTTYPES", columns=(_id(), _label("Label"), *_colours())),
    Table(
        name="VARIABLES",
        columns=(
            _id(),
            _label("Variable"),
            Column(name="DataType", kind="TEXT", default="short text", among=DATA_TYPES),
            _to("StatementTypeId", "STATEMENTTYPES"),
        ),
        unique=("Variable", "StatementTypeId"),
    ),
    Table(
        name="VARIABLELINKS",
        columns=(_id(), _to("SourceVariableId", "VARIABLES"), _to("TargetVariableId", "VARIABLES")),
        checks=("TargetVariableId != SourceVariableId",),
    ),
    Table(name="REGEXES", columns=(Column(name="Label", kind="TEXT", needed=False, key=True, short=True), *_colours())),
    Table(
        name="CODERRELATIONS",
        columns=(
            _id(),
            _to("Coder", "CODERS", least=1),
            _to("OtherCoder", "CODERS", least=1),
            *(_number(n, 1, 0, 1) for n in ("viewStatements", "editStatements", "viewDocuments", "editDocuments")),
        ),
        checks=("Coder != OtherCoder",),
    ),
    Table(
        name="STATEMENTS",
        columns=(
            _id(),
            _to("StatementTypeId", "STATEMENTTYPES"),
            _to("DocumentId", "DOCUMENTS"),
            Column(name="Start", kind="INTEGER", least=0),
            Column(name="Stop", kind="INTEGER", least=0),
            _to("Coder", "CODERS"),
        ),
        checks=("Start < Stop",),
    ),
    Table(
        name="ENTITIES",
        columns=(
            _id(),
            _to("VariableId", "VARIABLES", needed=True),
            _label("Value", default=""),
            *_colours(needed=False),
            _to("ChildOf", "ENTITIES", least=1),
        ),
        unique=("VariableId", "Value"),
    ),
    _data("DATABOOLEAN", _number("Value", 1)),
    _data("DATAINTEGER", _number("Value", 0)),
    _data("DATASHORTTEXT", _to("Entity", "ENTITIES", needed=True)),
    _data("DATALONGTEXT", Column(name="Value", kind="TEXT", needed=False, default="")),
    Table(
        name="ATTRIBUTEVARIABLES",
        columns=(_id(), _to("VariableId", "VARIABLES", needed=True), _label("AttributeVariable")),
        unique=("VariableId", "AttributeVariable"),
    ),
    Table(
        name="ATTRIBUTEVALUES",
        columns=(
            _id(),
            _to("EntityId", "ENTITIES", needed=True),
            _to("AttributeVariableId", "ATTRIBUTEVARIABLES", needed=True),
            _label("AttributeValue", default=""),
        ),
        unique=("EntityId", "AttributeVariableId"),
    ),
)
TABLES: Mapping[str, Table] = MappingProxyType({t.name: t for t in _ALL})
"""Every table by its name, each after those that it refers to."""
DATA = MappingProxyType(
    {"boolean": "DATABOOLEAN", "integer": "DATAINTEGER", "short text": "DATASHORTTEXT", "long text": "DATALONGTEXT"}
)
"""Where the values of a variable of each data type stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DnaFile:
    """All rows of a `.dna` file, by table, in the order of the file. A row names its columns.

    `ignored` are tables that are none of DNA's, which nothing here keeps.
    """

    rows: Mapping[str, tuple[Row, ...]]
    ignored: tuple[str, ...] = field(default=())

    def __getitem__(self, table: str) -> tuple[Row, ...]:
        """The rows of a table; none where the file has none."""
        return self.rows.get(table, ())


def defaults(table: Table, row: Row) -> dict[str, Value]:
    """A row with every column of its table: what it does not say is as DNA would have it."""
    return {c.name: row.get(c.name, c.default) for c in table.columns}


__all__ = ["DATA", "DATA_TYPES", "LONGEST", "TABLES", "Column", "DnaFile", "Row", "Table", "Value", "defaults"]
