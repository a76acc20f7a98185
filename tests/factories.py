"""Small makers of what tests arrange. Amounts in yen, or in million yen as `*_million=599`."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.utils import timezone

from reviewsheets.access import Role
from reviewsheets.models import (
    Block,
    BlockLink,
    BudgetAccount,
    BudgetLine,
    BudgetYear,
    CheckAnswer,
    CheckQuestion,
    Contract,
    Evaluation,
    ImportRun,
    Indicator,
    IndicatorValue,
    ItemUse,
    Ministry,
    PathLink,
    PathNode,
    Payee,
    Payment,
    PolicyEvaluation,
    Project,
    ReviewSheet,
    SheetSource,
    SourceFile,
    UnitCost,
    UnitCostYear,
)
from reviewsheets.units.cells import Cell, read_cell
from reviewsheets.units.money import yen_from_million

PASSWORD = "見本の合言葉は長い"
Part = TypeVar("Part", bound=Model)
Number = int | str | Decimal  # a text may also be words: "-", "検討中"


def in_yen(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields with every `x_million` turned into `x_yen`; a dash into `x_text`."""
    given: dict[str, Any] = {}
    for name, value in fields.items():
        column, is_million, _ = name.partition("_million")
        if is_million and value == "-":
            given[f"{column}_text"] = "-"
        elif is_million and value is not None:
            given[f"{column}_yen"] = yen_from_million(Decimal(value))
        elif not is_million:
            given[name] = value
    return given


def cell(value: Number | None) -> Cell:
    """A number, a text as typed or None."""
    return Cell() if value is None else read_cell(str(value))


def make_ministry(name: str = "総務省", **fields: Any) -> Ministry:
    """The ministry of that name, made when new."""
    return Ministry.objects.get_or_create(name=name, defaults=fields)[0]


def make_project(*, ministry: Ministry | str | None = None, name: str = "見本事業", key: str = "") -> Project:
    """A project; its key follows the number of projects there are."""
    owner = ministry if isinstance(ministry, Ministry) else make_ministry(ministry or "総務省")
    return Project.objects.create(ministry=owner, name=name, key=key or f"p{Project.objects.count() + 1}")


def make_sheet(
    *,
    sheet_year: int = 2018,
    ministry: Ministry | str | None = None,
    number: str = "",
    published: bool = True,
    project: Project | None = None,
    **fields: Any,
) -> ReviewSheet:
    """A sheet with an empty evaluation, published unless told otherwise; of 総務省 and a new project by default."""
    owner = ministry if isinstance(ministry, Ministry) else make_ministry(ministry or "総務省")
    name = fields.pop("name", "見本事業")
    sheet = ReviewSheet.objects.create(
        project=project or make_project(ministry=owner, name=name),
        sheet_year=sheet_year,
        ministry=owner,
        number=number or f"{ReviewSheet.objects.count() + 1:04}",
        name=name,
        published_at=timezone.now() if published else None,
        **in_yen(fields),
    )
    Evaluation.objects.create(sheet=sheet)
    return sheet


def make_budget_year(sheet: ReviewSheet, budget_year: int, **fields: Any) -> BudgetYear:
    """make_budget_year(sheet, 2017, initial_million=599, executed_million="550.5")."""
    return BudgetYear.objects.create(sheet=sheet, budget_year=budget_year, **in_yen(fields))


def make_budget_line(sheet: ReviewSheet, name: str = "見本業務庁費", **fields: Any) -> BudgetLine:
    """A budget line, placed after those there are."""
    return BudgetLine.objects.create(sheet=sheet, name=name, position=sheet.budget_lines.count(), **in_yen(fields))


def make_indicator(
    sheet: ReviewSheet,
    kind: Indicator.Kind | str = Indicator.Kind.OUTCOME,
    values: Mapping[int, tuple[Number | None, Number | None]] | None = None,
    *,
    interim: tuple[int | None, Number | None] | None = None,
    final: tuple[int | None, Number | None] | None = None,
    **fields: Any,
) -> Indicator:
    """values = {year: (target, actual)}; interim and final = (year, target)."""
    position = sheet.indicators.filter(kind=kind).count()
    indicator = Indicator.objects.create(
        sheet=sheet, kind=kind, **({"position": position, "name": "見本指標", "unit": "件"} | fields)
    )
    for fiscal_year, (target, actual) in (values or {}).items():
        _make_value(indicator, IndicatorValue.Column.YEAR, fiscal_year, target, actual)
    for column, goal in ((IndicatorValue.Column.INTERIM, interim), (IndicatorValue.Column.FINAL, final)):
        if goal is not None:
            _make_value(indicator, column, *goal, None)
    return indicator


def _make_value(
    indicator: Indicator, column: str, fiscal_year: int | None, target: Number | None, actual: Number | None
) -> None:
    IndicatorValue.objects.create(
        indicator=indicator,
        column=column,
        fiscal_year=fiscal_year,
        target=cell(target).number,
        target_text=cell(target).text,
        actual=cell(actual).number,
        actual_text=cell(actual).text,
    )


