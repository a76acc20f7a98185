"""What a contract of an official file is made of: columns, record layouts, and what went wrong where."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
class Layout(Generic[Record]):
    """The columns in a row of a file that make up one record. Fields that no column gives keep their default."""

    record: type[Record]
    columns: tuple[Column, ...]
    first: int  # index of its first column in the row
    reads: tuple[tuple[int, str, Callable[[str], Any], bool, Any], ...] = field(init=False)

    def __post_init__(self) -> None:
        reads = [
            (self.first + place, name, read, *_of_blank(read))
            for place, column in enumerate(self.columns)
            for name, read in zip(column.fields, column.codec.reads, strict=True)
        ]
        object.__setattr__(self, "reads", tuple(reads))

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers of its columns."""
        return tuple(column.header for column in self.columns)

    def is_blank(self, row: Row) -> bool:
        """None of its cells is filled."""
        return not any(row.cells[self.first : self.first + len(self.columns)])

    def read(self, row: Row, **local: Any) -> Record:
        """The record of a row with the fields that its place gives; `FormatError` names the cell."""
        return self.record(**self.values(row), **local)

    def values(self, row: Row) -> dict[str, Any]:
        """The fields that the row's cells give, for a record made from several layouts."""
        cells = row.cells
        try:
            return {
                name: blank if not (cell := cells[index]) and may_be_blank else read(cell)
                for index, name, read, may_be_blank, blank in self.reads
            }
        except CellError:
            raise self._error(row) from None

    def write(self, record: Record | None) -> list[str]:
        """The cells of a record; blank ones for none."""
        if record is None:
            return [""] * len(self.columns)
        return [column.codec.write(*(getattr(record, name) for name in column.fields)) for column in self.columns]

    def _error(self, row: Row) -> FormatError:
        for index, _name, read, _may_be_blank, _blank in self.reads:
            try:
                read(row.cells[index])
            except CellError as error:
                header = self.columns[index - self.first].header
                return FormatError(str(error), row=row.number, column=header, value=row.cells[index])
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
