"""The archives that the RS System publishes for a sheet year: one CSV in each, and their names."""

# Code and title, in the official order.
FILES = (
    ("1-1", "基本情報_組織情報"),
    ("1-2", "基本情報_事業概要等"),
    ("1-3", "基本情報_政策・施策、法令等"),
    ("1-4", "基本情報_補助率等"),
    ("1-5", "基本情報_関連事業"),
    ("2-1", "予算・執行_サマリ"),
    ("2-2", "予算・執行_予算種別・歳出予算項目"),
    ("3-1", "効果発現経路_目標・実績"),
    ("3-2", "効果発現経路_目標のつながり"),
    ("4-1", "点検・評価"),
    ("5-1", "支出先_支出情報"),
    ("5-2", "支出先_支出ブロックのつながり"),
    ("5-3", "支出先_費目・使途"),
    ("5-4", "支出先_国庫債務負担行為等による契約"),
    ("6-1", "その他備考"),
)


def archive_name(code: str, title: str, sheet_year: int) -> str:
    """1-1_RS_2024_基本情報_組織情報.zip."""
    return f"{code}_RS_{sheet_year}_{title}.zip"
