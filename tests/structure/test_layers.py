"""Imports point one way (style.md section 1)."""

import ast
from pathlib import Path

import pytest

from app.settings import ROOT
from tests.structure.sources import imported, named, python_files, tree

#: Layers from left to right; a module imports nothing that stands to its right.
LAYERS = (
    ("ids", "values", "settings", "errors", "i18n", "labels"),
    ("rules",),
    ("forms", "models"),
    ("access", "records", "db"),
    ("queries",),
    ("answers", "actions"),
    ("routes", "web"),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
ROUTES = RANK["routes"]
#: Where HTTP is spoken beside the routes.
EDGE = frozenset(
    {
        "addresses",
        "assets",
        "credentials",
        "error_pages",
        "intake",
        "main",
        "middleware",
        "openapi",
        "web",
    }
)
FORBIDDEN = frozenset({"utils", "helpers", "services", "common", "misc", "util"})
APP = python_files("app")


def module_path(dotted: str) -> Path | None:
    """The file that an imported name of ours lives in."""
    parts = dotted.split(".")
    for length in (len(parts), len(parts) - 1):
        path = ROOT.joinpath(*parts[:length])
        if path.with_suffix(".py").is_file():
            return path.with_suffix(".py")
        if (path / "__init__.py").is_file():
            return path / "__init__.py"
    return None


def own_rank(path: Path) -> int | None:
    """By folder or by name: `api_queries.py` and `queries_board.py` are queries."""
    inside = path.relative_to(ROOT / "app")
    words = inside.stem.split("_")
    for name in (inside.parts[0], inside.stem, words[-1], words[0]):
        if name in RANK:
            return RANK[name]
    return ROUTES if inside.stem in EDGE | {"cli", "cli_people"} else None


def rank_of(path: Path, seen: frozenset[Path] = frozenset()) -> int:
    """A module of no layer stands where the rightmost of its imports stands."""
    known = own_rank(path)
    if known is not None or path in seen:
        return known or 0
    below = [rank_of(one, seen | {path}) for one in imports_of(path)]
    return max(below, default=0)


def imports_of(path: Path) -> set[Path]:
    found = {module_path(name) for name in imported(path) if name.startswith("app.")}
    return {one for one in found if one is not None and one != path}


@pytest.mark.parametrize("path", APP, ids=named)
def test_a_module_imports_only_what_stands_to_its_left(path: Path) -> None:
    own = rank_of(path)
    assert {named(one) for one in imports_of(path) if rank_of(one) > own} == set()


@pytest.mark.parametrize("path", APP, ids=named)
def test_only_routes_and_the_edge_know_http(path: Path) -> None:
    at_edge = path.stem in EDGE and path.parent.name == "app"
    if at_edge or "routes" in path.parts:
        return
    roots = {name.split(".")[0] for name in imported(path)}
    assert roots & {"fastapi", "starlette"} == set()


@pytest.mark.parametrize(
    "path", [p for p in APP if "rules" in p.stem.split("_")], ids=named
)
def test_rules_know_no_database(path: Path) -> None:
    roots = {name.split(".")[0] for name in imported(path)}
    assert roots & {"sqlmodel", "sqlalchemy"} == set()
    assert ast.get_docstring(tree(path)), "a module of rules opens with one line"


def test_an_init_file_is_empty_except_in_models_and_routes() -> None:
    full = {
        path.parent.name
        for path in python_files("app", "seed", "tests", "migrations")
        if path.name == "__init__.py" and path.read_text().strip()
    }
    assert full == {"models", "routes"}


def test_no_module_is_named_after_nothing() -> None:
    names = {p.stem for p in python_files("app", "seed", "tests")} | {
        p.parent.name for p in python_files("app", "seed", "tests")
    }
    assert names & FORBIDDEN == set()


def test_only_the_database_module_commits() -> None:
    committing = {
        named(path)
        for path in python_files("app", "seed")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    }
    assert committing - {"app/migrating.py", "app/cli.py"} == {"app/db.py"}


def test_roles_are_compared_in_access_only() -> None:
    knowing = {named(path) for path in APP if "app.values.Role" in imported(path)}
    allowed = {
        "app/access_actor.py",
        "app/access_roles.py",
        "app/models/links.py",
        "app/labels.py",
        "app/people/forms.py",
        "app/models/people.py",
    }
    assert knowing - allowed == set()
