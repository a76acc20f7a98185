"""The columns that every whole table begins with: which sheet, of which project."""

from django.utils.translation import gettext_lazy as _

from reviewsheets.exports.whole_tables.columns import Column, text, year

SHEET: tuple[Column, ...] = (
    year("事業年度", _("シートの年度。"), "sheet_year"),
    text("府省庁", _("シートを公表した府省庁。"), "ministry__name"),
    text("事業番号", _("府省庁の中のシートの番号。RSシステムのシートでは予算事業ID。"), "number"),
    text("事業名", _("シートに書かれた事業の名前。"), "name"),
)
PROJECT = text("事業キー", _("年度をまたいで同じ事業のシートを結ぶ、このサイトのキー。"), "project__key")
