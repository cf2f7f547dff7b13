"""What templates may not do (style.md section 6)."""

import re
from pathlib import Path

import pytest
from jinja2 import StrictUndefined

from app.templating import templates as environment
from tests.structure.sources import named, templates, without_comments

INLINE = {
    "a script": r"<script(?![^>]*\ssrc=)",
    "a style": r"<style|\sstyle=",
    "a handler": r"\son[a-z]+=",
    "hx-on": r"hx-on",
    "a js: value": r"js:",
    "an unsafe filter": r"\|\s*safe\b",
}
INPUT = re.compile(r"<input\b[^>]*", re.S)
OWN_TYPES = re.compile(r"""type=["']?(hidden|radio|checkbox|search)""")


@pytest.mark.parametrize("path", templates(), ids=named)
def test_the_first_line_says_what_it_needs(path: Path) -> None:
    first = path.read_text().splitlines()[0]
    assert first.startswith("{#")
    assert first.endswith("#}")


@pytest.mark.parametrize("path", templates(), ids=named)
def test_nothing_is_inline(path: Path) -> None:
    text = without_comments(path.read_text())
    assert [what for what, found in INLINE.items() if re.search(found, text)] == []


@pytest.mark.parametrize("path", templates(), ids=named)
def test_fields_are_drawn_by_their_macros(path: Path) -> None:
    if path.parent.name == "ui":
        return
    inputs = INPUT.findall(without_comments(path.read_text()))
    assert [one for one in inputs if not OWN_TYPES.search(one)] == []


@pytest.mark.parametrize("path", templates(), ids=named)
def test_every_template_compiles(path: Path) -> None:
    name = path.relative_to(path.parents[len(path.parts) - 2]).as_posix()
    inside = name.split("app/templates/")[-1]
    assert environment().get_template(inside)


def test_an_undefined_name_fails_and_everything_is_escaped() -> None:
    assert environment().undefined is StrictUndefined
    assert environment().autoescape is True
