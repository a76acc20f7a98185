"""Who may what: every answer of the dashboard, as a queryset or a bool.

Anonymous readers see published sheets. Four groups come with the database (migration 0002): a ministry's editors,
reviewers, publishers and administrators. Django's per-model permissions are not asked. A superuser may everything.
"""

from enum import StrEnum

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Exists, OuterRef, Q, QuerySet

from reviewsheets.models import (
    ContractFacts,
    FigureRevision,
    Finding,
    IndicatorResult,
    Ministry,
    MultiYearContract,
    Payee,
    PayeeCount,
    PayeeSums,
    Payment,
    Project,
    Receipt,
    ReviewSheet,
    RevisingSheets,
    RevisionSums,
    RowCounts,
    RuleTally,
    SheetSummary,
    SpendingSums,
    SummaryColumns,
    YearSums,
)

Visitor = User | AnonymousUser


class Role(StrEnum):
    """The groups, by the names they have in the database."""

    EDITOR = "府省庁編集者"
    REVIEWER = "所見担当"
    PUBLISHER = "公開担当"
    ADMINISTRATOR = "管理者"


def roles_of(user: Visitor) -> frozenset[Role]:
    """The roles a person has; none for strangers and people who left."""
    if isinstance(user, AnonymousUser) or not user.is_active:
        return frozenset()
    if user.is_superuser:
        return frozenset(Role)
    names = _group_names(user)
    return frozenset(role for role in Role if role in names)


def _group_names(user: User) -> frozenset[str]:
    """The person's groups, read once for the object that a request carries."""
    known: frozenset[str] | None = user.__dict__.get("group_names")
    if known is None:
        known = user.__dict__["group_names"] = frozenset(user.groups.values_list("name", flat=True))
    return known


def is_administrator(user: Visitor) -> bool:
    """May manage people, ministries, payees, projects, and every sheet."""
    return Role.ADMINISTRATOR in roles_of(user)


def may_enter_admin(user: Visitor) -> bool:
    """May use the admin at all: staff with a role."""
    return isinstance(user, User) and user.is_staff and bool(roles_of(user))


def public_sheets() -> QuerySet[ReviewSheet]:
    """What anyone may read: all that public pages, lists, charts and CSV ever know."""
    return ReviewSheet.objects.published()


def hidden_sheets() -> QuerySet[ReviewSheet]:
    """All others: the drafts."""
    return ReviewSheet.objects.filter(published_at=None)


def public_summaries() -> QuerySet[SheetSummary]:
    """The same sheets as lists and totals see them: a draft has no summary."""
    return SheetSummary.objects.all()


def public_columns() -> QuerySet[SummaryColumns]:
    """The same as arrays."""
    return SummaryColumns.objects.all()


def public_sums() -> QuerySet[YearSums]:
    """The same added by year and ministry."""
    return YearSums.objects.all()


def public_row_counts() -> QuerySet[RowCounts]:
    """How many lines the same sheets have in each whole table."""
    return RowCounts.objects.all()


def public_receipts() -> QuerySet[Receipt]:
    """What each payee got on the same sheets: a draft has no receipts."""
    return Receipt.objects.all()


def public_payee_sums() -> QuerySet[PayeeSums]:
    """The same added by payee."""
    return PayeeSums.objects.all()


def public_payee_counts() -> QuerySet[PayeeCount]:
    """How many they are, by year, ministry and kind."""
    return PayeeCount.objects.all()


def public_spending_sums() -> QuerySet[SpendingSums]:
    """The same added by year and ministry."""
    return SpendingSums.objects.all()


def public_contract_facts() -> QuerySet[ContractFacts]:
    """How the contracts on the same sheets came about."""
    return ContractFacts.objects.all()


def public_indicator_results() -> QuerySet[IndicatorResult]:
    """How the indicators of the same sheets came out."""
    return IndicatorResult.objects.all()


def public_revisions() -> QuerySet[FigureRevision]:
    """Which amounts the same sheets give otherwise than those before them: both sheets of a row are published."""
    return FigureRevision.objects.all()


def public_revision_sums() -> QuerySet[RevisionSums]:
    """The same counted and added."""
    return RevisionSums.objects.all()


