"""1-1 … 1-5 and 6-1: who is in charge, what the project is, what it rests on."""

from collections.abc import Iterator, Sequence

from reviewsheets.formats.cells import (
    APOSTROPHE,
    LINE,
    MINISTRY,
    NUMBER_IN_ADDRESS,
    ORDER,
    PROJECT_YEAR,
    TRUE_FALSE,
    YEAR,
)
from reviewsheets.formats.layout import FormatError, Layout, Parts, Row, column
from reviewsheets.formats.records import (
    LawRecord,
    OrganisationRecord,
    PlanRecord,
    PolicyRecord,
    RelatedRecord,
    RemarksRecord,
    SheetRecord,
    SubsidyRecord,
)
from reviewsheets.formats.rs_system.listing import COMMON, FIRST, SHEET_KIND, ListFile, NumberedList, side_by_side

ORGANISATION = ListFile(
    "1-1",
    "基本情報_組織情報",
    Layout(
        OrganisationRecord,
        (
            column("府省庁（その他担当組織）", "ministry_name", LINE),
            column("局・庁（その他担当組織）", "bureau", LINE),
            column("部（その他担当組織）", "department", LINE),
            column("課（その他担当組織）", "division", LINE),
            column("室（その他担当組織）", "office", LINE),
            column("班（その他担当組織）", "team", LINE),
            column("係（その他担当組織）", "section", LINE),
            column("作成責任者", "officer", LINE),
        ),
        FIRST + 1,
    ),
    number_header="その他担当組織_作成責任者_no",
)

SUBSIDY = ListFile(
    "1-4",
    "基本情報_補助率等",
    Layout(
        SubsidyRecord,
        (
            column("補助対象", "target"),
            column("補助率", "rate", APOSTROPHE),
            column("補助上限等", "ceiling"),
            column("補助率URL", "url"),
        ),
        FIRST + 1,
    ),
    number_header="番号（補助率等）",
)

RELATED = ListFile(
    "1-5",
    "基本情報_関連事業",
    Layout(
        RelatedRecord,
        (
            column("関連事業の事業ID", "number", LINE),
            column("関連事業の事業名", "name", LINE),
            column("関連性", "relation", LINE),
        ),
        FIRST + 1,
    ),
    number_header="番号（関連事業）",
)

_COMMON_FIELDS = Layout(
    SheetRecord,
    (
        column(COMMON[1], "sheet_year", YEAR),
        column(COMMON[2], "number", NUMBER_IN_ADDRESS),
        column(COMMON[3], "name", LINE),
        column(COMMON[4], "ministry_order", ORDER),
        column(COMMON[5], "policy_ministry", MINISTRY),
        column(COMMON[6], "ministry", MINISTRY),
        column(COMMON[7], "bureau", LINE),
        column(COMMON[8], "department", LINE),
        column(COMMON[9], "division", LINE),
        column(COMMON[10], "office", LINE),
        column(COMMON[11], "team", LINE),
        column(COMMON[12], "section", LINE),
    ),
    1,
)
_OUTLINE = Layout(
    SheetRecord,
    (
        column("事業の目的", "purpose"),
        column("現状・課題", "issues"),
        column("事業の概要", "outline"),
        column("事業概要URL", "outline_url"),
        column("事業区分", "stage", LINE),
        column("事業開始年度", "start_year", PROJECT_YEAR),
        column("開始年度不明", "is_start_unknown", TRUE_FALSE),
        column("事業終了（予定）年度", "end_year", PROJECT_YEAR),
        column("終了予定なし", "has_no_planned_end", TRUE_FALSE),
    ),
    FIRST,
)
_EXPENSE_ITEM = FIRST + 9
_REMARKS = Layout(SheetRecord, (column("備考", "outline_remarks"),), FIRST + 10)
_METHODS = ("直接実施", "補助", "負担", "交付", "分担金・拠出金", "その他")
_FIRST_METHOD = FIRST + 11
_LAST = Layout(
    SheetRecord,
    (column("旧事業番号", "former_number"), column("整理表表示順", "listing_order", LINE)),
    FIRST + 17,
)


def common_cells(sheet: SheetRecord) -> list[str]:
    """The thirteen columns that every file repeats."""
    return [SHEET_KIND, *_COMMON_FIELDS.write(sheet)]


