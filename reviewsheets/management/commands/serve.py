"""serve: the dashboard and its background worker on this machine, stopped together."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

HOST = "127.0.0.1"
WEB = ["-m", "gunicorn", "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--log-level", "warning"]
WORKER = ["manage.py", "db_worker", "-v", "0"]
STOP_SECONDS = 20


class Command(BaseCommand):
    help = "準備（setup）をしてから、ダッシュボードと裏方の処理を一緒に動かします。Ctrl-C で両方止まります。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        if not port_is_free(port):
            raise CommandError(
                f"ポート {port} は使用中です / port {port} is in use: make run PORT={port + 1}", returncode=2
            )
        call_command("setup")
        self.stdout.write(f"http://localhost:{port}/   (Ctrl-C: 停止 / stop)")
        web = [*WEB, "--bind", f"{HOST}:{port}", "reviewsheets.wsgi:application"]
        run_together([web, WORKER])


def port_is_free(port: int) -> bool:
    """Nothing listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def run_together(commands: Sequence[Sequence[str]]) -> None:
    """Run Python commands until one ends or this one is told to stop; then stop all of them."""
    for number in (signal.SIGTERM, signal.SIGHUP):  # told to stop, or the terminal is closed: like Ctrl-C
        signal.signal(number, signal.default_int_handler)
    # In sessions of their own: Ctrl-C comes to this process, which passes it on once.
    children = [
        subprocess.Popen([sys.executable, *command], cwd=settings.BASE_DIR, start_new_session=True)  # noqa: S603  # our own words
        for command in commands
    ]
    try:
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
    except KeyboardInterrupt:
        return
    finally:
        stop(children)
    raise CommandError("処理の一つが終了したため停止しました / one of the processes ended, so all were stopped")


def stop(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask each to end and wait; what does not end in time is ended."""
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
