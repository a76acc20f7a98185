"""No float ever touches money."""

import ast
from pathlib import Path

import pytest

APP = Path(__file__).resolve().parents[2] / "reviewsheets"
FLOAT_NAMES = {"float", "FloatField"}
NO_MONEY = ("importers/linking/", "importers/download.py")  # points of likeness; seconds to wait


def floats_in(source: str) -> list[int]:
    """The lines where a float is written or made; `/` between anything but decimals is not seen here."""
    return [node.lineno for node in ast.walk(ast.parse(source)) if is_float(node)]


def is_float(node: ast.AST) -> bool:
    """A float literal, or the name of a thing that makes one."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, float)
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return name in FLOAT_NAMES


@pytest.mark.parametrize("source", ["x = 1.5", "float(x)", "y: float = 0", "models.FloatField()", "f = 1e6 * x"])
def test_a_float_is_found(source: str) -> None:
    assert floats_in(source) == [1]


@pytest.mark.parametrize("source", ["x = 15", "Decimal('1.5')", "text = '1.5'"])
def test_no_float_is_found(source: str) -> None:
    assert floats_in(source) == []


@pytest.mark.parametrize("room", ["units", "models", "formats", "importers", "queries", "demo", "admin"])
def test_no_float_where_money_is_kept_and_counted(room: str) -> None:
    files = {file.relative_to(APP).as_posix(): file for file in sorted((APP / room).rglob("*.py"))}
    kept = {name: file for name, file in files.items() if not name.startswith(NO_MONEY)}
    assert kept
    assert {name: lines for name, file in kept.items() if (lines := floats_in(file.read_text()))} == {}