def public_revising_sheets() -> QuerySet[RevisingSheets]:
    """The sheets that they are on, counted."""
    return RevisingSheets.objects.all()


def public_findings() -> QuerySet[Finding]:
    """What the review found on the same sheets and still holds."""
    return Finding.objects.filter(closed_at=None)


def public_tallies() -> QuerySet[RuleTally]:
    """What each rule said of the same sheets, by year and ministry."""
    return RuleTally.objects.all()


def public_payees() -> QuerySet[Payee]:
    """Payees that a published sheet names: paid, or with a contract over several years."""
    paid = Exists(public_receipts().filter(payee=OuterRef("pk")))
    contracts = MultiYearContract.objects.filter(payee=OuterRef("pk"), sheet__in=public_sheets())
    return Payee.objects.filter(paid | Exists(contracts))


def viewable_sheets(user: Visitor) -> QuerySet[ReviewSheet]:
    """What a person may see, drafts included: everything for the roles that work across ministries."""
    roles = roles_of(user)
    if roles - {Role.EDITOR}:
        return ReviewSheet.objects.all()
    if Role.EDITOR in roles:
        return ReviewSheet.objects.filter(Q(published_at__isnull=False) | Q(ministry__in=ministries_of(user)))
    return public_sheets()


def ministries_of(user: Visitor) -> QuerySet[Ministry]:
    """The ministries whose sheets a person may enter."""
    roles = roles_of(user)
    if Role.ADMINISTRATOR in roles:
        return Ministry.objects.all()
    if Role.EDITOR in roles:
        return Ministry.objects.filter(editors=user.pk)
    return Ministry.objects.none()


def viewable_projects(user: Visitor) -> QuerySet[Project]:
    """Projects a person may know of: with a sheet they may see, or of their ministries; a draft names its project."""
    seen = Exists(viewable_sheets(user).filter(project=OuterRef("pk")))
    return Project.objects.filter(seen | Q(ministry__in=ministries_of(user)))


def viewable_payees(user: Visitor) -> QuerySet[Payee]:
    """Payees a person may know of: paid on a sheet they may see, or not paid by anyone yet."""
    payments = Payment.objects.filter(payee=OuterRef("pk"))
    seen = Exists(payments.filter(block__sheet__in=viewable_sheets(user)))
    return Payee.objects.filter(seen | ~Exists(payments))


def may_add_sheets(user: Visitor) -> bool:
    """May enter new sheets: there is a ministry to enter them for."""
    return ministries_of(user).exists()


def may_view_sheet(user: Visitor, sheet: ReviewSheet) -> bool:
    """May see this sheet, even as a draft."""
    return viewable_sheets(user).filter(pk=sheet.pk).exists()


def may_edit_sheet(user: Visitor, sheet: ReviewSheet) -> bool:
    """May change the whole of this sheet."""
    return ministries_of(user).filter(pk=sheet.ministry_id).exists()


def may_edit_opinions(user: Visitor, sheet: ReviewSheet) -> bool:
    """May change the opinions and responses of this sheet."""
    return Role.REVIEWER in roles_of(user) or may_edit_sheet(user, sheet)


def may_dispose(user: Visitor, sheet: ReviewSheet) -> bool:
    """May say what comes of a finding: of a published sheet, who may change its opinions and responses."""
    return sheet.is_published and may_edit_opinions(user, sheet)


def may_publish(user: Visitor) -> bool:
    """May publish sheets and withdraw them."""
    return bool(roles_of(user) & {Role.PUBLISHER, Role.ADMINISTRATOR})


def may_delete_sheet(user: Visitor, sheet: ReviewSheet) -> bool:
    """Editors may delete their drafts; what was published only an administrator."""
    return is_administrator(user) or (not sheet.is_published and may_edit_sheet(user, sheet))


def may_import(user: Visitor) -> bool:
    """May upload official files and apply them: they reach the sheets of every ministry."""
    return is_administrator(user)


def may_revert_sheet(user: Visitor, sheet: ReviewSheet) -> bool:
    """May bring an earlier edition back: it may touch every cell."""
    return may_edit_sheet(user, sheet)