def make_unit_cost(
    sheet: ReviewSheet, values: Mapping[int, tuple[Number | None, str]] | None = None, **fields: Any
) -> UnitCost:
    """values = {year: (cost, formula)}: {2018: ("1.8", "350/200")}."""
    cost = UnitCost.objects.create(sheet=sheet, **({"basis": "見本の額／見本の数", "unit": "円"} | fields))
    for fiscal_year, (value, formula) in (values or {}).items():
        UnitCostYear.objects.create(
            unit_cost=cost,
            fiscal_year=fiscal_year,
            value=cell(value).number,
            value_text=cell(value).text,
            formula=formula,
        )
    return cost


def make_policy_evaluation(sheet: ReviewSheet, **fields: Any) -> PolicyEvaluation:
    """A policy and measure; its indicators are made with kind="policy", policy_evaluation=…."""
    return PolicyEvaluation.objects.create(sheet=sheet, **({"policy": "見本政策", "measure": "見本施策"} | fields))


def make_check_answer(
    sheet: ReviewSheet, question: CheckQuestion = CheckQuestion.NEED_SOCIETY, mark: str = "○", explanation: str = ""
) -> CheckAnswer:
    """The mark on one of the form's questions."""
    return CheckAnswer.objects.create(sheet=sheet, question=question, mark=mark, explanation=explanation)


def make_block(sheet: ReviewSheet, letter: str = "A", **fields: Any) -> Block:
    """A block of payees, linked to nothing yet."""
    position = sheet.blocks.count()
    return Block.objects.create(sheet=sheet, letter=letter, **in_yen({"position": position} | fields))


def make_link(source: Block | None, target: Block, **fields: Any) -> BlockLink:
    """An arrow from a block, or from the ministry (None), to a block."""
    position = target.sheet.block_links.count()
    return BlockLink.objects.create(
        sheet=target.sheet, source=source, target=target, **({"position": position} | fields)
    )


def make_payment(block: Block, name: str = "見本株式会社", *, corporate_number: str = "", **fields: Any) -> Payment:
    """A row of the block's payee table, with its payee."""
    return Payment.objects.create(
        block=block,
        payee=Payee.named(name, corporate_number),
        name=name,
        corporate_number=corporate_number,
        **in_yen({"position": block.payments.count()} | fields),
    )


def make_item_use(block: Block, item: str = "人件費", **fields: Any) -> ItemUse:
    """A row of the block's 費目・使途."""
    position = block.item_uses.count()
    return ItemUse.objects.create(block=block, item=item, **in_yen({"position": position} | fields))


def make_part(model: type[Part], sheet: ReviewSheet, **fields: Any) -> Part:
    """A row of one of the sheet's plain lists, after those there are: make_part(Law, sheet, name="見本法")."""
    rows = model._default_manager.filter(sheet=sheet)
    return rows.create(sheet=sheet, **in_yen({"position": rows.count()} | fields))


def make_account(year: BudgetYear, account: str = "一般会計", **fields: Any) -> BudgetAccount:
    """The part of a budget year in one account."""
    given = {"position": year.accounts.count(), "account_kind": account} | fields
    return BudgetAccount.objects.create(year=year, account=account, **in_yen(given))


def make_contract(payment: Payment, summary: str = "見本業務", **fields: Any) -> Contract:
    """A contract of a payment."""
    given = {"position": payment.contracts.count()} | fields
    return Contract.objects.create(payment=payment, summary=summary, **in_yen(given))


def make_path_link(source: PathNode | None, target: PathNode | None, **fields: Any) -> PathLink:
    """An arrow between two steps, made with make_part(PathNode, …); one of them may be missing."""
    node = source or target
    if node is None:
        raise ValueError("an arrow needs a step")
    return make_part(PathLink, node.sheet, source=source, target=target, **fields)


def make_source(sheet: ReviewSheet, code: str = "1-2", **fields: Any) -> SheetSource:
    """A file of the RS System that gave a part of the sheet."""
    given = {
        "run": ImportRun.objects.create(),
        "format": SourceFile.Format.RS_SYSTEM,
        "code": code,
        "sheet_year": sheet.sheet_year,
        "name": f"{code}_RS_{sheet.sheet_year}_見本.zip",
        "sha256": "0" * 64,
        "size_bytes": 1,
    }
    file = SourceFile.objects.create(**given | fields)
    return SheetSource.objects.create(sheet=sheet, file=file, code=code, source_row=2, digest="0" * 64)


def make_user(
    role: Role | None = None, *, ministries: Iterable[Ministry] = (), username: str = "", **fields: Any
) -> User:
    """A person with that role, in the admin when there is one; the password is PASSWORD."""
    user = User.objects.create_user(
        username or f"user{User.objects.count() + 1}", password=PASSWORD, **({"is_staff": role is not None} | fields)
    )
    if role is not None:
        # A flushed database has lost the groups that its migration made.
        user.groups.add(Group.objects.get_or_create(name=role)[0])
    for ministry in ministries:
        ministry.editors.add(user)
    return user


def make_superuser(username: str = "superuser") -> User:
    """A person who may everything."""
    return User.objects.create_superuser(username, password=PASSWORD)
