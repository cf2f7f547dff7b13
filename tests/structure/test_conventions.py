"""Habits a machine can check: names, dependencies, relationships, hosts."""

import ast
import re

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from sqlmodel import SQLModel

from app.assets import STATIC
from app.openapi import parameters_of
from tests.structure.sources import functions, named, python_files, tracked, tree

VAGUE = frozenset({"data", "info", "manager", "helper", "util", "tmp", "obj"})
#: Written apart, so that this file does not name what it forbids.
REGISTRIES = re.compile(
    "|".join(
        [
            "pypi" + r"\.org",
            "python" + "hosted",
            "registry" + r"\.npmjs",
            "npm" + "mirror",
            "jsdel" + "ivr",
            "un" + r"pkg\.com",
            "cdn" + "js",
            "artif" + "actory",
            r"index" + r"-url\s*[=:]?\s*http",
        ]
    ),
    re.I,
)


def test_every_route_says_whom_it_is_for(demo_app: FastAPI) -> None:
    silent = [
        f"{sorted(context.methods or [])} {context.path}"
        for context in iter_route_contexts(demo_app.routes)
        if isinstance(context.original_route, APIRoute)
        and len(parameters_of(context) & {"signed_in", "working", "anybody"}) != 1
    ]
    assert silent == []


def test_every_relationship_is_loaded_by_hand() -> None:
    lazy = [
        str(relationship)
        for mapper in SQLModel._sa_registry.mappers
        for relationship in mapper.relationships
        if relationship.lazy != "raise"
    ]
    assert lazy == []


def test_names_say_what_they_stand_for() -> None:
    vague = {
        f"{named(path)}: {name}"
        for path in python_files("app", "seed")
        for name in defined_names(path.as_posix())
        if set(name.lower().split("_")) & VAGUE
    }
    assert vague == set()


def defined_names(path: str) -> set[str]:
    """Functions, classes and arguments a file defines."""
    source = next(p for p in python_files("app", "seed") if p.as_posix() == path)
    found = {
        node.name for node in ast.walk(tree(source)) if isinstance(node, ast.ClassDef)
    }
    for function in functions(source):
        arguments = function.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        found |= {function.name, *(one.arg for one in every)}
    return found


def test_no_file_names_a_package_registry() -> None:
    naming = {
        named(path)
        for path in tracked()
        if path.suffix not in (".png", ".woff2", ".jpg", ".pdf")
        and REGISTRIES.search(path.read_text(errors="replace"))
    }
    assert naming == set()


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX"])
def test_what_is_left_to_do_carries_its_issue(word: str) -> None:
    bare = re.compile(rf"\b{word}\b(?!\W*#\d)")
    left = {
        named(path)
        for path in python_files("app", "seed")
        if bare.search(path.read_text())
    }
    assert left == set()


@pytest.mark.parametrize("kind", ["css", "js"])
def test_style_sheets_and_scripts_say_their_order_in_their_names(kind: str) -> None:
    """They are joined by name (app/assets.py), and a later one may rely on an earlier."""
    names = [path.name for path in (STATIC / kind).glob(f"*.{kind}")]
    assert [one for one in names if not re.match(r"\d\d-[a-z]+\.", one)] == []
    numbers = [one[:2] for one in names]
    assert sorted(numbers) == sorted(set(numbers))
