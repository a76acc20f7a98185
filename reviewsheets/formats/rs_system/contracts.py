"""The fifteen contracts of the RS System, and which of them a header belongs to."""

from collections.abc import Sequence
from fractions import Fraction

from reviewsheets.formats.layout import Contract, FormatError
from reviewsheets.formats.rs_system.budget import BUDGET_ITEMS, Summary
from reviewsheets.formats.rs_system.evaluation import Evaluations
from reviewsheets.formats.rs_system.indicators import Goals, Path
from reviewsheets.formats.rs_system.listing import COMMON, FIRST
from reviewsheets.formats.rs_system.sheets import ORGANISATION, RELATED, SUBSIDY, Basis, Outline, Remarks
from reviewsheets.formats.rs_system.spending import ITEM_USES, MULTI_YEAR_CONTRACTS, Flow, Spending

# 1-2 makes the sheets, so it is read first; 3-1's columns depend on its years and stand in its own header.
GOAL_YEARS = tuple(str(year) for year in range(2007, 2061))
CONTRACTS: tuple[Contract, ...] = (
    Outline(),
    ORGANISATION,
    Basis(),
    SUBSIDY,
    RELATED,
    Summary(),
    BUDGET_ITEMS,
    Goals(GOAL_YEARS),
    Path(),
    Evaluations(),
    Spending(),
    Flow(),
    ITEM_USES,
    MULTI_YEAR_CONTRACTS,
    Remarks(),
)
_OTHER_NAMES = {"建制順": "府省庁の建制順", "所管府省庁": "政策所管府省庁"}  # 1-1 alone says so


def header_of(contract: Contract) -> tuple[str, ...]:
    """The whole header of a file."""
    if contract.code != "1-1":
        return COMMON + contract.headers
    names = {official: name for name, official in _OTHER_NAMES.items()}
    return tuple(names.get(header, header) for header in COMMON) + contract.headers


def contract_for(header: Sequence[str]) -> Contract:
    """The contract of this header; `FormatError` with what is missing or extra against the nearest one."""
    own = tuple(header[FIRST:])
    if years := Goals.year_headers(own):
        contract: Contract = Goals(years)
    else:
        contract = max(CONTRACTS, key=lambda contract: _likeness(header_of(contract), header))
    expected = header_of(contract)
    if tuple(header) == expected:
        return contract
    raise FormatError(_difference(contract, expected, header), row=1)


def _likeness(expected: Sequence[str], header: Sequence[str]) -> Fraction:
    """The share of the two headers' own columns that they have in common."""
    one, other = set(expected[FIRST:]), set(header[FIRST:])
    return Fraction(len(one & other), max(len(one | other), 1))


def _difference(contract: Contract, expected: Sequence[str], header: Sequence[str]) -> str:
    if not set(contract.headers) & set(header):
        return "RSシステムのCSVの見出しではありません"
    missing = [name for name in expected if name not in header]
    extra = [name for name in header if name not in expected]
    parts = [f"ない列：{'、'.join(missing)}"] if missing else []
    parts += [f"余分な列：{'、'.join(extra)}"] if extra else []
    found = "。".join(parts) or "列の順序が違うか、同じ列が2つあります"
    return f"{contract.code} {contract.title} の見出しと合いません。{found}"
