"""The house's rules (README, "Architecture"): which room may import which, and what no file may hold."""

import ast
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

TOP = Path(__file__).resolve().parent.parent
APP = "reviewsheets"
MAY_IMPORT = {
    "units": set(),
    "models": {"units"},
    "formats": {"units"},
    "access": {"models", "units"},
    "review": {"models", "units"},  # rules over the facts of sheets
    "summaries": {"models", "review", "units"},  # what lists ask, worked out by imports and saves
    "importers": {"formats", "models", "summaries", "units"},
    "templatetags": {"charts", "units"},
    "queries": {"models", "review", "units"},
    "filters": {"queries", "models", "review", "units"},
    "tables": {"models", "units"},
    "charts": {"queries", "units"},
    "exports": {"formats", "queries", "units"},
    "tasks": {"importers", "models"},  # what the worker does; the admin puts it in the queue
    "admin": {"access", "importers", "tasks", "review", "summaries", "models", "units"},
    "views": {"access", "filters", "queries", "review", "tables", "charts", "exports", "units"},
    "demo": {"models", "summaries", "units"},
    "management": {"importers", "review", "summaries", "queries", "exports", "demo", "units"},
    "urls": {"views"},
    "apps": {"checks"},
    "checks": set(),
    "settings": set(),
    "wsgi": set(),
}
ROW_TYPES_ONLY = {("charts", "queries"), ("exports", "queries")}
BANNED_ROOMS = {"utils", "helpers", "common"}
DJANGO_NAMES = {"_meta", "_default_manager", "_base_manager"}  # public, though they begin with an underscore
NAMED_TUPLE_NAMES = {"_fields", "_make"}  # the same
MOST_LINES = (("templates/", 120), ("static/js/", 150), ("", 400))


def room_of(path: PurePosixPath) -> str:
    """reviewsheets/models/budget.py → models, reviewsheets/access.py → access."""
    return PurePosixPath(path.parts[1]).stem


