"""Payees: who got the money, and is what is said of them plausible? Contracts and flows stand in their own files."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from reviewsheets.review.blanks import is_nothing
from reviewsheets.review.facts import PaymentRow, SheetFacts
from reviewsheets.review.limits import Limits
from reviewsheets.review.places import cut, name_place, payment_place
from reviewsheets.review.rule import Cell, Found, Level, Results, Subject, rule
from reviewsheets.units import doubts
from reviewsheets.units.flow import Reach
from reviewsheets.units.money import percent
from reviewsheets.units.names import is_corporate_number, name_key
from reviewsheets.units.payees import PayeeKind

PAYEES = _("支出先")
MOST_NUMBERS = 5  # told in one sentence
_UNNUMBERED = ("", PayeeKind.UNNUMBERED, PayeeKind.GROUP)
_BODY = (
    "会社|企業|法人|団体|事業者|事業主|経営体|民間会社|民間企業|民間事業者|民間団体|株式会社|合同会社|有限会社|"
    "支出先|補助事業者|医療機関|国立大学法人|大学|学校|ホテル"
)
_MARK = r"[\(\[]?(?:[a-zア-ン①-⑳]|[0-9]{1,3})[\)\]]?"
# Names of no one (`PayeeKind.GROUP`) that stand for a body: A社, 株式会社B, 民間事業者, ○○財団, 未定. Persons (個人A)
# are unnamed for their own sake; その他, ほか3社, 受給者, 旅費 are the rest of a list or a kind of recipient or cost.
_HIDDEN = re.compile(
    rf"[a-z]{{1,2}}(?:社|{_BODY})|(?:{_BODY})(?:{_MARK})?|.*(?:○○|◯◯|〇〇|●●|△△|××).*"
    r"|未定|精査中|非公開|非公表|不開示|匿名"
)
_key = lru_cache(maxsize=65_536)(name_key)


def is_far_above(facts: SheetFacts, amount_yen: int | None, limits: Limits) -> bool:
    """As importers mark amounts that cannot be right; told from the facts, so that it holds for what was just typed."""
    return doubts.is_far_above(amount_yen, facts.largest_budget_yen, times=limits.unit_error_times)


def is_unit_error(facts: SheetFacts, payment: PaymentRow, limits: Limits) -> bool:
    """The row is far above the sheet's budget, or above it in a block that is far above."""
    if is_far_above(facts, payment.amount_yen, limits):
        return True
    largest_yen = facts.largest_budget_yen
    if not doubts.is_above_in_such_a_block(payment.amount_yen, largest_yen):
        return False
    amounts_yen = (row.amount_yen for row in facts.payments_by_block[payment.block_pk])
    total_yen = facts.blocks[payment.block_pk].total_yen
    return doubts.is_block_far_above(amounts_yen, total_yen, largest_yen, times=limits.unit_error_times)


def is_doubtful(facts: SheetFacts, payment: PaymentRow, limits: Limits) -> bool:
    """The amount is marked, or would be."""
    return payment.is_amount_doubtful or is_unit_error(facts, payment, limits)


def is_named(payment: PaymentRow) -> bool:
    """The row names one payee."""
    return payment.payee_kind != PayeeKind.GROUP and not payment.is_other and bool(payment.name)


def cell(payment: PaymentRow, column: str) -> Cell:
    """The input of a payee's row."""
    return Cell("payment", payment.pk, column)


def _with_amounts(facts: SheetFacts, limits: Limits) -> Iterator[tuple[PaymentRow, int]]:
    """Payees with an amount that can be right."""
    for payment in facts.payments:
        if payment.amount_yen is not None and not is_doubtful(facts, payment, limits):
            yield payment, payment.amount_yen


