"""JUDGIT!'s review sheets (sheet years 2015-2023): one JSON object a sheet, amounts in million yen as JSON numbers.

Numbers come as `Decimal`, as they stand in the file. An amount below one yen, left by somebody's binary arithmetic
(114.69999999999999), is rounded to the yen and its text kept beside it, so that it is given back as published.
Where a text may be null and is blank here, which of the two it was is kept in `own_cells`, as are absent sections.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from reviewsheets.formats.cells import (
    EARLIEST_START,
    LARGEST_CELL,
    LARGEST_COUNT,
    LARGEST_NUMBER,
    LARGEST_PLACE,
    LARGEST_YEN,
    LATEST_END,
    MINISTRY,
    NUMBER,
    NUMBER_IN_ADDRESS,
    TEXT_LENGTH,
)
from reviewsheets.formats.judgit.keys import (
    ABSENT,
    ACTIVITY_KEYS,
    AMOUNTS,
    NUMBER_KEYS,
    OUTCOME_KEYS,
    PAST_NUMBER_KEYS,
    PAYEE_KEYS,
    REQUIRED_KEYS,
    SHEET_KEYS,
)
from reviewsheets.formats.judgit.order import in_order
from reviewsheets.formats.layout import FormatError, Parts
from reviewsheets.formats.records import (
    BlockRecord,
    BudgetYearRecord,
    IndicatorRecord,
    IndicatorValueRecord,
    PastNumberRecord,
    PaymentRecord,
    SheetRecord,
)
from reviewsheets.units.cells import EXACT_DIGITS, CellError, is_exact, plain_number
from reviewsheets.units.money import EXACT, MILLION
from reviewsheets.units.years import FIRST_YEAR, LAST_YEAR

_MILLION = Decimal(MILLION)
YEN_PLACES = 6  # of an amount in million yen
SHORT_NUMBER = 10**12  # a whole number below it stands in every column as it is: most do
_BLANK = (None, "")
_BUDGET_YEAR = frozenset(("年度",))
_BUDGET_KEYS = _BUDGET_YEAR | {key for key, _name in AMOUNTS}
_AMOUNT_PLACES = tuple((key, BudgetYearRecord._fields.index(f"{name}_yen")) for key, name in AMOUNTS)


@dataclass
class _Reader:
    """One object on its way in; `own_cells` gathers what the records cannot say."""

    value: Mapping[str, Any]
    row: int
    own_cells: dict[str, Any] = field(default_factory=dict)

    def error(self, message: str, path: str, value: Any = "") -> FormatError:
        return FormatError(message, row=self.row, column=path, value=str(value))

    def keys(self, value: Any, path: str, *, required: frozenset[str], known: frozenset[str] | None = None) -> None:
        if not isinstance(value, dict):
            raise self.error("オブジェクトではありません", path, value)
        known = known or required
        if len(value) == len(known) and known.issuperset(value):  # every item is there: most often
            return
        if missing := required - value.keys():
            raise self.error(f"ない項目：{'、'.join(sorted(missing))}", path)
        if extra := value.keys() - known:
            raise self.error(f"余分な項目：{'、'.join(sorted(extra))}", path)

    def text(self, value: Any, *path: str, length: int = LARGEST_CELL, blank: str | None = "") -> str:
        """A text; `blank` is what a blank one usually is in this place, the other is noted."""
        if not value and value != blank:
            self.own_cells["/".join(path)] = value
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.error("文字列ではありません", "/".join(path), value)
        if len(value) > length:
            raise self.error(f"{length}文字までのところに{len(value)}文字あります", "/".join(path), value)
        return value

    def line(self, value: Any, *path: str, blank: str | None = "") -> str:
        return self.text(value, *path, length=TEXT_LENGTH, blank=blank)

    def integer(self, value: Any, *path: str) -> int | None:
        if value is None:
            return None
        if type(value) is not int:
            raise self.error("整数ではありません", "/".join(path), value)
        if abs(value) > LARGEST_YEN:
            raise self.error("大きすぎる数です", "/".join(path))
        return value

    def identifier(self, key: str) -> int | None:
        number = self.integer(self.value.get(key), key)
        if number is not None and not 0 <= number <= LARGEST_COUNT:
            raise self.error(f"0から{LARGEST_COUNT}までの整数ではありません", key, number)
        return number

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.items(self.value, key, key)
        return tuple(self.text(value, f"{key}/{place}") for place, value in enumerate(values))

    def items(self, owner: Mapping[str, Any], key: str, path: str) -> list[Any]:
        values = owner.get(key)
        if values is None:
            if key in owner:
                self.own_cells[path] = None
            return []
        if not isinstance(values, list):
            raise self.error("一覧ではありません", path, values)
        if len(values) > LARGEST_PLACE:
            raise self.error(f"{LARGEST_PLACE}件を超えています", path)
        return values

    def decimal(self, value: Any, *path: str) -> Decimal:
        """A number of sensible length."""
        if type(value) not in (int, Decimal) or not Decimal(value).is_finite():
            raise self.error("数ではありません", "/".join(path), value)
        number = Decimal(value)
        if max(abs(number.adjusted()), len(str(number))) > TEXT_LENGTH // 3:
            raise self.error("桁の多すぎる数です", "/".join(path))
        return number

    def cell(self, value: Any, *path: str) -> tuple[Decimal | None, str]:
        """A number, and its digits where the column does not hold them all."""
        if value is None:
            return _BLANK
        if type(value) is int and -SHORT_NUMBER < value < SHORT_NUMBER:
            return Decimal(value), ""
        whole, fraction = _short_digits(value)
        if fraction == "0":
            return Decimal(int(whole)), ""
        if fraction and not fraction.endswith("0"):
            return value, ""
        number = self.decimal(value, *path)
        if abs(number) >= LARGEST_NUMBER:
            raise self.error("大きすぎる数です", "/".join(path), value)
        plain = Decimal(plain_number(number))
        return plain, "" if is_exact(plain) else plain_number(number)

    def yen(self, value: Any, *path: str) -> tuple[int | None, str]:
        """Whole yen, and the published digits where they say less than a yen."""
        if value is None:
            return _BLANK
        if type(value) is int and -SHORT_NUMBER < value < SHORT_NUMBER:
            return value * MILLION, ""
        million, fraction = _short_digits(value)
        if fraction:
            return int(f"{million}{fraction:0<{YEN_PLACES}}"), ""
        number = self.decimal(value, *path)
        exact = EXACT.multiply(number, _MILLION)
        whole = int(exact.to_integral_value(ROUND_HALF_EVEN))
        if abs(whole) >= 2**63:
            raise self.error("大きすぎる数です", "/".join(path), value)
        return whole, "" if whole == exact else plain_number(number)


def _short_digits(value: Any) -> tuple[str, str]:
    """What stands before and after the point of a number that is exact in yen and in every column; else blanks."""
    if type(value) is Decimal:
        whole, _point, fraction = str(value).partition(".")
        if len(whole) <= EXACT_DIGITS - YEN_PLACES and len(fraction) <= YEN_PLACES and fraction.isdecimal():
            return whole, fraction
    return "", ""


def read_sheet(value: Any, row: int) -> tuple[Parts, dict[str, Any]]:
    """The records of one sheet and what they cannot say; `FormatError` names the row and the item."""
    reader = _Reader(value, row)
    reader.keys(value, "", required=REQUIRED_KEYS, known=SHEET_KEYS)
    reader.value = in_order(value)
    if absent := sorted(SHEET_KEYS - value.keys()):
        reader.own_cells[ABSENT] = absent
    sheet = _sheet(reader)
    indicators, values = _indicators(reader)
    blocks, payments = _payees(reader, sheet.sheet_year)
    parts: Parts = {
        SheetRecord: [sheet],
        PastNumberRecord: list(_past_numbers(reader)),
        BudgetYearRecord: _budget(reader),
        IndicatorRecord: indicators,
        IndicatorValueRecord: values,
        BlockRecord: blocks,
        PaymentRecord: payments,
    }
    return parts, reader.own_cells


def _sheet(reader: _Reader) -> SheetRecord:
    value = reader.value
    return SheetRecord(
        name=reader.line(value["事業名"], "事業名"),
        ministry=_checked(reader, MINISTRY.reads[0], "府省庁"),
        number=_checked(reader, NUMBER_IN_ADDRESS.reads[0], "事業番号"),
        sheet_year=_year(reader, "公開年度", FIRST_YEAR, LAST_YEAR) or _no_year(reader),
        bureau=reader.line(value.get("担当部局庁"), "担当部局庁", blank=None),
        division=reader.line(value.get("担当課室"), "担当課室", blank=None),
        officer=reader.line(value.get("作成責任者"), "作成責任者", blank=None),
        start_year=_year(reader, "開始年度", EARLIEST_START, LATEST_END),
        end_year=_year(reader, "終了年度", EARLIEST_START, LATEST_END),
        accounts=reader.texts("会計区分"),
        policies=reader.texts("主要施策"),
        methods=reader.texts("実施方法"),
        purpose=reader.text(value.get("事業目的", ""), "事業目的"),
        outline=reader.text(value.get("事業概要", ""), "事業概要"),
        no_target_reason=reader.text(
            value.get("定量的な目標が設定できない理由"), "定量的な目標が設定できない理由", blank=None
        ),
        number_parts=tuple(reader.line(value.get(key), key, blank=None) for key in NUMBER_KEYS),
        source_url=reader.text(value.get("url"), "url", blank=None),
        judgit_id=reader.identifier("ID"),
        judgit_project_id=reader.identifier("事業ID"),
    )


def _checked(reader: _Reader, read: Any, key: str) -> str:
    try:
        return str(read(reader.line(reader.value[key], key)))
    except CellError as error:
        raise reader.error(str(error), key, reader.value[key]) from None


def _year(reader: _Reader, key: str, first: int, last: int) -> int | None:
    year = reader.integer(reader.value.get(key), key)
    if year is not None and not first <= year <= last:
        raise reader.error(f"{first}年から{last}年までの年度ではありません", key, year)
    return year


def _no_year(reader: _Reader) -> int:
    raise reader.error("年度がありません", "公開年度")


def _past_numbers(reader: _Reader) -> Iterator[PastNumberRecord]:
    key = "関連する過去のレビューシート"
    for position, past in enumerate(reader.items(reader.value, key, key)):
        path = f"{key}/{position}"
        reader.keys(past, path, required=frozenset(("府省庁", "年度", *PAST_NUMBER_KEYS)))
        parts = tuple(reader.line(past[part], path, part, blank=None) for part in PAST_NUMBER_KEYS)
        year, year_text = _year_or_words(reader.integer(past["年度"], path, "年度"))
        ministry, number = reader.line(past["府省庁"], path, "府省庁"), "-".join(filter(None, parts))
        if len(number) > TEXT_LENGTH:
            raise reader.error(f"事業番号が{TEXT_LENGTH}文字を超えます", path, number)
        yield PastNumberRecord(position, year, year_text, ministry, number, parts)


def _year_or_words(year: int | None) -> tuple[int | None, str]:
    """A year our columns hold, or its text: some sheets write 28 or 4013."""
    if year is None or FIRST_YEAR <= year <= LAST_YEAR:
        return year, ""
    return None, str(year)


def _budget(reader: _Reader) -> list[BudgetYearRecord]:
    years: dict[int, BudgetYearRecord] = {}
    for place, row in enumerate(reader.items(reader.value, "予算", "予算")):
        path = f"予算/{place}"
        reader.keys(row, path, required=_BUDGET_YEAR, known=_BUDGET_KEYS)
        budget_year = reader.integer(row["年度"], path, "年度")
        if budget_year is None or not FIRST_YEAR <= budget_year <= LAST_YEAR:
            raise reader.error(f"{FIRST_YEAR}年から{LAST_YEAR}年までの年度ではありません", f"{path}/年度", budget_year)
        if budget_year in years:
            raise reader.error("同じ予算年度が2つあります", f"{path}/年度", budget_year)
        years[budget_year] = _budget_year(reader, row, path, budget_year)
    return list(years.values())


def _budget_year(reader: _Reader, row: Mapping[str, Any], path: str, budget_year: int) -> BudgetYearRecord:
    basis = "net" if "予算計" in row else ""
    cells: list[Any] = [budget_year, *_BLANK * len(AMOUNTS), basis]  # the record's first ones
    for key, place in _AMOUNT_PLACES:
        if key in row:
            amount_yen, cells[place + 1] = reader.yen(row[key], path, key)
            if amount_yen is None:
                reader.own_cells[f"{path}/{key}"] = None
            cells[place] = -amount_yen if amount_yen and key == "翌年度へ繰越し" else amount_yen
    return BudgetYearRecord(*cells)


def _payees(reader: _Reader, sheet_year: int) -> tuple[list[BlockRecord], list[PaymentRecord]]:
    letters: dict[str, int] = {}
    payments = []
    for place, row in enumerate(reader.items(reader.value, "支出先", "支出先")):
        path = f"支出先/{place}"
        reader.keys(row, path, required=PAYEE_KEYS)
        if reader.integer(row["年度"], path, "年度") != sheet_year - 1:
            reader.own_cells[f"{path}/年度"] = row["年度"]
        letter = reader.text(row["グループ"], path, "グループ", length=10)
        if not letter:
            raise reader.error("ブロックの番号がありません", f"{path}/グループ")
        letters.setdefault(letter, len(letters))
        number = reader.integer(row["番号"], path, "番号")
        if number is None or not 1 <= number <= LARGEST_PLACE:
            raise reader.error("1以上の番号ではありません", f"{path}/番号", number)
        amount_yen, amount_text = reader.yen(row["支出額"], path, "支出額")
        name = reader.line(row["支出先名"], path, "支出先名")
        corporate_number = reader.text(row["法人番号"], path, "法人番号", length=30, blank=None)
        work = reader.text(row["業務概要"], path, "業務概要")
        payments.append(PaymentRecord(letter, number - 1, name, corporate_number, work, amount_yen, amount_text))
    return [BlockRecord(position, letter) for letter, position in letters.items()], payments


def _indicators(reader: _Reader) -> tuple[list[IndicatorRecord], list[IndicatorValueRecord]]:
    indicators: list[IndicatorRecord] = []
    values: list[IndicatorValueRecord] = []
    for place, row in enumerate(reader.items(reader.value, "アウトカム", "アウトカム")):
        path = f"アウトカム/{place}"
        reader.keys(row, path, required=OUTCOME_KEYS)
        values += _final(reader, row, path, len(indicators))
        values += _years(reader, row, path, len(indicators), ("成果実績", "目標値"))
        goal = reader.text(row["成果目標"], path, "成果目標")
        name = reader.text(row["成果指標"], path, "成果指標", blank=None)
        unit = reader.text(row["単位"], path, "単位", length=100, blank=None)
        indicators.append(IndicatorRecord(place, "outcome", goal, name, unit))
    for place, row in enumerate(reader.items(reader.value, "アウトプット", "アウトプット")):
        path = f"アウトプット/{place}"
        reader.keys(row, path, required=ACTIVITY_KEYS)
        values += _years(reader, row, path, len(indicators), ("活動実績", "当初見込み"))
        name = reader.text(row["活動指標"], path, "活動指標")
        unit = reader.text(row["単位"], path, "単位", length=100)
        indicators.append(IndicatorRecord(place, "activity", "", name, unit))
    return indicators, values


def _final(reader: _Reader, row: Mapping[str, Any], path: str, indicator: int) -> list[IndicatorValueRecord]:
    target = reader.line(row["目標値"], path, "目標値", blank=None)
    year, year_text = _year_or_words(reader.integer(row["目標最終年度"], path, "目標最終年度"))
    if not target and year is None and not year_text:
        return []
    number, words = (read(target) for read in NUMBER.reads)
    return [IndicatorValueRecord(indicator, "final", year, year_text, number, words)]


def _years(
    reader: _Reader, row: Mapping[str, Any], path: str, indicator: int, keys: tuple[str, str]
) -> Iterator[IndicatorValueRecord]:
    actual_key, target_key = keys
    required = frozenset(("年度", *keys))
    seen: set[int] = set()
    for place, year in enumerate(reader.items(row, actual_key, f"{path}/{actual_key}")):
        here = f"{path}/{actual_key}/{place}"
        reader.keys(year, here, required=required)
        fiscal_year = reader.integer(year["年度"], here, "年度")
        if fiscal_year is None or not FIRST_YEAR <= fiscal_year <= LAST_YEAR or fiscal_year in seen:
            raise reader.error("この指標の年度ではありません", f"{here}/年度", fiscal_year)
        seen.add(fiscal_year)
        target = reader.cell(year[target_key], here, target_key)
        actual = reader.cell(year[actual_key], here, actual_key)
        yield IndicatorValueRecord(indicator, "year", fiscal_year, "", *target, *actual)
