"""People to meet as a table: its columns by their names, its rows as forms. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.errors import Problem, Rejected
from app.forms import check
from app.i18n import LANGUAGES, OFFERED, _, language_name, speaking
from app.labels import label
from app.sheets import Table
from app.values import Voice
from app.visits.forms import StakeholderForm

#: Field → what its column may be called, in English and French.
COLUMNS = {
    "name": ("function or group", "function", "group", "name", "who", "fonction ou groupe", "fonction", "groupe", "nom", "qui"),
    "organisation": ("organisation", "organization", "institution", "structure", "association"),
    "category": ("speaks as", "voice", "category", "parle en tant que", "voix", "categorie", "parole"),
    "languages": ("languages", "language", "speaks", "langues", "langue", "parle"),
    "how_many": ("how many come", "how many", "number", "people", "combien de personnes", "combien", "nombre", "personnes"),
    "contact": ("contact", "e-mail", "email", "mail", "phone", "courriel", "telephone"),
    "note": ("note", "notes", "remark", "remarks", "remarque", "remarques"),
}  # fmt: skip
NEEDED = ("name", "category")


@dataclass(frozen=True)
class SheetRow:
    """One row as typed: a form, or what is wrong with it. `line` counts from 1, the head
    included; `is_known` where the list has them already."""

    line: int
    typed: Sequence[str]
    name: str
    form: StakeholderForm | None
    problems: Sequence[Problem]
    is_known: bool = False


@dataclass(frozen=True)
class Sheet:
    head: Sequence[str]
    rows: Sequence[SheetRow]
    #: Columns that no field answers to.
    unused: Sequence[str]

    @property
    def ready(self) -> list[SheetRow]:
        return [row for row in self.rows if row.form and not row.is_known]

    @property
    def known(self) -> list[SheetRow]:
        return [row for row in self.rows if row.is_known]

    @property
    def wrong(self) -> list[SheetRow]:
        return [row for row in self.rows if not row.form]


def people_in(table: Table, known: Iterable[tuple[str, str]]) -> Sheet:
    """`known` are (name, organisation) of those on the list. The first row is the head.

    Raises `Rejected` where a column is missing that every row needs.
    """
    if not table:
        raise Rejected(Problem("text", _("There is no row in it.")))
    head, *lines = table
    fields = [field_of(cell) for cell in head]
    if missing := [name for name in NEEDED if name not in fields]:
        names = ", ".join(column_word(name) for name in missing)
        sentence = _("The first row names the columns; these are missing: %(names)s.", names=names)  # fmt: skip
        raise Rejected(Problem("text", sentence))
    taken = {plain(name) + "/" + plain(place) for name, place in known}
    rows = []
    for number, line in enumerate(lines, start=2):
        row = _row(number, fields, line, taken)
        if row.form:
            taken.add(plain(row.form.name) + "/" + plain(row.form.organisation))
        rows.append(row)
    unused = [cell for cell, field in zip(head, fields, strict=True) if cell and not field]  # fmt: skip
    return Sheet(head, rows, unused)


def _row(
    number: int, fields: Sequence[str], line: Sequence[str], taken: set[str]
) -> SheetRow:
    cells = dict(zip(fields, line, strict=False))
    name = cells.get("name", "")
    problems: list[Problem] = []
    try:
        form = check(StakeholderForm, _values(cells, problems))
    except Rejected as rejected:
        problems += rejected.problems
    if problems:
        return SheetRow(number, line, name, None, problems)
    key = plain(form.name) + "/" + plain(form.organisation)
    return SheetRow(number, line, name, form, (), key in taken)


def _values(cells: dict[str, str], problems: list[Problem]) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: cells[name] for name in COLUMNS if cells.get(name) and name != "languages"
    }
    if category := cells.get("category"):
        values["category"] = voices().get(plain(category), category)
        if values["category"] not in set(Voice) - {Voice.NONE}:
            names = ", ".join(label(one) for one in Voice if one is not Voice.NONE)
            problems.append(Problem("category", _("Choose one of: %(names)s.", names=names)))  # fmt: skip
            values["category"] = Voice.MIGRANTS
    spoken = [part for part in re.split(r"[,;/+]", cells.get("languages", "")) if part.strip()]  # fmt: skip
    for part in spoken:
        if (code := languages().get(plain(part))) is None:
            problems.append(Problem("languages", _("“%(text)s” is no language known here.", text=part.strip())))  # fmt: skip
        else:
            values.setdefault("languages", []).append(code)
    return values


def field_of(cell: str) -> str:
    """The field a column is for, or nothing."""
    word = plain(cell)
    return next((field for field, names in COLUMNS.items() if word in names), "")


def column_word(field: str) -> str:
    words = {
        "name": _("Function or group"),
        "organisation": _("Organisation"),
        "category": _("Speaks as"),
        "languages": _("Languages"),
        "how_many": _("How many come"),
        "contact": _("Contact"),
        "note": _("Note"),
    }
    return words.get(field, field)


@lru_cache(maxsize=1)
def voices() -> dict[str, Voice]:
    """Every way a voice may be written: its value, and its words in each language."""
    found: dict[str, Voice] = {
        plain(one.value): one for one in Voice if one is not Voice.NONE
    }
    for code in LANGUAGES:
        with speaking(code):
            found |= {plain(label(one)): one for one in Voice if one is not Voice.NONE}
    return found


@lru_cache(maxsize=1)
def languages() -> dict[str, str]:
    found = {code: code for code in OFFERED}
    for reader in LANGUAGES:
        with speaking(reader):
            found |= {plain(language_name(code)): code for code in OFFERED}
    return found


def plain(text: str) -> str:
    """Without accents, case and spaces at its ends."""
    bare = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(one for one in bare if not unicodedata.combining(one))
