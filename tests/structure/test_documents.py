"""Every path and command that the documents name exists (style.md section 15)."""

import re
from pathlib import Path

import pytest

from app.cli import cli
from app.settings import ROOT
from tests.structure.sources import named

DOCUMENTS = [
    path
    for path in [
        ROOT / "README.md",
        ROOT / "CHANGELOG.md",
        *(ROOT / "docs").glob("*.md"),
    ]
    if path.exists()
]
MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.M))
#: Made by running something, so not there in a clean checkout.
MADE = ("var/", ".venv", "bench/out", "app/static/vendor", "node_modules", "dist/")
QUOTED = re.compile(r"`([^`\n]+)`")
PATH = re.compile(
    r"[\w.-]+(?:/[\w.-]+)+/?|[\w-]+\.(?:py|md|toml|yaml|json|css|cfg|sh|txt)"
)
SPAN = re.compile(r"`([^`]+)`|^ {4}(.+)$|^```\w*\n(.*?)^```", re.M | re.S)


def spans(text: str) -> list[str]:
    return ["".join(found) for found in SPAN.findall(text)]


def missing(texts: list[str]) -> list[str]:
    """Whole quotations that look like a path of ours and lead nowhere."""
    return sorted(
        text
        for text in set(texts)
        if PATH.fullmatch(text) and not text.startswith(MADE) and not there(text)
    )


def there(text: str) -> bool:
    """From the root, from `app/`, or the name of some file."""
    if (ROOT / text).exists() or (ROOT / "app" / text).exists():
        return True
    return "/" not in text and any(named_files(text))


def named_files(name: str) -> list[Path]:
    folders = ("app", "tests", "seed", "migrations", "bench", "docs")
    return [found for folder in folders for found in (ROOT / folder).rglob(name)]


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_every_path_exists(path: Path) -> None:
    assert missing(QUOTED.findall(path.read_text())) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_every_command_exists(path: Path) -> None:
    text = "\n".join(spans(path.read_text()))
    assert set(re.findall(r"\bmake ([a-z][a-z-]*)", text)) - TARGETS == set()
    commands = {
        command.name or command.callback.__name__.replace("_", "-")
        for command in cli.registered_commands
        if command.callback
    } | {str(group.name) for group in cli.registered_groups}
    assert set(re.findall(r"\brepere ([a-z][a-z-]*)", text)) - commands == set()


def test_every_path_of_the_makefile_exists() -> None:
    words = re.findall(r"[\w./-]+", re.sub(r"#.*", "", MAKEFILE))
    paths = [w for w in words if re.search(r"\.(py|md|sh|cfg|txt|toml)$", w)]
    outside = [p for p in paths if not p.startswith(("/", ".", "-"))]
    assert missing(outside) == []
