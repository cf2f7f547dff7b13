"""The agenda as cards under days and hours: every line put together once.

A page shows two hundred of them, so a template should only have to write them out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.i18n import _, direction, language_name
from app.labels import choices
from app.models import VisitDay
from app.translations import Shown
from app.values import Need, SessionFormat, SessionStatus
from app.visits.agenda_queries import Agenda, Cell
from app.visits.rules import minutes_of

#: Formats in which nobody is met; they stand back on the page.
PAUSES = (SessionFormat.MEAL, SessionFormat.TRAVEL)
#: From this many members on, all of them are "the whole team".
MANY = 4
Warnings = Mapping[UUID, list[str]]


@dataclass(frozen=True, slots=True)
class Card:
    """`times` is empty where they are not known; `factors` are keys of the agenda's.

    `stands` is what moving it begins with: first and last minute, revision, track.
    """

    id: str
    number: str
    title: str
    language: str
    direction: str
    times: str
    about: str
    place: str
    people: str
    team: str
    factors: tuple[UUID, ...]
    warnings: Sequence[str]
    is_cancelled: bool
    is_pause: bool
    stands: str


@dataclass(frozen=True, slots=True)
class Row:
    """Cards under one hour, or without one; `placed` is (column from 1, card)."""

    hour: str
    columns: int
    placed: Sequence[tuple[int, Card]]


@dataclass(frozen=True, slots=True)
class Group:
    """A day, or what has none."""

    day: VisitDay | None
    note: Shown | None
    rows: list[Row]


def groups(agenda: Agenda, warnings: Warnings) -> list[Group]:
    """The days in their order, then the sessions that have none."""
    card = card_maker(agenda, warnings)
    found = []
    for shown in agenda.days:
        rows = [
            Row(
                f"{block.starts:%H:%M}",
                block.columns,
                [(column, card(cell)) for column, cell in block.placed],
            )
            for block in shown.blocks
        ]
        untimed = [(1, card(cell)) for cell in shown.untimed]
        rows += [Row("", 1, untimed)] if untimed else []
        found.append(Group(shown.day, shown.note, rows))
    if agenda.waiting:
        waiting = [(1, card(cell)) for cell in agenda.waiting]
        found.append(Group(None, None, [Row("", 1, waiting)]))
    return found


def card_maker(agenda: Agenda, warnings: Warnings) -> Callable[[Cell], Card]:
    """Words are looked up once, not once for each card."""
    formats = dict(choices(SessionFormat))
    needs = {value: label.lower() for value, label in choices(Need)}
    spoken = {code for cell in agenda.cells.values() for code in cell.languages}
    languages = {code: language_name(code) for code in spoken}
    everybody, interpreter, track = (
        _("Whole team"), _("interpreter: %(name)s"), _("track %(name)s")
    )  # fmt: skip

    def team(cell: Cell) -> str:
        names = [name for _id, name in cell.members or ()]
        whole = len(names) == agenda.team >= MANY
        parts = [
            everybody if whole else ", ".join(names),
            ", ".join([languages[code] for code in cell.languages]),
            *[interpreter % {"name": name} for _id, name in cell.interpreters],
        ]
        return " · ".join([part for part in parts if part])

    def card(cell: Cell) -> Card:
        about = ", ".join([formats[cell.format], *[needs[one] for one in cell.needs]])
        if cell.track:
            about = f"{about} · {track % {'name': cell.track}}"
        return filled(cell, about, team(cell), tuple(warnings.get(cell.id, ())))

    return card


def filled(cell: Cell, about: str, team: str, warnings: tuple[str, ...]) -> Card:
    return Card(
        id=str(cell.id),
        number=f"{cell.number:02}",
        title=cell.title.text,
        language=cell.title.language,
        direction=direction(cell.title.language),
        times=span(cell),
        about=about,
        place=cell.place,
        people="; ".join([name for _id, name in cell.people]),
        team=team,
        factors=tuple(cell.factors),
        warnings=warnings,
        is_cancelled=cell.status is SessionStatus.CANCELLED,
        is_pause=cell.format in PAUSES,
        stands=stands(cell),
    )


def stands(cell: Cell) -> str:
    """`540 600 3 A`; without times it cannot be moved by hand."""
    if not (cell.starts and cell.ends):
        return ""
    starts, ends = minutes_of(cell.starts), minutes_of(cell.ends)
    return f"{starts} {ends} {cell.revision} {cell.track}"


def span(cell: Cell) -> str:
    """`09:00–10:15`, in both languages alike."""
    if not (cell.starts and cell.ends):
        return ""
    return f"{cell.starts:%H:%M}–{cell.ends:%H:%M}"
