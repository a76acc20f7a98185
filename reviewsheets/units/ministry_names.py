"""Ministries in the reader's language. Addresses, filters and CSV keep the Japanese name, which is their key."""

from reviewsheets.units.languages import language_of, reads_japanese

# As each of them calls itself in English. 国土交通省　気象庁 is 気象庁 by its own name.
ENGLISH = {
    "内閣官房": "Cabinet Secretariat",
    "内閣法制局": "Cabinet Legislation Bureau",
    "人事院": "National Personnel Authority",
    "内閣府": "Cabinet Office",
    "宮内庁": "Imperial Household Agency",
    "公正取引委員会": "Japan Fair Trade Commission",
    "国家公安委員会": "National Public Safety Commission",
    "警察庁": "National Police Agency",
    "個人情報保護委員会": "Personal Information Protection Commission",
    "カジノ管理委員会": "Japan Casino Regulatory Commission",
    "金融庁": "Financial Services Agency",
    "消費者庁": "Consumer Affairs Agency",
    "こども家庭庁": "Children and Families Agency",
    "デジタル庁": "Digital Agency",
    "復興庁": "Reconstruction Agency",
    "総務省": "Ministry of Internal Affairs and Communications",
    "公害等調整委員会": "Environmental Dispute Coordination Commission",
    "消防庁": "Fire and Disaster Management Agency",
    "法務省": "Ministry of Justice",
    "検察庁": "Public Prosecutors Office",
    "出入国在留管理庁": "Immigration Services Agency",
    "公安審査委員会": "Public Security Examination Commission",
    "公安調査庁": "Public Security Intelligence Agency",
    "外務省": "Ministry of Foreign Affairs",
    "財務省": "Ministry of Finance",
    "国税庁": "National Tax Agency",
    "文部科学省": "Ministry of Education, Culture, Sports, Science and Technology",
    "スポーツ庁": "Japan Sports Agency",
    "文化庁": "Agency for Cultural Affairs",
    "厚生労働省": "Ministry of Health, Labour and Welfare",
    "中央労働委員会": "Central Labour Relations Commission",
    "農林水産省": "Ministry of Agriculture, Forestry and Fisheries",
    "林野庁": "Forestry Agency",
    "水産庁": "Fisheries Agency",
    "経済産業省": "Ministry of Economy, Trade and Industry",
    "資源エネルギー庁": "Agency for Natural Resources and Energy",
    "特許庁": "Japan Patent Office",
    "中小企業庁": "Small and Medium Enterprise Agency",
    "国土交通省": "Ministry of Land, Infrastructure, Transport and Tourism",
    "観光庁": "Japan Tourism Agency",
    "気象庁": "Japan Meteorological Agency",
    "運輸安全委員会": "Japan Transport Safety Board",
    "海上保安庁": "Japan Coast Guard",
    "環境省": "Ministry of the Environment",
    "原子力規制委員会": "Nuclear Regulation Authority",
    "防衛省": "Ministry of Defense",
    "防衛装備庁": "Acquisition, Technology & Logistics Agency",
    # The made-up ones of the sample data.
    "見本省": "Sample Ministry",
    "見本庁": "Sample Agency",
    "見本府": "Sample Office",
    "見本院": "Sample Authority",
    "見本委員会": "Sample Commission",
    "見本産業省": "Sample Ministry of Industry",
    "見本国土省": "Sample Ministry of Land",
    "見本文化省": "Sample Ministry of Culture",
    "見本環境省": "Sample Ministry of the Environment",
    "見本厚生省": "Sample Ministry of Welfare",
    "見本農水省": "Sample Ministry of Agriculture and Fisheries",
    "見本技術庁": "Sample Agency for Technology",
    "見本地域庁": "Sample Agency for Regions",
}


def english_name(name: str) -> str:
    """The official English name; blank where the ministry is not known here."""
    return ENGLISH.get(name) or ENGLISH.get(_own_part(name), "")


def ministry_words(name: str) -> str:
    """The ministry as the reader calls it: the Japanese name where there is no other."""
    return name if reads_japanese() else english_name(name) or name


def short_ministry_words(name: str) -> str:
    """The same where there is little room: Finance, in English."""
    return ministry_words(name).removeprefix("Ministry of ").removeprefix("the ")


def ministry_language(name: str) -> str:
    """The language of those words, as HTML has it."""
    return language_of(ministry_words(name))


def _own_part(name: str) -> str:
    """気象庁 of 国土交通省　気象庁."""
    parts = name.split()
    return parts[-1] if parts else ""