class Outline:
    """1-2: the sheet itself, a row for each 主要経費; only that column differs between its rows."""

    code = "1-2"
    title = "基本情報_事業概要等"
    headers = (
        *_OUTLINE.headers,
        "主要経費",
        *_REMARKS.headers,
        *(f"実施方法ー{method}" for method in _METHODS),
        *_LAST.headers,
    )

    def read(self, rows: Sequence[Row]) -> Parts:
        """One sheet."""
        first = rows[0]
        for row in rows[1:]:
            self._check_same(first, row)
        values: dict[str, object] = {}
        for layout in (_COMMON_FIELDS, _OUTLINE, _REMARKS, _LAST):
            values |= layout.values(first)
        items = self._expense_items(rows)
        sheet = SheetRecord(**values, expense_items=items, methods=self._methods(first))  # type: ignore[arg-type]  # by name
        return {SheetRecord: [sheet]}

    def write(self, parts: Parts) -> Iterator[list[str]]:
        """A row for each 主要経費, one where there is none."""
        (sheet,) = parts[SheetRecord]
        methods = ["1" if method in sheet.methods else "" for method in _METHODS]
        for item in sheet.expense_items or ("",):
            yield [*_OUTLINE.write(sheet), item, *_REMARKS.write(sheet), *methods, *_LAST.write(sheet)]

    @staticmethod
    def _methods(row: Row) -> tuple[str, ...]:
        cells = row.cells[_FIRST_METHOD : _FIRST_METHOD + len(_METHODS)]
        for method, cell in zip(_METHODS, cells, strict=True):
            if cell not in ("", "1"):
                raise FormatError("1 か空欄のはずです", row=row.number, column=f"実施方法ー{method}", value=cell)
        return tuple(method for method, cell in zip(_METHODS, cells, strict=True) if cell)

    @staticmethod
    def _expense_items(rows: Sequence[Row]) -> tuple[str, ...]:
        """The 主要経費, each once and blank only where there is no other."""
        items: list[str] = []
        for row in rows:
            item = row.cells[_EXPENSE_ITEM]
            if item in items or (len(rows) > 1 and not item):
                raise FormatError(
                    "同じ事業の同じ主要経費の行が2つあるか、空欄です", row=row.number, column="主要経費", value=item
                )
            items.append(item)
        return tuple(filter(None, items))

    def _check_same(self, first: Row, row: Row) -> None:
        for index, (one, other) in enumerate(zip(first.cells, row.cells, strict=True)):
            if one != other and index != _EXPENSE_ITEM:
                header = (COMMON + self.headers)[index]
                raise FormatError(f"{first.number}行目と異なります", row=row.number, column=header, value=other)


class Basis:
    """1-3: policies, laws and plans, three numbered lists side by side."""

    code = "1-3"
    title = "基本情報_政策・施策、法令等"
    lists = (
        NumberedList(
            "番号（政策・施策）",
            Layout(
                PolicyRecord,
                (
                    column("政策所管府省庁_P", "ministry_name", LINE),
                    column("政策", "policy"),
                    column("施策", "measure"),
                    column("政策・施策URL", "url"),
                ),
                FIRST + 1,
            ),
        ),
        NumberedList(
            "番号（根拠法令）",
            Layout(
                LawRecord,
                (
                    column("法令名", "name"),
                    column("法令番号", "law_number", LINE),
                    column("法令ID", "law_id", LINE),
                    column("条", "article"),
                    column("項", "paragraph"),
                    column("号・号の細分", "subparagraph"),
                ),
                FIRST + 6,
            ),
        ),
        NumberedList(
            "番号（関係する計画・通知等）",
            Layout(PlanRecord, (column("計画通知名", "name"), column("計画通知等URL", "url")), FIRST + 13),
        ),
    )
    headers = tuple(header for numbered in lists for header in (numbered.number_header, *numbered.layout.headers))

    def read(self, rows: Sequence[Row]) -> Parts:
        """The three lists of a sheet."""
        return {numbered.layout.record: numbered.read(rows) for numbered in self.lists}

    def write(self, parts: Parts) -> Iterator[list[str]]:
        """Rows as many as the longest list has."""
        return side_by_side(self.lists, parts)


class Remarks:
    """6-1: その他備考, one row a sheet."""

    code = "6-1"
    title = "その他備考"
    layout = Layout(RemarksRecord, (column("備考", "remarks"),), FIRST)
    headers = layout.headers

    def read(self, rows: Sequence[Row]) -> Parts:
        """The one text of a sheet."""
        if len(rows) > 1:
            raise FormatError("同じ事業の2行目です", row=rows[1].number, column=COMMON[2], value=rows[1].cells[2])
        return {RemarksRecord: [self.layout.read(rows[0])]}

    def write(self, parts: Parts) -> Iterator[list[str]]:
        """The one row."""
        yield self.layout.write(parts[RemarksRecord][0])
