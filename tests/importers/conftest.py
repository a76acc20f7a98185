"""The real official data in a database of its own, loaded once for all tests that look into it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from tests.importers.scratch import Scratch, scratch_database

OFFICIAL_FOLDERS = ("rs-system-2024", "rs-system-2024-reconstructed", "judgit")


@pytest.fixture(scope="session")
def official_scratch(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scratch]:
    """RS System 2024 with the two reconstructed files, and JUDGIT! 2018-2020, imported by the command."""
    with scratch_database(tmp_path_factory.mktemp("official"), "official") as scratch:
        scratch.manage("migrate", "--verbosity", "0")
        scratch.manage("import_sheets", *(shared_data / name for name in OFFICIAL_FOLDERS))
        yield scratch


@pytest.fixture
def official_database(official_scratch: Scratch, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test's queries go to the real data; what it writes is taken back. Not to be mixed with `db`."""
    with django_db_blocker.unblock():
        connection.close()
        usual, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], official_scratch.name
        try:
            with transaction.atomic():
                yield
                transaction.set_rollback(True)
        finally:
            connection.close()
            connection.settings_dict["NAME"] = usual
