"""What a contract of an official file is made of: columns, record layouts, and what went wrong where."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from reviewsheets.formats.cells import TEXT, Codec
from reviewsheets.units.cells import CellError

Record = TypeVar("Record", bound=tuple[Any, ...])
Parts = Mapping[type, Sequence[Any]]  # record type → the records of one sheet, in order


LONGEST_QUOTE = 200  # characters of a wrong value that a message repeats


@dataclass(frozen=True)
class Problem:
    """What cannot be read, with its place: file, row as a spreadsheet counts it (header = 1), column, value."""

    message: str
    file: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""


class FormatError(ValueError):
    """An official file that does not hold what its contract says."""

    def __init__(self, message: str, *, row: int | None = None, column: str = "", value: str = "") -> None:
        super().__init__(message)
        self.problem = Problem(message, "", row, column, value[:LONGEST_QUOTE])

    def at(self, file: str) -> "FormatError":
        """The same, in this file."""
        self.problem = replace(self.problem, file=self.problem.file or file)
        return self


class Row(NamedTuple):
    """A row of a file: its number as a spreadsheet counts it, and its cells."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Column:
    """A header of the official file and the fields its cell is stored in."""

    header: str
    fields: tuple[str, ...]
    codec: Codec = TEXT


def column(header: str, name: str, codec: Codec = TEXT) -> Column:
    """A column; a codec of two values stores them in `name` and its text beside it (`x_yen` → `x_text`)."""
    beside = (f"{name.removesuffix('_yen').removesuffix('_percent')}_text",) if len(codec.reads) == 2 else ()
    return Column(header, (name, *beside), codec)


def _of_blank(read: Callable[[str], Any]) -> tuple[bool, Any]:
    """(whether the cell may be blank, what it says then): most cells are, and need not be read."""
    try:
        return True, read("")
    except CellError:
        return False, None


@dataclass(frozen=True)
class _Order:
    """How values become a record: the defaults of fields that nothing gives, and which value each field takes."""

    defaults: tuple[Any, ...]
    take: Callable[[list[Any]], Any]


@dataclass(frozen=True)
class _Plan:
    """How a layout's cells are read, worked out once and used a million times.

    Values stand as the columns do, those of columns with a second field once more at the end.
    """

    names: tuple[str, ...]
    lengths: tuple[tuple[int, int], ...]  # place and longest of the texts that are kept as they are
    reads: tuple[tuple[int, Callable[[str], Any], bool, Any], ...]  # the other cells
    second_reads: tuple[tuple[int, Callable[[str], Any], bool, Any], ...]
    orders: dict[tuple[str, ...], _Order] = field(default_factory=dict)  # by the names of what is given beside

    @classmethod
    def of(cls, columns: Sequence[Column]) -> "_Plan":
        codecs = [(place, column.codec) for place, column in enumerate(columns)]
        seconds = [column.fields[1] for column in columns if len(column.fields) > 1]
        return cls(
            names=(*(column.fields[0] for column in columns), *seconds),
            lengths=tuple((place, codec.longest) for place, codec in codecs if codec.longest and codec is not TEXT),
            reads=tuple((at, codec.reads[0], *_of_blank(codec.reads[0])) for at, codec in codecs if not codec.longest),
            second_reads=tuple(
                (at, codec.reads[1], *_of_blank(codec.reads[1])) for at, codec in codecs if len(codec.reads) > 1
            ),
        )

    def read(self, cells: list[Any]) -> None:
        """Put what cells say in their place."""
        for place, longest in self.lengths:
            if len(cells[place]) > longest:
                raise CellError
        for place, read, may_be_blank, blank in self.second_reads:
            cells.append(blank if not (cell := cells[place]) and may_be_blank else read(cell))
        for place, read, may_be_blank, blank in self.reads:
            cells[place] = blank if not (cell := cells[place]) and may_be_blank else read(cell)

    def add_order(self, record: type[Any], local: tuple[str, ...]) -> _Order:
        """How a record is made of these values and those given beside them."""
        given = (*self.names, *local)
        defaults = {name: value for name, value in record._field_defaults.items() if name not in given}
        names = (*given, *defaults)
        places = [names.index(name) for name in record._fields]
        # A getter of one place would give the value alone.
        take = itemgetter(*places) if len(places) > 1 else itemgetter(slice(places[0], places[0] + 1))
        return self.orders.setdefault(local, _Order(tuple(defaults.values()), take))


@dataclass(frozen=True)
class Layout(Generic[Record]):
    """The columns in a row of a file that make up one record. Fields that no column gives keep their default."""

    record: type[Record]
    columns: tuple[Column, ...]
    first: int  # index of its first column in the row
    _plan: "_Plan" = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_plan", _Plan.of(self.columns))

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers of its columns."""
        return tuple(column.header for column in self.columns)

    def is_blank(self, row: Row) -> bool:
        """None of its cells is filled."""
        return not any(row.cells[self.first : self.first + len(self.columns)])

    def read(self, row: Row, **local: Any) -> Record:
        """The record of a row with the fields that its place gives; `FormatError` names the cell."""
        names = tuple(local)
        order = self._plan.orders.get(names) or self._plan.add_order(self.record, names)
        values = self._values(row)
        values += local.values()
        values += order.defaults
        return tuple.__new__(self.record, order.take(values))

    def values(self, row: Row) -> dict[str, Any]:
        """The fields that the row's cells give, for a record made from several layouts."""
        return dict(zip(self._plan.names, self._values(row), strict=True))

    def _values(self, row: Row) -> list[Any]:
        """What the cells say, in the plan's order."""
        values: list[Any] = row.cells[self.first : self.first + len(self.columns)]
        try:
            self._plan.read(values)
        except CellError:
            raise self._error(row) from None
        return values

    def write(self, record: Record | None) -> list[str]:
        """The cells of a record; blank ones for none."""
        if record is None:
            return [""] * len(self.columns)
        return [column.codec.write(*(getattr(record, name) for name in column.fields)) for column in self.columns]

    def _error(self, row: Row) -> FormatError:
        for column, cell in zip(self.columns, row.cells[self.first :], strict=False):
            try:
                for read in column.codec.reads:
                    read(cell)
            except CellError as error:
                return FormatError(str(error), row=row.number, column=column.header, value=cell)
        raise AssertionError("a row that failed once reads well now")


class Contract(Protocol):
    """One official file: its code, title and header, and how one sheet's rows are read and written.

    `write(read(rows))` gives the same cells in the same order. Cells of the columns all files share are not in it.
    """

    @property
    def code(self) -> str:
        """1-1 … 6-1."""
        ...

    @property
    def title(self) -> str:
        """The name in the official file's name."""
        ...

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers after the common ones."""
        ...

    def read(self, rows: Sequence[Row]) -> Parts:
        """The records of one sheet's rows."""
        ...

    def write(self, parts: Parts) -> Iterator[list[str]]:
        """The rows of one sheet's records, at least one."""
        ...
