"""The sheet's own columns, its lists of organisations, policies, laws, plans and rates, and what it refers to."""

from typing import NamedTuple


class SheetRecord(NamedTuple):
    """The sheet's own columns: what 1-2 and a JUDGIT object give."""

    name: str
    ministry: str
    number: str
    sheet_year: int
    policy_ministry: str = ""
    ministry_order: int | None = None
    bureau: str = ""
    department: str = ""
    division: str = ""
    office: str = ""
    team: str = ""
    section: str = ""
    officer: str = ""
    start_year: int | None = None
    end_year: int | None = None
    is_start_unknown: bool = False
    has_no_planned_end: bool = False
    stage: str = ""
    accounts: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    expense_items: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    purpose: str = ""
    issues: str = ""
    outline: str = ""
    outline_url: str = ""
    outline_remarks: str = ""
    no_target_reason: str = ""
    former_number: str = ""
    listing_order: str = ""
    number_parts: tuple[str, ...] = ()
    source_url: str = ""
    judgit_id: int | None = None
    judgit_project_id: int | None = None


class RemarksRecord(NamedTuple):
    """その他備考, the one column of 6-1: it stands on the sheet itself."""

    remarks: str


class PastNumberRecord(NamedTuple):
    """関連する過去のレビューシート."""

    position: int
    past_year: int | None
    past_year_text: str
    ministry_name: str
    number: str
    number_parts: tuple[str, ...]


class OrganisationRecord(NamedTuple):
    """1-1: a further organisation in charge and an officer."""

    position: int
    ministry_name: str
    bureau: str
    department: str
    division: str
    office: str
    team: str
    section: str
    officer: str
    source_row: int | None = None


class PolicyRecord(NamedTuple):
    """1-3: a policy and measure."""

    position: int
    ministry_name: str
    policy: str
    measure: str
    url: str


class LawRecord(NamedTuple):
    """1-3: a law."""

    position: int
    name: str
    law_number: str
    law_id: str
    article: str
    paragraph: str
    subparagraph: str


class PlanRecord(NamedTuple):
    """1-3: a plan or notice."""

    position: int
    name: str
    url: str


class SubsidyRecord(NamedTuple):
    """1-4: a subsidy rate."""

    position: int
    target: str
    rate: str
    ceiling: str
    url: str
    source_row: int | None = None


class RelatedRecord(NamedTuple):
    """1-5: a related project."""

    position: int
    number: str
    name: str
    relation: str
    source_row: int | None = None
