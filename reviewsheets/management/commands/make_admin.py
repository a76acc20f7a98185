"""make_admin: the first administrator, with a generated password."""

import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

USERNAME = "admin"


class Command(BaseCommand):
    help = "管理者がまだいなければ作り、生成したパスワードを一度だけ表示します。"

    def handle(self, *args: Any, **options: Any) -> None:
        users = get_user_model().objects
        if users.filter(is_superuser=True).exists() or users.filter(username=USERNAME).exists():
            return
        password = secrets.token_urlsafe(12)
        users.create_superuser(USERNAME, password=password)
        self.stdout.write(
            f"管理者 / administrator: {USERNAME}   パスワード / password: {password}\n"
            "  表示は今回だけです / shown this once. 変更 / to set another: "
            f".venv/bin/python manage.py changepassword {USERNAME}"
        )
