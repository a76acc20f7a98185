"""A sheet with something in every section, and the person who enters it."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from reviewsheets.access import Role
from reviewsheets.models import CheckQuestion, PastSheetNumber, RelatedProject, ReviewSheet
from tests.admin.typing_in import Typist, entry_url
from tests.admin.uploading import files_of
from tests.factories import (
    make_block,
    make_budget_line,
    make_budget_year,
    make_check_answer,
    make_indicator,
    make_item_use,
    make_link,
    make_ministry,
    make_payment,
    make_policy_evaluation,
    make_sheet,
    make_unit_cost,
    make_user,
)
from tests.importers.official_files import small_year

RIGHT_NUMBER = "7000012050002"


@pytest.fixture
def sheet(db: None) -> ReviewSheet:
    """A draft of 総務省, sheet year 2018."""
    return whole_sheet()


@pytest.fixture
def editor(db: None) -> User:
    """Enters the sheets of 総務省."""
    return make_user(Role.EDITOR, ministries=[make_ministry("総務省")], username="editor")


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    """The editor's browser."""
    client.force_login(editor)
    return client


@pytest.fixture
def typist(desk: Client, sheet: ReviewSheet) -> Typist:
    """The editor at the sheet's entry page."""
    return Typist(desk, entry_url(sheet))


@pytest.fixture(autouse=True)
def upload_dir(settings: Any, tmp_path: Path) -> Path:
    """Where uploads of a test lie."""
    settings.UPLOAD_DIR = tmp_path / "uploads"
    return tmp_path / "uploads"


@pytest.fixture
def office(db: None, client: Client) -> Client:
    """The browser of kanri, an administrator."""
    client.force_login(make_user(Role.ADMINISTRATOR, username="kanri"))
    return client


@pytest.fixture
def archives(tmp_path: Path) -> list[SimpleUploadedFile]:
    """Two files of a small official year, to be uploaded."""
    return files_of(small_year(), tmp_path / "official")


def whole_sheet(number: str = "新30-0006", *, ministry: str = "総務省") -> ReviewSheet:
    """A draft with something in every section."""
    sheet = make_sheet(
        number=number,
        ministry=ministry,
        published=False,
        name="見本の対策",
        accounts=["一般会計", "特別会計"],
        purpose="目的の一行目\n二行目",
        outlay_million=599,
        start_year=2018,
        start_year_text="平成30年度",
        end_year_text="終了予定なし",
    )
    make_budget_year(sheet, 2017, initial_million=100, executed_million="90.5", carried_out_million="-")
    make_budget_year(sheet, 2018, initial_million=599)
    make_budget_year(sheet, 2019, requested_million="-")
    make_budget_line(sheet, initial_million=599, requested_million="-")
    make_indicator(sheet, "outcome", {2017: ("100", "1.80")}, interim=(2019, "検討中"), final=(2022, 8))
    make_indicator(sheet, "activity", {2017: (10, 9), 2019: (None, None), 2018: (200, None)})
    make_unit_cost(sheet, {2018: ("1.8", "350/200")})
    policy = make_policy_evaluation(sheet, relation="関係の説明")
    make_indicator(sheet, "policy", {2017: (90, "-")}, policy_evaluation=policy)
    make_check_answer(sheet, CheckQuestion.NEED_STATE, "△", "説明")
    PastSheetNumber.objects.create(sheet=sheet, past_year=2017, number="新30 0008")
    RelatedProject.objects.create(
        sheet=sheet, ministry_name="経済産業省", number="0001", name="関連の事業", role="分担"
    )
    fill_blocks(sheet)
    return sheet


def fill_blocks(sheet: ReviewSheet) -> None:
    """Two blocks: the ministry pays A, A pays B."""
    first = make_block(sheet, "A", name="請負事業者", total_million=350)
    second = make_block(sheet, "B", name="再委託先")
    make_link(None, first, note="【一般競争契約】")
    make_link(first, second)
    make_payment(
        first,
        "見本株式会社",
        corporate_number=RIGHT_NUMBER,
        amount_million=350,
        contract_method="一般競争契約（最低価格）",
        bidders=3,
        award_rate_percent="95.5",
    )
    make_payment(second, "例示合同会社", amount_million="12.5")
    make_item_use(first, "人件費", amount_million=300)
