"""The fictional payees: plainly 見本, with well-formed corporate numbers of one made-up series."""

from dataclasses import dataclass

from reviewsheets.units.names import corporate_check_digit

FORMS = (
    "見本{}工業株式会社",
    "株式会社見本{}システムズ",
    "一般財団法人見本{}振興協会",
    "国立大学法人見本{}大学",
    "見本{}県",
    "見本{}市",
    "株式会社見本{}総合研究所",
    "見本{}建設株式会社",
    "一般社団法人見本{}協議会",
    "合同会社見本{}企画",
)
OTHER_TAGS = ("高台", "川端", "港北", "若葉", "青空", "朝日", "大和", "瑞穂", "桜木", "松原", "富士見", "美里")
TAGS = ("第一", "第二", "第三", "東部", "西部", "南部", "北部", "中央", "臨海", "山手", "新町", "本町", *OTHER_TAGS)
COMPANIES = (0, 1, 6, 7, 9)
PUBLIC_BODIES = (2, 3, 4, 5, 8)


@dataclass(frozen=True)
class FictionalPayee:
    """A payee's published name and number."""

    name: str
    corporate_number: str


def fictional_payee(form: int, tag: int) -> FictionalPayee:
    """The payee of that form and tag; tags past the last are numbered on."""
    turn, place = divmod(tag, len(TAGS))
    label = TAGS[place] + (f"{turn + 1}号" if turn else "")
    last_twelve = f"99999000{tag * len(FORMS) + form:04}"
    return FictionalPayee(FORMS[form].format(label), f"{corporate_check_digit(last_twelve)}{last_twelve}")