@rule(
    "M01",
    subject=Subject.MONEY,
    level=Level.CONTRADICTION,
    title=_("支出先の額が事業の額を超える"),
    definition=_(
        "支出先1行の支出額が、前年度の計（シートの様式による）と執行額の大きい方の{payee_over_project_percent}を超える。"
        "再委託先も同じ基準で見る。単位誤りの疑いがある行（M02）と、国からの資金の矢印が届かないブロックは除く。"
    ),
    not_evaluable=_("前年度の計も執行額も記載されていない、または0円以下のとき。支出額の記載がないとき。"),
    says=_(
        "{payee}（ブロック{block}）の支出額{amount_yen}は、前年度の計と執行額の大きい方{project_yen}の{share_percent}。"
    ),
    looks_at=PAYEES,
    limits=["payee_over_project_percent"],
)
def payee_exceeds_project(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: payee over project."""
    project_yen = _project_yen(facts)
    if project_yen <= 0:
        return
    for payment, amount_yen in _with_amounts(facts, limits):
        if facts.reach_of(payment.block_pk) is Reach.OTHER:  # money that is not the project's
            continue
        if amount_yen * 100 <= limits.payee_over_project_percent * project_yen:
            yield None
            continue
        yield Found(
            {
                "payee": cut(payment.name),
                "block": facts.letter_of(payment.block_pk),
                "amount_yen": amount_yen,
                "project_yen": project_yen,
                "share_percent": percent(amount_yen, project_yen) or 0,
            },
            place=payment_place(facts, payment),
            amount_yen=amount_yen,
            cell=cell(payment, "amount"),
        )


def _project_yen(facts: SheetFacts) -> int:
    row = facts.result
    if row is None:
        return 0
    total_yen = row.figures.total_yen if row.has_total else 0
    return max(row.published_total_yen or 0, total_yen, row.figures.executed_yen or 0)


@rule(
    "M02",
    subject=Subject.MONEY,
    level=Level.CONTRADICTION,
    title=_("支出先の額に単位誤りの疑いがある"),
    definition=_(
        "支出先1行の支出額が、シートに載るすべての予算年度の計・当初予算・執行額・要求額・前年度からの繰越しのうち"
        "最大の額の{unit_error_times}倍を超える。そのような行があり、ブロックの合計支出額も（記載があれば）"
        "{unit_error_times}倍を超えるブロックでは、最大の額を超えるほかの行も含める。"
        "百万円の欄に円で記入された場合などに起きる。額は公表のまま残し、合計や順位には入れない。"
    ),
    not_evaluable=_(
        "シートに要求額のほかに0円を超える予算の額がないとき（別の事業に計上された予算で支出する事業など）。"
    ),
    says=_(
        "{payee}（ブロック{block}）の支出額{amount_yen}は、シートに載る予算の最大の額{largest_budget_yen}の"
        "{times}倍以上。"
    ),
    looks_at=PAYEES,
    limits=["unit_error_times"],
)
def likely_unit_error(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: likely unit error."""
    if facts.largest_budget_yen <= 0:
        return
    for payment in facts.payments:
        amount_yen = payment.amount_yen
        if amount_yen is None:
            continue
        if not is_unit_error(facts, payment, limits):
            yield None
            continue
        yield Found(
            {
                "payee": cut(payment.name),
                "block": facts.letter_of(payment.block_pk),
                "amount_yen": amount_yen,
                "largest_budget_yen": facts.largest_budget_yen,
                "times": amount_yen // facts.largest_budget_yen,
            },
            place=payment_place(facts, payment),
            amount_yen=amount_yen,
            cell=cell(payment, "amount"),
        )


@rule(
    "M03",
    subject=Subject.MONEY,
    level=Level.QUESTION,
    title=_("名称から支出先が分からない"),
    definition=_(
        "支出額が{opaque_payee_floor_yen}以上の行の名称が、法人や団体を伏せた呼び方（A社、株式会社B、民間事業者、"
        "○○財団など）または未定・精査中・非公開など。個人や職員（個人Aなど）、その他・ほか3社などの残り、"
        "受給者や旅費などの種類を書いた行、様式の「その他支出先」の行は問わない。法人番号が正しい行も問わない。"
    ),
    not_evaluable=_("基準額以上の支出額がある行がないとき。"),
    says=_("ブロック{block}の支出先「{payee}」（{amount_yen}）は、名称から支出先が分からない。"),
    looks_at=PAYEES,
    limits=["opaque_payee_floor_yen"],
)
def opaque_payee(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: opaque payee."""
    for payment, amount_yen in _with_amounts(facts, limits):
        if amount_yen < limits.opaque_payee_floor_yen or payment.is_other:
            continue
        if not _is_hidden(payment):
            yield None
            continue
        yield Found(
            {"payee": cut(payment.name), "block": facts.letter_of(payment.block_pk), "amount_yen": amount_yen},
            place=payment_place(facts, payment),
            amount_yen=amount_yen,
            cell=cell(payment, "name"),
        )


def _is_hidden(payment: PaymentRow) -> bool:
    return payment.payee_kind in ("", PayeeKind.GROUP) and bool(_HIDDEN.fullmatch(_key(payment.name)))


@rule(
    "M15",
    subject=Subject.MONEY,
    level=Level.CONTRADICTION,
    title=_("法人番号の形が正しくない"),
    definition=_(
        "支出先の法人番号が、半角数字13桁でない、または検査数字（先頭の桁）が合わない。番号は公表のまま残し、"
        "支出先の名寄せには使わない。"
    ),
    not_evaluable=_("法人番号が記載された支出先がないとき（「-」は記載なしとみなす）。"),
    says=_("{payee}（ブロック{block}）の法人番号「{number}」は、13桁の数字でないか検査数字が合わない。"),
    looks_at=PAYEES,
)
def corporate_number_malformed(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: corporate number malformed."""
    for payment in facts.payments:
        if not payment.corporate_number or _stands_for_nothing(payment):
            continue
        if _has_valid_number(payment):
            yield None
            continue
        yield Found(
            {
                "payee": cut(payment.name),
                "block": facts.letter_of(payment.block_pk),
                "number": cut(payment.corporate_number),
            },
            place=payment_place(facts, payment),
            amount_yen=None if is_doubtful(facts, payment, limits) else payment.amount_yen,
            cell=cell(payment, "corporate_number"),
        )


def _stands_for_nothing(payment: PaymentRow) -> bool:
    return payment.payee_kind in _UNNUMBERED and is_nothing(payment.corporate_number)


def _has_valid_number(payment: PaymentRow) -> bool:
    """The kind of a payee tells so, where it was known by a number."""
    return payment.payee_kind not in _UNNUMBERED or is_corporate_number(payment.corporate_number)


@rule(
    "M16",
    subject=Subject.MONEY,
    level=Level.QUESTION,
    title=_("同じ名称に法人番号が複数ある"),
    definition=_(
        "このシートと同じ事業の以前のシートを通して、表記をそろえると同じ名称の支出先に、正しい形の異なる法人番号が"
        "2つ以上ある。同名の別法人のこともある。名寄せは番号によるため、別の支出先として数えている。"
    ),
    not_evaluable=_("正しい形の法人番号が記載された支出先がないとき。"),
    says=_("「{payee}」の法人番号が{count}通り記載されている（{numbers}）。"),
    looks_at=_("支出先の名称"),
    needs_earlier=True,
)
def one_name_several_numbers(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: one name, several numbers. A name is told on each sheet that bears it."""
    numbers: defaultdict[str, set[str]] = defaultdict(set)
    for sheet in (facts, *facts.earlier):
        for payment in _numbered(sheet):
            numbers[_key(payment.name)].add(payment.corporate_number)
    own: dict[str, PaymentRow] = {}
    for payment in _numbered(facts):
        own.setdefault(_key(payment.name), payment)
    for key, payment in own.items():
        if len(numbers[key]) < 2:
            yield None
            continue
        yield Found(
            {
                "payee": cut(payment.name),
                "count": len(numbers[key]),
                "numbers": "、".join(sorted(numbers[key])[:MOST_NUMBERS]),
            },
            place=name_place(key),
            cell=cell(payment, "corporate_number"),
        )


def _numbered(facts: SheetFacts) -> Iterator[PaymentRow]:
    for payment in facts.payments:
        if payment.corporate_number and payment.name and _has_valid_number(payment):
            yield payment


@rule(
    "M18",
    subject=Subject.MONEY,
    level=Level.QUESTION,
    title=_("支出先の額が記載されていない"),
    definition=_("名称が記載された支出先の支出額が空欄または「-」。その他・個人など1者の名称でない行は問わない。"),
    not_evaluable=_("名称が記載された支出先がないとき。"),
    says=_("{payee}（ブロック{block}）の支出額が記載されていない。"),
    looks_at=PAYEES,
)
def payee_without_amount(facts: SheetFacts, limits: Limits) -> Results:
    """A payee is named, what it got is not."""
    for payment in facts.payments:
        if not is_named(payment):
            continue
        if payment.amount_yen is not None:
            yield None
            continue
        yield Found(
            {"payee": cut(payment.name), "block": facts.letter_of(payment.block_pk)},
            place=payment_place(facts, payment),
            cell=cell(payment, "amount"),
        )
