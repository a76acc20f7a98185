"""People and their roles."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from reviewsheets.access import Role
from reviewsheets.admin.permissions import AdministratorOnly
from reviewsheets.models import Ministry

admin.site.unregister(User)
admin.site.unregister(Group)
admin.site.site_header = _("行政事業レビュー 入力・管理")
admin.site.site_title = _("行政事業レビュー")
admin.site.index_title = _("入力・管理")


class MinistryInline(admin.TabularInline):
    """The ministries whose sheets a person enters."""

    model = Ministry.editors.through
    extra = 1
    verbose_name = _("担当する府省庁")
    verbose_name_plural = _("担当する府省庁")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission  # the page is guarded


@admin.register(User)
class UserAdmin(AdministratorOnly, DjangoUserAdmin):
    """People: name, roles, ministries. Only a superuser makes superusers or touches one."""

    inlines = [MinistryInline]
    list_display = ["username", "last_name", "first_name", "is_staff", "is_active", "last_login"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("氏名"), {"fields": ["last_name", "first_name", "email"]}),
        (_("役割"), {"fields": ["is_active", "groups"]}),
        (_("記録"), {"fields": ["last_login", "date_joined"]}),
    ]
    readonly_fields = ["last_login", "date_joined"]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Who has a role may log in here; nobody has to tick that besides."""
        super().save_related(request, form, formsets, change)
        person: User = form.instance
        person.is_staff = person.is_superuser or person.groups.filter(name__in=list(Role)).exists()
        person.save(update_fields=["is_staff"])

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        people = super().get_queryset(request)
        return people if getattr(request.user, "is_superuser", False) else people.filter(is_superuser=False)


@admin.register(Group)
class GroupAdmin(AdministratorOnly, DjangoGroupAdmin):
    """The roles. Their names are the program's: they are shown, not changed."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission
