"""What a project rests on: who is in charge beside the sheet's own division, policies, laws, plans, subsidy rates."""

import re
from dataclasses import dataclass

from reviewsheets.models import Law, ReviewSheet, SheetOrganisation

_WEB_ADDRESS = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)


def web_address(text: str) -> str:
    """The text where it is one http(s) address a page may link to, else blank."""
    written = text.strip()
    return written if _WEB_ADDRESS.fullmatch(written) else ""


@dataclass(frozen=True)
class OrganisationRow:
    """A row of 1-1: a further organisation in charge with its officer; without one, an officer of the sheet's own."""

    ministry_name: str
    bureau: str
    department: str
    division: str
    office: str
    team: str
    section: str
    officer: str

    @property
    def organisation(self) -> str:
        """The organisation from ministry to section, blank for the sheet's own."""
        parts = (self.bureau, self.department, self.division, self.office, self.team, self.section)
        return " ".join(filter(None, (self.ministry_name, *parts)))


def organisations_of(sheet: ReviewSheet) -> tuple[OrganisationRow, ...]:
    """その他担当組織 and 作成責任者, in the sheet's order."""
    return tuple(_organisation_row(row) for row in sheet.organisations.all())


def _organisation_row(row: SheetOrganisation) -> OrganisationRow:
    return OrganisationRow(
        ministry_name=row.ministry_name,
        bureau=row.bureau,
        department=row.department,
        division=row.division,
        office=row.office,
        team=row.team,
        section=row.section,
        officer=row.officer,
    )


@dataclass(frozen=True)
class MeasureRow:
    """A policy and measure the project belongs to (1-3 政策・施策)."""

    ministry_name: str
    policy: str
    measure: str
    url: str

    @property
    def link(self) -> str:
        """Where its page is, if a page may link to it."""
        return web_address(self.url)


def measures_of(sheet: ReviewSheet) -> tuple[MeasureRow, ...]:
    """政策・施策, in the sheet's order."""
    return tuple(MeasureRow(row.ministry_name, row.policy, row.measure, row.url) for row in sheet.policy_list.all())


@dataclass(frozen=True)
class LawRow:
    """A law the project rests on (1-3 根拠法令)."""

    name: str
    law_number: str
    law_id: str
    article: str
    paragraph: str
    subparagraph: str

    @property
    def provision(self) -> str:
        """Article, paragraph and subparagraph as written; a bare paragraph number gets its 項."""
        paragraph = f"第{self.paragraph}項" if self.paragraph.isdigit() else self.paragraph
        return " ".join(filter(None, (self.article, paragraph, self.subparagraph)))


def laws_of(sheet: ReviewSheet) -> tuple[LawRow, ...]:
    """根拠法令, in the sheet's order."""
    return tuple(_law_row(row) for row in sheet.law_list.all())


def _law_row(row: Law) -> LawRow:
    return LawRow(row.name, row.law_number, row.law_id, row.article, row.paragraph, row.subparagraph)


@dataclass(frozen=True)
class PlanRow:
    """A plan or notice the project follows (1-3 関係する計画・通知等)."""

    name: str
    url: str

    @property
    def link(self) -> str:
        """Where it is, if a page may link to it."""
        return web_address(self.url)


def plans_of(sheet: ReviewSheet) -> tuple[PlanRow, ...]:
    """関係する計画・通知等, in the sheet's order."""
    return tuple(PlanRow(row.name, row.url) for row in sheet.plan_list.all())


@dataclass(frozen=True)
class SubsidyRow:
    """What share of a cost is subsidised (1-4), in the words of the sheet."""

    target: str
    rate: str
    ceiling: str
    url: str

    @property
    def link(self) -> str:
        """Where its rules are, if a page may link to them."""
        return web_address(self.url)


def subsidies_of(sheet: ReviewSheet) -> tuple[SubsidyRow, ...]:
    """補助率等, in the sheet's order."""
    return tuple(SubsidyRow(row.target, row.rate, row.ceiling, row.url) for row in sheet.subsidy_rates.all())
