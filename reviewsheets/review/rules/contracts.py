"""How contracts came about. A contract over several years is told as a whole and never added to a year's payments."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from reviewsheets.models import CheckQuestion
from reviewsheets.models.spending import is_competitive, is_without_competition
from reviewsheets.review.blanks import is_nothing
from reviewsheets.review.facts import SheetFacts, TermsRow
from reviewsheets.review.limits import Limits
from reviewsheets.review.places import cut, terms_place
from reviewsheets.review.rule import Cell, Figure, Found, Level, Results, Subject, rule
from reviewsheets.review.rules.money import is_far_above
from reviewsheets.units.money import percent
from reviewsheets.units.payees import is_group_name

CONTRACTS = _("契約")
MULTI_YEAR = "multi-year"
FAILED = "不落・不調"  # negotiated after a tender came to nothing
SMALL = "少額"
WHOLE_WORDS = gettext_noop("複数年度の契約の全体")
YEAR_WORDS = gettext_noop("前年度の支出")
DOUBTFUL_WHOLE_WORDS = gettext_noop("複数年度の契約の全体、単位誤りの疑い")
DOUBTFUL_YEAR_WORDS = gettext_noop("前年度の支出、単位誤りの疑い")
NOT_GIVEN = gettext_noop("記載なし")
_NO_BIDDERS = _("競争性のある契約方式で、入札者数が記載された契約がないとき（公式ファイルの入札者数0は空欄とみなす）。")
_FORMS = {False: YEAR_WORDS, True: WHOLE_WORDS}


def is_none_invited(terms: TermsRow) -> bool:
    """競争性のない随意契約, where no tender came before it."""
    return is_without_competition(terms.contract_method) and FAILED not in terms.contract_method


def is_alone(terms: TermsRow) -> bool:
    """一者応札・一者応募."""
    return terms.bidders == 1 and is_competitive(terms.contract_method)


def sure_yen(facts: SheetFacts, terms: TermsRow, limits: Limits) -> int | None:
    """The amount, where it is given and can be right."""
    return None if is_far_above(facts, terms.amount_yen, limits) else terms.amount_yen


def extent(facts: SheetFacts, terms: TermsRow, limits: Limits) -> str:
    """What the amount is of, and whether it can be right."""
    if is_far_above(facts, terms.amount_yen, limits):
        return DOUBTFUL_WHOLE_WORDS if terms.table == MULTI_YEAR else DOUBTFUL_YEAR_WORDS
    return _FORMS[terms.table == MULTI_YEAR]


def _found(facts: SheetFacts, terms: TermsRow, limits: Limits, column: str, **more: Figure) -> Found:
    figures: Mapping[str, Figure] = {
        "payee": cut(terms.name),
        "contract_method": terms.contract_method or NOT_GIVEN,
        **more,
        "contract_yen": NOT_GIVEN if terms.amount_yen is None else terms.amount_yen,
        "extent": extent(facts, terms, limits),
    }
    return Found(
        figures,
        place=terms_place(terms),
        amount_yen=sure_yen(facts, terms, limits),
        cell=Cell(terms.table, terms.pk, column),
    )


@rule(
    "M04",
    subject=Subject.MONEY,
    level=Level.QUESTION,
    title=_("一者応札・一者応募"),
    definition=_("競争性のある契約方式（一般競争、指名競争、企画競争、公募）で、入札者数（応募者数）が1。"),
    not_evaluable=_NO_BIDDERS,
    says=_("{payee}との契約（{contract_method}）は、入札者・応募者が1者。金額は{contract_yen}（{extent}）。"),
    looks_at=CONTRACTS,
    questions=[CheckQuestion.EFFICIENCY_SINGLE_BID],
)
def single_bid(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: single bid (一者応札)."""
    for terms in _known_bids(facts):
        yield _found(facts, terms, limits, "bidder_count", bidders=1) if is_alone(terms) else None


def _known_bids(facts: SheetFacts) -> Iterator[TermsRow]:
    for terms in facts.terms:
        if terms.bidders and is_competitive(terms.contract_method):
            yield terms


