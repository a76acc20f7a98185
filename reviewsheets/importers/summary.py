"""An import's report in words: what the command prints and the admin shows."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviewsheets.formats.layout import Problem
from reviewsheets.importers.report import ImportReport

FLAG_NAMES = {
    "wrong_number": gettext_lazy("法人番号の検査数字が合わない支出先"),
    "doubtful_amount": gettext_lazy("単位誤りの疑いがある支出額（合計・順位に入れない）"),
    "zero_bidders": gettext_lazy("入札者数 0（空欄とみなす）"),
    "zero_award_rate": gettext_lazy("落札率 0（空欄とみなす）"),
    "basis_net": gettext_lazy("計が繰越控除後の年度"),
    "basis_gross": gettext_lazy("計が繰越控除前の年度"),
}
LISTED_CHANGES = 20


def problem_line(problem: Problem) -> str:
    """File, row, column and value of what is wrong, then what is wrong with it."""
    place = [problem.file]
    if problem.row is not None:
        place.append(_("%(row)d行目") % {"row": problem.row})
    if problem.column:
        place.append(_("「%(column)s」") % {"column": problem.column})
    if problem.value:
        place.append(_("値 %(value)s") % {"value": ascii_safe(problem.value)})
    return f"{' '.join(filter(None, place))}：{problem.message}"


def ascii_safe(text: str) -> str:
    """A value on one line, its control characters visible."""
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in text)


def summary_lines(report: ImportReport) -> Iterator[str]:
    """The table at the end of an import."""
    for file in report.files:
        years = "・".join(str(year) for year in file.sheet_years)
        yield _("%(name)s：%(years)s年度 %(code)s、%(rows)s行、SHA-256 %(sha256)s") % {
            "name": file.name,
            "years": years,
            "code": file.code,
            "rows": f"{file.rows:,}",
            "sha256": file.sha256,
        }
    for name in report.passed_over:
        yield _("読み飛ばしたファイル：%(name)s") % {"name": name}
    if report.is_refused:
        return
    yield from _result_lines(report)


def _result_lines(report: ImportReport) -> Iterator[str]:
    counts = (
        (_("新しいシート"), report.new_sheets),
        (_("変わったシート"), len(report.changed_sheets)),
        (_("同じシート"), report.same_sheets),
        (_("新しいファイルにないシート（残しています）"), len(report.missing_sheets)),
        (_("変わった項目"), report.change_count),
        (_("手入力を残した項目"), report.conflict_count),
        (_("書き込んだ行"), report.rows.total()),
    )
    yield from (_line(name, number) for name, number in counts)
    yield from (_line(f"  {name}", number) for name, number in report.rows.most_common())
    yield from (
        _line(_("つながり：%(method)s") % {"method": name}, number) for name, number in report.links.most_common()
    )
    yield from (_line(str(FLAG_NAMES.get(flag, flag)), number) for flag, number in report.flags.most_common() if number)
    for change in report.changes[:LISTED_CHANGES]:
        yield f"{change.sheet} {change.record} {change.column}：{change.old} → {change.new}"
    for change in report.conflicts[:LISTED_CHANGES]:
        kept = _("手入力を残しました")
        yield f"{kept}：{change.sheet} {change.record} {change.column}：{change.old} （{change.new}）"
    if not (report.new_sheets or report.changed_sheets or report.conflict_count):
        yield _("変わったものはありません。")
    if report.is_dry_run:
        yield _("確認だけです。何も変えていません。")
    yield _line(_("秒"), report.seconds)


def _line(name: str, number: int) -> str:
    return f"{name}：{number:,}"