def our_imports(node: ast.AST, path: PurePosixPath) -> list[tuple[str, str]]:
    """(room, name) of each of our things that an import statement brings in; name is "" for a whole module."""
    if isinstance(node, ast.Import):
        modules = [(alias.name.split("."), "") for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        base = list(path.parts[: len(path.parts) - node.level]) if node.level else []
        start = base + (node.module or "").split(".") if node.module else base
        modules = [(start, alias.name) if len(start) > 1 else ([*start, alias.name], "") for alias in node.names]
    else:
        return []
    return [(parts[1], name) for parts, name in modules if parts[0] == APP and len(parts) > 1]


def import_problems(node: ast.AST, path: PurePosixPath) -> Iterator[str]:
    """What is wrong with one import statement."""
    room = room_of(path)
    for target, name in our_imports(node, path):
        if target != room and target not in MAY_IMPORT.get(room, set()):
            yield f"{room} may not import {target}"
        if (room, target) in ROW_TYPES_ONLY and not name[:1].isupper():
            yield f"{room} may import row types of {target} only, not {name or 'the module'}"
        if name.startswith("_"):
            yield f"{name} is private to {target}"


def imported_names(tree: ast.Module) -> set[str]:
    """The names that stand for something of ours in this module."""
    return {
        (alias.asname or alias.name).split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and ((node.module or "").split(".")[0] == APP or node.level)
        for alias in node.names
    }


def private_uses(tree: ast.Module) -> Iterator[str]:
    """`other._name` where `other` was imported from us."""
    ours = imported_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ours:
            private = node.attr.startswith("_") and not node.attr.startswith("__")
            if private and node.attr not in DJANGO_NAMES | NAMED_TUPLE_NAMES:
                yield f"{node.value.id}.{node.attr} is private"


def python_problems(path: PurePosixPath, source: str) -> list[str]:
    """Every broken rule in a module of the app."""
    tree = ast.parse(source)
    room = room_of(path)
    problems = [] if room in MAY_IMPORT or room == "__init__" else [f"{room} has no row in the import table"]
    problems += [problem for node in ast.walk(tree) for problem in import_problems(node, path)]
    problems += private_uses(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
            problems.append("import *")
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = [target for child in ast.walk(node) for target, _ in our_imports(child, path)]
            problems += [f"{node.name} imports {target} inside" for target in inner]
        if room == "views" and isinstance(node, ast.Attribute) and node.attr in {"objects", *DJANGO_NAMES - {"_meta"}}:
            problems.append(f".{node.attr} in a view")
    return problems


def file_problems(path: PurePosixPath, text: str) -> list[str]:
    """What holds for every file: its length and its room's name."""
    most = next(lines for folder, lines in MOST_LINES if str(path).startswith(folder))
    lines = len(text.splitlines())
    too_long = [f"{lines} lines, at most {most}"] if lines > most else []
    names = {PurePosixPath(part).stem for part in path.parts}
    return too_long + [f"a room named {name}" for name in sorted(names & BANNED_ROOMS)]


@pytest.mark.parametrize(
    ("path", "source", "problem"),
    [
        ("reviewsheets/charts/budget.py", "from reviewsheets.models import Block", "charts may not import models"),
        ("reviewsheets/units/money.py", "import reviewsheets.models.budget", "units may not import models"),
        ("reviewsheets/units/money.py", "from reviewsheets import models", "units may not import models"),
        ("reviewsheets/models/budget.py", "from ..queries.sheets import x", "models may not import queries"),
        ("reviewsheets/queries/sheets.py", "from reviewsheets.views import x", "queries may not import views"),
        ("reviewsheets/access.py", "from reviewsheets.admin import x", "access may not import admin"),
        ("reviewsheets/stuff.py", "", "stuff has no row in the import table"),
        (
            "reviewsheets/charts/budget.py",
            "from reviewsheets.queries.budget import execution_by_year",
            "charts may import row types of queries only, not execution_by_year",
        ),
        ("reviewsheets/models/budget.py", "from reviewsheets.units.money import *", "import *"),
        ("reviewsheets/models/budget.py", "from django.db.models import *", "import *"),
        ("reviewsheets/models/budget.py", "from reviewsheets.units.money import _x", "_x is private to units"),
        ("reviewsheets/models/budget.py", "from reviewsheets.units import money\nmoney._x()", "money._x is private"),
        (
            "reviewsheets/models/budget.py",
            "def f():\n    from reviewsheets.units import money",
            "f imports units inside",
        ),
        ("reviewsheets/views/sheet.py", "ReviewSheet.objects.all()", ".objects in a view"),
    ],
)
def test_broken_rule_is_found(path: str, source: str, problem: str) -> None:
    assert python_problems(PurePosixPath(path), source) == [problem]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("reviewsheets/charts/budget.py", "from reviewsheets.queries.budget import YearRow"),
        ("reviewsheets/models/budget.py", "from reviewsheets.models.fields import yen_column"),
        ("reviewsheets/models/budget.py", "from .fields import yen_column\nimport django.db"),
        ("reviewsheets/queries/sheets.py", "from reviewsheets.models import Block\nBlock._meta\nBlock.objects.all()"),
        ("reviewsheets/units/money.py", "def f():\n    import json"),
    ],
)
def test_what_the_table_allows_passes(path: str, source: str) -> None:
    assert python_problems(PurePosixPath(path), source) == []


@pytest.mark.parametrize(
    ("path", "lines", "problems"),
    [
        ("reviewsheets/models/budget.py", 400, []),
        ("reviewsheets/models/budget.py", 401, ["401 lines, at most 400"]),
        ("templates/sheets/sheet.html", 120, []),
        ("templates/sheets/sheet.html", 121, ["121 lines, at most 120"]),
        ("static/js/charts.js", 151, ["151 lines, at most 150"]),
        ("static/css/sheet.css", 401, ["401 lines, at most 400"]),
        ("reviewsheets/utils.py", 1, ["a room named utils"]),
        ("reviewsheets/queries/helpers/years.py", 1, ["a room named helpers"]),
        ("templates/common/head.html", 1, ["a room named common"]),
    ],
)
def test_length_and_name_of_a_file(path: str, lines: int, problems: list[str]) -> None:
    assert file_problems(PurePosixPath(path), "x\n" * lines) == problems


def our_files(*suffixes: str) -> Iterator[tuple[PurePosixPath, str]]:
    """Every file we write by hand, with its path from the top."""
    for folder in (APP, "templates", "static", "tests"):
        for file in sorted((TOP / folder).rglob("*")):
            path = PurePosixPath(file.relative_to(TOP).as_posix())
            if file.suffix in suffixes and not {"vendor", "migrations", "locale"} & set(path.parts):
                yield path, file.read_text()


def test_every_module_keeps_to_the_table() -> None:
    found = {
        str(path): problems
        for path, text in our_files(".py")
        if path.parts[0] == APP and (problems := python_problems(path, text))
    }
    assert found == {}


def test_every_file_keeps_its_length_and_name() -> None:
    files = our_files(".py", ".js", ".css", ".html")
    assert {str(path): problems for path, text in files if (problems := file_problems(path, text))} == {}