@rule(
    "M05",
    subject=Subject.MONEY,
    level=Level.QUESTION,
    title=_("競争性のない随意契約"),
    definition=_(
        "金額が{no_competition_floor_yen}以上の契約の方式が随意契約で、企画競争でも公募でもない。"
        "入札が成立しなかった後の随意契約（不落・不調）は別の規則（M10）で見る。"
    ),
    not_evaluable=_("競争性の有無が分かる方式で、金額が基準額以上の契約がないとき。単位誤りの疑いがある額は見ない。"),
    says=_("{payee}との契約は{contract_method}。金額は{contract_yen}（{extent}）。"),
    looks_at=CONTRACTS,
    limits=["no_competition_floor_yen"],
    questions=[CheckQuestion.EFFICIENCY_NO_COMPETITION],
)
def no_competition(facts: SheetFacts, limits: Limits) -> Results:
    """競争性のない随意契約 of some size."""
    for terms in facts.terms:
        is_judged = is_competitive(terms.contract_method) or is_without_competition(terms.contract_method)
        if is_judged and (sure_yen(facts, terms, limits) or 0) >= limits.no_competition_floor_yen:
            yield _found(facts, terms, limits, "contract_method") if is_none_invited(terms) else None


@rule(
    "M06",
    subject=Subject.MONEY,
    level=Level.QUESTION,
    title=_("一者応札・随意契約の理由の記載がない"),
    definition=_(
        "金額が{reason_floor_yen}以上で、一者応札・一者応募または競争性のない随意契約（不落・不調を除く）の契約について、"
        "様式が求める理由及び改善策の欄が空欄または「-」。前年度の支出のうち単位誤りの疑いがある額は見ない。"
    ),
    not_evaluable=_("理由の記載が求められる契約がないとき。"),
    says=_(
        "{payee}との契約（{contract_method}、入札者数{bidders}）に、理由及び改善策の記載がない。"
        "金額は{contract_yen}（{extent}）。"
    ),
    looks_at=CONTRACTS,
    limits=["reason_floor_yen"],
    questions=[CheckQuestion.EFFICIENCY_SINGLE_BID, CheckQuestion.EFFICIENCY_NO_COMPETITION],
)
def reason_missing(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: reason missing. One bidder asks for it by any method; a whole contract's amount is taken as published."""
    for terms in facts.terms:
        amount_yen = terms.amount_yen if terms.table == MULTI_YEAR else sure_yen(facts, terms, limits)
        is_asked = terms.bidders == 1 or is_none_invited(terms)
        if not is_asked or (amount_yen or 0) < limits.reason_floor_yen:
            continue
        bidders = NOT_GIVEN if terms.bidders is None else terms.bidders
        yield _found(facts, terms, limits, "reason", bidders=bidders) if is_nothing(terms.reason) else None


@rule(
    "M07",
    subject=Subject.MONEY,
    level=Level.QUESTION,
    title=_("一者応札で落札率が高い"),
    definition=_("金額が{award_rate_floor_yen}以上の契約で、入札者が1者、落札率が{high_award_rate_percent}以上。"),
    not_evaluable=_(
        "金額が基準額以上で、入札者数と落札率の両方が記載された契約がないとき。単位誤りの疑いがある額は見ない。"
    ),
    says=_(
        "{payee}との契約（{contract_method}）は、入札者が1者で落札率が{award_rate_percent}。"
        "金額は{contract_yen}（{extent}）。"
    ),
    looks_at=CONTRACTS,
    limits=["high_award_rate_percent", "award_rate_floor_yen"],
    questions=[CheckQuestion.EFFICIENCY_CHOICE, CheckQuestion.EFFICIENCY_SINGLE_BID],
)
def high_award_rate_single_bidder(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: high award rate with one bidder."""
    for terms in facts.terms:
        rate = terms.award_rate_percent
        if not terms.bidders or rate is None or (sure_yen(facts, terms, limits) or 0) < limits.award_rate_floor_yen:
            continue
        is_high = terms.bidders == 1 and rate >= limits.high_award_rate_percent
        yield _found(facts, terms, limits, "award_rate", bidders=1, award_rate_percent=rate) if is_high else None


@rule(
    "M08",
    subject=Subject.MONEY,
    level=Level.CONTRADICTION,
    title=_("落札率が100％を超える"),
    definition=_("落札率が100％を超える。予定価格を超える落札はできないので、率か記入の仕方を確かめたい。"),
    not_evaluable=_("落札率が記載された契約がないとき。"),
    says=_("{payee}との契約（{contract_method}）の落札率は{award_rate_percent}。金額は{contract_yen}（{extent}）。"),
    looks_at=CONTRACTS,
)
def award_rate_over_100(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: bid facts contradict, rate > 100."""
    for terms in facts.terms:
        rate = terms.award_rate_percent
        if rate is not None:
            yield _found(facts, terms, limits, "award_rate", award_rate_percent=rate) if rate > 100 else None


@rule(
    "M09",
    subject=Subject.MONEY,
    level=Level.QUESTION,
    title=_("入札者数と契約方式が合わない"),
    definition=_(
        "競争性のある契約方式で入札者数が0、または競争性のない随意契約（不落・不調を除く）で入札者数が2以上。"
        "少額の随意契約で複数の見積りを取った数のこともある。公式ファイルの0は空欄とみなし、ここでは見ない。"
    ),
    not_evaluable=_("競争性の有無が分かる方式で、入札者数が記載された契約がないとき。"),
    says=_("{payee}との契約は{contract_method}で、入札者数は{bidders}。金額は{contract_yen}（{extent}）。"),
    looks_at=CONTRACTS,
)
def bidders_contradict_method(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: bid facts contradict, bidders."""
    for terms in facts.terms:
        is_open, is_closed = is_competitive(terms.contract_method), is_none_invited(terms)
        if terms.bidders is None or not (is_open or is_closed):
            continue
        differs = terms.bidders == 0 if is_open else terms.bidders > 1
        yield _found(facts, terms, limits, "bidder_count", bidders=terms.bidders) if differs else None


@rule(
    "M10",
    subject=Subject.MONEY,
    level=Level.NOTE,
    title=_("不落・不調による随意契約"),
    definition=_("契約方式が、入札が成立しなかった後の随意契約（不落・不調）。"),
    not_evaluable=_("契約方式が記載された契約がないとき。"),
    says=_("{payee}との契約は{contract_method}。金額は{contract_yen}（{extent}）。"),
    looks_at=CONTRACTS,
    questions=[CheckQuestion.EFFICIENCY_CHOICE],
)
def failed_bid(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: 不落・不調."""
    for terms in facts.terms:
        if not is_nothing(terms.contract_method):
            yield _found(facts, terms, limits, "contract_method") if FAILED in terms.contract_method else None


@rule(
    "M17",
    subject=Subject.MONEY,
    level=Level.NOTE,
    title=_("同じ支出先との少額随意契約の合計が大きい"),
    definition=_(
        "同じ支出先との少額の随意契約が2件以上あり、合計が{small_contracts_together_yen}を超える。"
        "基準額は、少額随意契約ができる予定価格の上限のうち最も高いもの（工事・製造、令和6年度まで）。"
        "シートに載るのは各ブロックの上位の支出先だけなので、手がかりとしては弱い。複数年度の契約は別に数える。"
    ),
    not_evaluable=_(
        "同じ支出先との少額の随意契約（額の記載があるもの）が2件以上ないとき。単位誤りの疑いがある額は見ない。"
    ),
    says=_("{payee}との少額の随意契約{contracts}件の合計は{contract_yen}（{extent}）。"),
    looks_at=_("少額の随意契約が2件以上ある支出先"),
    limits=["small_contracts_together_yen"],
    questions=[CheckQuestion.EFFICIENCY_NO_COMPETITION],
)
def small_contracts_together(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: small contracts to one payee."""
    by_payee: defaultdict[tuple[str, int | str], list[tuple[TermsRow, int]]] = defaultdict(list)
    for terms in facts.terms:
        amount_yen = sure_yen(facts, terms, limits)
        is_one = not is_group_name(terms.name)
        if is_one and SMALL in terms.contract_method and is_none_invited(terms) and amount_yen is not None:
            by_payee[terms.table, terms.payee_pk or terms.name].append((terms, amount_yen))
    for rows in by_payee.values():
        together_yen = sum(amount_yen for _terms, amount_yen in rows)
        first = rows[0][0]
        if len(rows) < 2:
            continue
        if together_yen <= limits.small_contracts_together_yen:
            yield None
            continue
        yield Found(
            {
                "payee": cut(first.name),
                "contracts": len(rows),
                "contract_yen": together_yen,
                "extent": _FORMS[first.table == MULTI_YEAR],
            },
            place=terms_place(first),
            amount_yen=together_yen,
            cell=Cell(first.table, first.pk, "contract_method"),
        )


@rule(
    "M19",
    subject=Subject.MONEY,
    level=Level.QUESTION,
    title=_("一者応札の割合が高い"),
    definition=_(
        "競争性のある契約方式で入札者数が記載された契約が{single_bid_share_contracts}件以上あり、"
        "そのうち入札者が1者のものの割合が{single_bid_share_percent}を超える。複数年度の契約は別に数える。"
    ),
    not_evaluable=_("競争性のある契約方式で入札者数が記載された契約が、基準の件数に満たないとき。"),
    says=_(
        "競争性のある契約で入札者数が分かる{contracts}件（{extent}）のうち、{single_bids}件（{share_percent}）が一者応札・一者応募。"
    ),
    looks_at=_("シートの契約（前年度の支出と複数年度の契約の別）"),
    limits=["single_bid_share_percent", "single_bid_share_contracts"],
    questions=[CheckQuestion.EFFICIENCY_SINGLE_BID],
)
def single_bid_share(facts: SheetFacts, limits: Limits) -> Results:
    """RULES: share of single bids, of one sheet."""
    forms: dict[bool, list[TermsRow]] = {False: [], True: []}
    for terms in _known_bids(facts):
        forms[terms.table == MULTI_YEAR].append(terms)
    for is_whole, rows in forms.items():
        alone = [terms for terms in rows if is_alone(terms)]
        share = percent(len(alone), len(rows))
        if share is None or len(rows) < limits.single_bid_share_contracts:
            continue
        if share <= limits.single_bid_share_percent:
            yield None
            continue
        yield Found(
            {
                "contracts": len(rows),
                "extent": _FORMS[is_whole],
                "single_bids": len(alone),
                "share_percent": share,
            },
            place=MULTI_YEAR if is_whole else "contract",
            amount_yen=sum(sure_yen(facts, terms, limits) or 0 for terms in alone),
        )


@rule(
    "M20",
    subject=Subject.MONEY,
    level=Level.QUESTION,
    title=_("大きな契約の入札者数が記載されていない"),
    definition=_("金額が{reason_floor_yen}以上で、競争性のある契約方式の契約に、入札者数（応募者数）の記載がない。"),
    not_evaluable=_("金額が基準額以上で、競争性のある契約方式の契約がないとき。単位誤りの疑いがある額は見ない。"),
    says=_("{payee}との契約（{contract_method}）に、入札者数の記載がない。金額は{contract_yen}（{extent}）。"),
    looks_at=CONTRACTS,
    limits=["reason_floor_yen"],
    questions=[CheckQuestion.EFFICIENCY_SINGLE_BID],
)
def competition_unknown(facts: SheetFacts, limits: Limits) -> Results:
    """Whether anyone else bid cannot be told."""
    for terms in facts.terms:
        if is_competitive(terms.contract_method) and (sure_yen(facts, terms, limits) or 0) >= limits.reason_floor_yen:
            yield _found(facts, terms, limits, "bidder_count") if terms.bidders is None else None


@rule(
    "M21",
    subject=Subject.MONEY,
    level=Level.QUESTION,
    title=_("複数年度の契約額がシートの予算と桁違いに大きい"),
    definition=_(
        "国庫債務負担行為等による契約の契約額（複数年度の契約の全体）が、シートに載る予算の最大の額の{unit_error_times}倍を超える。"
        "複数年度の額なので1年の予算を超えることはあるが、ここまで離れるものは単位誤りの疑いとして合計に入れない。"
    ),
    not_evaluable=_(
        "方式・入札者数・落札率のいずれかが記載された複数年度の契約がない、または要求額のほかに0円を超える予算の額がないとき。"
    ),
    says=_(
        "{payee}との契約の金額{contract_yen}（{extent}）は、シートに載る予算の最大の額{largest_budget_yen}の{times}倍以上。"
    ),
    looks_at=CONTRACTS,
    limits=["unit_error_times"],
)
def contract_far_above_budget(facts: SheetFacts, limits: Limits) -> Results:
    """The measure of M02 on whole contracts: those that the pages leave out of sums."""
    largest_yen = facts.largest_budget_yen
    for terms in facts.terms:
        if terms.table != MULTI_YEAR or terms.amount_yen is None or largest_yen <= 0:
            continue
        if not is_far_above(facts, terms.amount_yen, limits):
            yield None
            continue
        times = terms.amount_yen // largest_yen
        yield _found(facts, terms, limits, "amount", largest_budget_yen=largest_yen, times=times)
