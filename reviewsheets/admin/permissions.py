"""Admin pages ask access.py, not Django's per-model permissions."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from reviewsheets.access import is_administrator, may_enter_admin


class AdministratorOnly(admin.ModelAdmin):
    """Pages of people and lists that only administrators change."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request.user)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> Any:
        """No name holds a null character, and PostgreSQL refuses to be asked for one."""
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))


class AdministratorChanges(AdministratorOnly):
    """The same, but everyone who enters the admin may look things up, as autocomplete does."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_enter_admin(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_enter_admin(request.user)
