"""JUDGIT! files for tests: a sheet of our own as an object, and the file of several."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from tests.importers.official_files import RIGHT_NUMBER


def judgit_object(**changes: Any) -> dict[str, Any]:
    """A sheet of 2018, 総務省 0001: budgets of 2017 and 2018, two blocks of one payee, an outcome, an activity."""
    return {
        "ID": 1,
        "事業ID": 11,
        "公開年度": 2018,
        "事業名": "見本事業",
        "開始年度": 2015,
        "終了年度": None,
        "府省庁": "総務省",
        "事業番号": "0001",
        "事業番号1": None,
        "事業番号2": "0001",
        "事業番号3": None,
        "事業番号4": None,
        "事業番号5": None,
        "担当部局庁": "見本局",
        "担当課室": "見本課",
        "作成責任者": "課長　見本太郎",
        "会計区分": ["一般会計"],
        "事業目的": "見本の目的",
        "事業概要": "見本の概要",
        "実施方法": ["委託・請負"],
        "主要施策": [],
        "定量的な目標が設定できない理由": None,
        "url": None,
        "予算": [
            _judgit_budget(2017, 100.0, executed=80.5),
            _judgit_budget(2018, 120.0, executed=None),
            {"年度": 2019, "要求額": 130.0},
        ],
        "支出先": [judgit_payee("A", "見本株式会社", RIGHT_NUMBER, 50.25), judgit_payee("B", "見本市", None, 20.0)],
        "アウトカム": [
            {
                "成果目標": "受講者を増やす",
                "成果指標": "受講者数",
                "単位": "人",
                "目標値": "100",
                "目標最終年度": 2020,
                "成果実績": [{"年度": 2017, "成果実績": 70.0, "目標値": 90.0}],
            }
        ],
        "アウトプット": [
            {
                "活動指標": "研修の回数",
                "単位": "回",
                "活動実績": [{"年度": 2017, "活動実績": 8.0, "当初見込み": 10.0}],
            }
        ],
        "関連する過去のレビューシート": [
            {"府省庁": "総務省", "年度": 2017, "事業番号1": None, "事業番号2": "0002", "事業番号3": None}
        ],
    } | changes


def _judgit_budget(budget_year: int, initial: float, *, executed: float | None) -> dict[str, Any]:
    amounts = {"当初予算": initial, "補正予算": 0.0, "前年度から繰越し": 0.0, "翌年度へ繰越し": 0.0, "予備費等": 0.0}
    after = {} if executed is None else {"執行額": executed}
    return {"年度": budget_year, **amounts, "予算計": initial, **after}


def judgit_payee(letter: str, name: str, number: str | None, amount: float) -> dict[str, Any]:
    """A payee of a block; amount in million yen."""
    payee = {"年度": 2017, "グループ": letter, "番号": 1, "支出先名": name, "法人番号": number}
    return {**payee, "業務概要": "運営業務", "支出額": amount}


def ndjson(objects: Iterable[Mapping[str, Any]]) -> bytes:
    """A file of sheets, one a line."""
    return "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in objects).encode()
