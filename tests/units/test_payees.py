"""What a payee's number and name tell of it."""

import pytest

from reviewsheets.units.names import corporate_check_digit
from reviewsheets.units.payees import PayeeKind, is_group_name, kind_of, other_spellings, without_trailing_bracket


def numbered(base: str) -> str:
    return f"{corporate_check_digit(base)}{base}"


@pytest.mark.parametrize(
    ("base", "kind"),
    [
        ("000012010001", PayeeKind.NATIONAL),
        ("000013010001", PayeeKind.NATIONAL),
        ("000020130001", PayeeKind.LOCAL),
        ("000030130001", PayeeKind.LOCAL),
        ("010401022916", PayeeKind.COMPANY),
        ("010402022916", PayeeKind.COMPANY),
        ("010403022916", PayeeKind.COMPANY),
        ("010405001655", PayeeKind.CORPORATION),
        ("700150005000", PayeeKind.UNREGISTERED),
    ],
)
def test_number_tells_the_kind(base: str, kind: PayeeKind) -> None:
    assert kind_of(numbered(base), "その他") is kind


def test_wrong_number_tells_nothing() -> None:
    assert kind_of("1000012010001", "総務省") is PayeeKind.UNNUMBERED


@pytest.mark.parametrize(
    "name",
    [
        "その他",
        "その他の支出先",
        "個人A",
        "個人（ハ）",
        "個人１０",
        "Ａ社",
        "株式会社Ａ",
        "B株式会社",
        "職員Ｆ（６件）",
        "年金受給者",
        "民間企業等",
        "個人Aほか4名",
        "他97社",
        "都道府県",
        "○○労働局",
        "未定",
        "職員旅費",
        "〃",
        "-",
        "－",
        "AA",
        "支出先上位11者以降補助事業",
        "退職者",
        "事業費",
        "審査審判庁費",
        "臨時研究補助員",
        "農業者年金の受給権者及びその遺族",
        "雇用調整助成金を受給している事業主その他",
        "特定求職者雇用開発助成金を受給している事業主",
        "人材開発支援助成金を受給する法人Ａ",
        "肉用牛契約生産者",
        "中小企業者",
        "一般国選弁護人契約弁護士",
        "間接補助事業者",
        "間接補助事業者(402者)",
        "管区海上保安本部等(14機関)",
        "被災中小企業等グ\nループ（熊本県）",
        "留学生（9,156人）",
        "土地所有者Ａ",
        "漁業者ｂ",
        "滋賀県その他",
        "A-a健康保険組合",
        "保護司Ａ",
        "企業ＡＡ",
        "現地コンサル(A)",
        "監査法人ｂ",
        "個人６名",
        "民間企業４社",
        "出張者23名",
        "省員(４名分）",
        "農業法人（232法人）",
        "群馬県他19県",
        "株式会社見本ほか53法人",
        "株式会社見本、外1者",
        "再々委託先41社",
        "契約弁護士・司法書士",
        "産業医科大学学生",
        "事業参加農家",
        "役員",
        "税関",
        "補助金",
    ],
)
def test_names_of_no_one_payee(name: str) -> None:
    assert is_group_name(name)
    assert kind_of("", name) is PayeeKind.GROUP


@pytest.mark.parametrize(
    "name",
    [
        "大阪労働局",
        "株式会社日立製作所",
        "国際連合",
        "ABC",
        "学校法人法人会",
        "福岡県",
        "個人情報保護委員会",
        "東京大学",
        "委員会事務局",
        "新潟県会計管理者",
        "横浜市病院事業管理者",
        "国際原子力機関（ＩＡＥＡ）",
        "国立研究開発法人農業・食品産業技術総合研究機構に係る開発経費",
        "日本ユネスコ国内委員会(60人)",
        "うめきた2期開発事業者",
        "植物品種等海外流出防止対策コンソーシアム",
        "沖縄県那覇空港用地等地主会",
        "鹿児島県ブリ等輸出拡大広域水産業再生委員会",
        "第一海上保安本部その他の工事清水建設・村本建設共同企業体",
        "東京都職員共済組合",
        "第二東京弁護士会",
        "北海道労働者福祉協議会",
        "各務原市",
        "他力本願寺",
        "日本電気株式会社（2件）",
        "㈱Ｍ・Ｋ・Ｓ",
        "見本学園（イランＩ",
        "慶州ナザレ園14名分",
        "大成・東急JV",
        "NTTデータ",
        "東京税関",
    ],
)
def test_names_of_one_payee(name: str) -> None:
    assert not is_group_name(name)


def test_other_spellings_differ_in_the_legal_form_alone() -> None:
    spellings = list(other_spellings("株式会社見本"))
    assert "見本" in spellings
    assert "見本株式会社" in spellings
    assert "一般社団法人見本" in spellings
    assert "株式会社見本" not in spellings
    assert list(other_spellings("株式会社")) == []


def test_what_stands_in_brackets_at_the_end_is_left_out() -> None:
    assert without_trailing_bracket("経済協力開発機構(oecd)") == "経済協力開発機構"
    assert without_trailing_bracket("経済協力開発機構(oecd)原子力機関") == "経済協力開発機構(oecd)原子力機関"
    assert without_trailing_bracket("(jica)") == "(jica)"
