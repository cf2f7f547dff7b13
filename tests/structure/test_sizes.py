"""The limits of style.md section 10. Split by intention, not by line count."""

import ast
from pathlib import Path

import pytest

from tests.structure.sources import (
    body_lines,
    functions,
    lines_of,
    named,
    python_files,
    templates,
    tree,
)

FUNCTION, MODULE, CLASS, PAGE, PART, ROUTE = 40, 300, 120, 120, 60, 15
CODE = python_files("app", "seed")
ALL = python_files("app", "seed", "tests", "bench")
VERBS = frozenset({"get", "post", "put", "patch", "delete"})


def test_modules_are_short() -> None:
    long = {named(p): n for p in ALL if (n := len(p.read_text().splitlines())) > MODULE}
    assert long == {}


@pytest.mark.parametrize("path", ALL, ids=named)
def test_functions_and_classes_are_short(path: Path) -> None:
    long = {f.name: lines_of(f) for f in functions(path) if lines_of(f) > FUNCTION}
    assert long == {}
    classes = [node for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)]
    assert {c.name: lines_of(c) for c in classes if lines_of(c) > CLASS} == {}


def test_most_functions_are_under_twenty_lines() -> None:
    lengths = [lines_of(f) for path in CODE for f in functions(path)]
    assert sum(length < 20 for length in lengths) / len(lengths) >= 0.9


def test_routes_have_one_intention() -> None:
    long = {
        f"{named(path)}:{f.name}": body_lines(f)
        for path in CODE
        if "routes" in path.parts
        for f in functions(path)
        if is_endpoint(f) and body_lines(f) > ROUTE
    }
    assert long == {}


def is_endpoint(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    calls = [d.func for d in function.decorator_list if isinstance(d, ast.Call)]
    return any(isinstance(call, ast.Attribute) and call.attr in VERBS for call in calls)


def test_templates_are_short() -> None:
    limits = {path: PART if path.name.startswith("_") else PAGE for path in templates()}
    long = {
        named(path): lines
        for path, limit in limits.items()
        if (lines := len(path.read_text().splitlines())) > limit
    }
    assert long == {}
