"""No word is left untranslated, and none is kept that nobody says any more."""

import inspect
import re
from enum import StrEnum
from functools import lru_cache

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from app import labels, values, values_people
from app.settings import ROOT

KEYWORDS = {
    "_": None,
    "lazy": None,
    "gettext": None,
    "ngettext": (1, 2),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
Key = str | tuple[str, str]


@lru_cache
def extracted() -> frozenset[Key]:
    with (ROOT / "babel.cfg").open() as source:
        methods, options = parse_mapping_cfg(source)  # type: ignore[no-untyped-call]
    found = extract_from_dir(
        str(ROOT / "app"), methods, options, keywords=KEYWORDS, strip_comment_tags=True
    )
    return frozenset(
        message if isinstance(message, str) else (message[0], message[1])
        for _file, _line, message, _comments, _context in found
    )


@lru_cache
def french() -> Catalog:
    path = ROOT / "app" / "locale" / "fr" / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as source:
        return read_po(source, locale="fr")


def messages() -> dict[Key, Message]:
    return {
        m.id if isinstance(m.id, str) else (m.id[0], m.id[1]): m
        for m in french()
        if m.id
    }


def singular(key: Key) -> str:
    return key if isinstance(key, str) else key[0]


def test_extraction_finds_words_in_python_and_in_templates() -> None:
    assert len(extracted()) > 100
    assert "Nothing to translate anywhere" not in extracted()
    assert {"Sign in", "This is needed."} <= extracted()


def test_every_word_is_in_the_french_catalogue() -> None:
    known = {singular(key) for key in messages()}
    assert (
        sorted(singular(key) for key in extracted() if singular(key) not in known) == []
    )


def test_every_word_of_the_catalogue_is_still_said() -> None:
    said = {singular(key) for key in extracted()}
    assert sorted(k for key in messages() if (k := singular(key)) not in said) == []


def test_every_word_has_its_french() -> None:
    assert [key for key, message in messages().items() if not complete(message)] == []
    assert [key for key, message in messages().items() if message.fuzzy] == []


def texts_of(message: Message) -> list[str]:
    said = message.string
    return [said] if isinstance(said, str) else list(said or [])


def complete(message: Message) -> bool:
    texts = texts_of(message)
    return bool(texts) and all(text.strip() for text in texts)


def test_placeholders_are_the_same_in_both_languages() -> None:
    different = []
    for key, message in messages().items():
        names = set(
            PLACEHOLDER.findall(" ".join([key] if isinstance(key, str) else key))
        )
        texts = texts_of(message) if complete(message) else []
        strange = any(not set(PLACEHOLDER.findall(text)) <= names for text in texts)
        if strange or (texts and set(PLACEHOLDER.findall(texts[-1])) != names):
            different.append(key)
    assert different == []


def test_every_value_has_its_word() -> None:
    lists = [
        found
        for module in (values, values_people)
        for _name, found in inspect.getmembers(module, inspect.isclass)
        if issubclass(found, StrEnum) and found not in (StrEnum, values.Audience)
    ]
    silent = [
        f"{one.__name__}.{member.name}"
        for one in lists
        for member in one
        if (one, member.value) not in labels.BY_TYPE
    ]
    assert silent == []
