"""The site map."""

from django.contrib import admin
from django.urls import include, path

from reviewsheets.views import compare, contracts, dashboard, data, flows, ministries, pages, payees, projects, sheets

SHEET = "<int:sheet_year>/<str:ministry_name>/<str:number>"

urlpatterns = [
    path("", dashboard.home, name="home"),
    path("dashboard/<slug:table>.csv", dashboard.dashboard_csv, name="dashboard-csv"),
    path("about/", pages.about, name="about"),
    path("data/", data.data, name="data"),
    path("data/dictionary/", data.dictionary_page, name="dictionary"),
    path("data/dictionary.csv", data.dictionary_csv, name="dictionary-csv"),
    path("data/sources.csv", data.sources_csv, name="sources-csv"),
    path("data/<slug:table>.csv", data.whole_table_csv, name="whole-table-csv"),
    path("sheets/", sheets.sheet_list, name="sheets"),
    path("sheets.csv", sheets.sheets_csv, name="sheets-csv"),
    path("sheets/by/<slug:table>.csv", sheets.list_csv, name="list-csv"),
    path(f"sheets/{SHEET}/", sheets.sheet, name="sheet"),
    path(f"sheets/{SHEET}/<slug:table>.csv", sheets.sheet_csv, name="sheet-csv"),
    path(f"preview/{SHEET}/", sheets.sheet_preview, name="sheet-preview"),
    path("projects/<str:key>/", projects.project, name="project"),
    path("projects/<str:key>/<slug:table>.csv", projects.project_csv, name="project-csv"),
    path("ministries/<str:ministry_name>/", ministries.ministry, name="ministry"),
    path("ministries/<str:ministry_name>/<slug:table>.csv", ministries.ministry_csv, name="ministry-csv"),
    path("payees/", payees.payee_list, name="payees"),
    path("payees.csv", payees.payees_csv, name="payees-csv"),
    path("payees/<path:key>/<slug:table>.csv", payees.payee_csv, name="payee-csv"),
    path("payees/<path:key>/", payees.payee, name="payee"),
    path("flows/", flows.flow_page, name="flows"),
    path("flows.csv", flows.flows_csv, name="flows-csv"),
    path("contracts/", contracts.contracts, name="contracts"),
    path("contracts.csv", contracts.contracts_csv, name="contracts-csv"),
    path("contracts/by/<slug:table>.csv", contracts.contracts_table_csv, name="contracts-table-csv"),
    path("compare/", compare.compare, name="compare"),
    path("compare.csv", compare.compare_csv, name="compare-csv"),
    path("health/", pages.health, name="health"),
    path("i18n/", include("django.conf.urls.i18n")),
    # The admin's own shortcut tells any staff account the address of any row, drafts included.
    path("admin/r/<path:shortcut>", pages.no_shortcut, name="no-shortcut"),
    path("admin/", admin.site.urls),
]
