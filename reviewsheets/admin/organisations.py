"""Ministries, projects and payees: looked up by everyone who enters sheets, changed by administrators."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from reviewsheets.access import ministries_of, viewable_payees, viewable_projects, viewable_sheets
from reviewsheets.admin.permissions import AdministratorChanges
from reviewsheets.models import Ministry, Payee, Project
from reviewsheets.summaries.refresh import refresh_payee
from reviewsheets.units.names import name_key


@admin.register(Ministry)
class MinistryAdmin(AdministratorChanges):
    list_display = ["name", "name_en", "order", "is_fictional"]
    search_fields = ["name", "name_en"]
    filter_horizontal = ["editors"]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> Any:
        """The sheet's own list offers only ministries one may enter for."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if request.GET.get("model_name") == "reviewsheet":
            found = found.filter(pk__in=ministries_of(request.user))
        return found, may_repeat

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who edits is for administrators to see."""
        fields = ["name", "name_en", "order", "is_fictional"]
        return [*fields, "editors"] if self.has_change_permission(request, obj) else fields


@admin.register(Project)
class ProjectAdmin(AdministratorChanges):
    list_display = ["name", "ministry", "key"]
    list_select_related = ["ministry"]
    search_fields = ["name", "key"]
    autocomplete_fields = ["ministry"]
    list_filter = ["ministry"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Project]:
        return viewable_projects(request.user).order_by("ministry__order", "name", "pk")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> Any:
        """By name, key, or the number of a sheet that the person may see."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if search_term:
            sheets = viewable_sheets(request.user).filter(number__icontains=search_term.replace("\0", ""))
            found = found | queryset.filter(pk__in=sheets.values("project"))
        return found, may_repeat


def payees_like(payees: QuerySet[Payee], term: str) -> QuerySet[Payee]:
    """Payees whose number starts with the digits, or whose name holds the words in any width."""
    wanted = name_key(term.replace("\0", ""))  # no name holds it, and PostgreSQL refuses to be asked
    return payees.filter(Q(search_name__contains=wanted) | Q(corporate_number__startswith=wanted))


@admin.register(Payee)
class PayeeAdmin(AdministratorChanges):
    list_display = ["name", "corporate_number"]
    search_fields = ["search_name", "corporate_number"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Payee]:
        return viewable_payees(request.user).order_by("name", "pk")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> Any:
        """Full and half width find the same."""
        return payees_like(queryset, search_term) if search_term else queryset, False

    def save_model(self, request: HttpRequest, obj: Payee, form: Any, change: Any) -> None:
        """What was added up under its kind follows a corrected name or number."""
        super().save_model(request, obj, form, change)
        refresh_payee(obj.pk)
