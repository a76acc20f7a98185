"""The items of a JUDGIT! sheet, by the names it gives them."""

CODE = "judgit"
ABSENT = "ない項目"
NUMBER_KEYS = tuple(f"事業番号{place}" for place in range(1, 6))
PAST_NUMBER_KEYS = NUMBER_KEYS[:3]
REQUIRED_KEYS = frozenset(("公開年度", "事業名", "府省庁", "事業番号", "予算", "支出先"))
AMOUNTS = (
    ("当初予算", "initial"),
    ("補正予算", "supplementary"),
    ("前年度から繰越し", "carried_in"),
    ("翌年度へ繰越し", "carried_out"),  # published negative, stored positive
    ("予備費等", "contingency"),
    ("予算計", "published_total"),
    ("執行額", "executed"),
    ("要求額", "requested"),
)
PAYEE_KEYS = frozenset(("年度", "グループ", "番号", "支出先名", "法人番号", "業務概要", "支出額"))
OUTCOME_KEYS = frozenset(("成果目標", "成果指標", "単位", "目標値", "目標最終年度", "成果実績"))
ACTIVITY_KEYS = frozenset(("活動指標", "単位", "活動実績"))
SHEET_KEYS = REQUIRED_KEYS | {
    *("ID", "事業ID", "url", "開始年度", "終了年度", *NUMBER_KEYS, "担当部局庁", "担当課室", "作成責任者", "会計区分"),
    *("事業目的", "事業概要", "実施方法", "主要施策", "アウトカム", "定量的な目標が設定できない理由"),
    *("アウトプット", "関連する過去のレビューシート"),
}
