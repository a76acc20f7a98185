"""What the fictional projects are about: one line a project in themes.csv. Every name says 見本."""

import csv
from dataclasses import dataclass
from pathlib import Path

# 政策, 施策, 測定指標
POLICIES = (
    ("Ⅰ．見本技術の振興", "１．見本技術の研究開発・標準化の推進", "実用化に至った課題の割合"),
    ("Ⅱ．見本地域の活性化", "２．見本地域の担い手の確保", "担い手が増えた地域の割合"),
    ("Ⅲ．見本生活の安心", "１．見本災害への備えの充実", "備えが十分と答えた世帯の割合"),
    ("Ⅳ．見本産業の発展", "３．見本中小企業の生産性の向上", "生産性が向上した企業の割合"),
    ("Ⅴ．見本行政の効率化", "１．見本手続の電子化の推進", "電子化された手続の割合"),
)


@dataclass(frozen=True)
class Theme:
    """A project's subject. `base` is the outcome's level in FY2015, `count` the activity's yearly number."""

    name: str
    purpose: str
    outline: str
    line: str  # 歳出予算目
    goal: str  # {target} and {year} are filled in
    outcome: str
    unit: str
    base: int
    source: str
    activity: str
    activity_unit: str
    count: int
    work: str  # what its contractors do
    policy: int  # its place in POLICIES


def read_themes(path: Path) -> dict[str, Theme]:
    """The themes by their short names."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row.pop("key"): _theme(row) for row in csv.DictReader(file)}


def _theme(row: dict[str, str]) -> Theme:
    whole = {column: int(row.pop(column)) for column in ("base", "count", "policy")}
    return Theme(**row, **whole)  # type: ignore[arg-type]  # the other columns are all text


THEMES = read_themes(Path(__file__).with_name("themes.csv"))
