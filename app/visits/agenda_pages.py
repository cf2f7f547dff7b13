"""What the pages of the agenda show, put together for one reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.access import Actor
from app.forms import Form
from app.i18n import _, language_name, ngettext
from app.labels import choices
from app.models import Visit, VisitDay
from app.translations import Shown
from app.values import Need, SessionFormat
from app.visits.agenda_queries import Agenda, Cell, agenda_of
from app.visits.clashes import about_both, about_the_other
from app.visits.forms import ReleaseForm

Context = dict[str, Any]


@dataclass(frozen=True)
class Notice:
    """Something to look at, and the sessions it is about."""

    said: str
    sessions: list[tuple[UUID, int]]


@dataclass(frozen=True, slots=True)
class Row:
    """Sessions under one hour, or without one; `placed` is (column from 1, session)."""

    hour: str
    columns: int
    placed: Sequence[tuple[int, Cell]]


@dataclass(frozen=True, slots=True)
class Group:
    """A day, or what has none; `cells` are in the order of the rows."""

    day: VisitDay | None
    note: Shown | None
    rows: list[Row]
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the cards, looked up once for all of them."""

    formats: Mapping[str, str]
    needs: Mapping[str, str]
    languages: Mapping[str, str]


def list_page(
    session: Session,
    actor: Actor,
    visit: Visit,
    view: str,
    form: Form[ReleaseForm] | None = None,
) -> Context:
    agenda = agenda_of(session, actor, visit)
    return {
        "visit": visit,
        "agenda": agenda,
        "groups": groups(agenda),
        "words": words_of(agenda),
        "view": "list" if view == "list" else "grid",
        "form": form or Form(ReleaseForm, {"changes": [since(agenda)]}),
        "taken_out": None,
        "notices": notices(agenda),
        "warnings": warnings_of(agenda),
        "waiting_words": waiting_words(agenda),
    }


def groups(agenda: Agenda) -> list[Group]:
    """The days in their order, then the sessions that have none."""
    found = []
    for shown in agenda.days:
        rows = [
            Row(f"{block.starts:%H:%M}", block.columns, block.placed)
            for block in shown.blocks
        ]
        rows += _without_hour(shown.untimed)
        found.append(Group(shown.day, shown.note, rows, shown.cells))
    if agenda.waiting:
        rows = _without_hour(agenda.waiting)
        found.append(Group(None, None, rows, agenda.waiting))
    return found


def _without_hour(cells: list[Cell]) -> list[Row]:
    return [Row("", 1, [(1, cell) for cell in cells])] if cells else []


def words_of(agenda: Agenda) -> Words:
    spoken = {code for cell in agenda.cells.values() for code in cell.languages}
    return Words(
        formats=dict(choices(SessionFormat)),
        needs={value: label.lower() for value, label in choices(Need)},
        languages={code: language_name(code) for code in spoken},
    )


def waiting_words(agenda: Agenda) -> str:
    if agenda.is_fictional:
        return _("Waiting for a time")
    return _("Time not published")


def notices(agenda: Agenda) -> list[Notice]:
    """Clashes first, in the order of the days, then rooms that do not fit."""
    found = [
        Notice(
            about_both(clash),
            [(slot.id, slot.number) for slot in (clash.one, clash.other)],
        )
        for clash in agenda.clashes
    ]
    for id_, lacks in agenda.lacking.items():
        number = agenda.cells[id_].number
        found += [Notice(said, [(id_, number)]) for said in lacks]
    return found


def warnings_of(agenda: Agenda) -> dict[UUID, list[str]]:
    """By session, each clash from its own side."""
    found: dict[UUID, list[str]] = {}
    for clash in agenda.clashes:
        for slot in (clash.one, clash.other):
            found.setdefault(slot.id, []).append(about_the_other(clash, slot.id))
    for id_, lacks in agenda.lacking.items():
        found.setdefault(id_, []).extend(lacks)
    return found


def since(agenda: Agenda) -> str:
    """What has changed since the last release, to begin its note with."""
    if agenda.released is None:
        return ""
    released = agenda.released
    said = []
    if listed := numbers(released.added):
        sentence = ngettext("Session %(numbers)s is new.", "Sessions %(numbers)s are new.", len(released.added))  # fmt: skip
        said.append(sentence % {"numbers": listed})
    if listed := numbers(released.changed):
        sentence = ngettext("Session %(numbers)s has changed.", "Sessions %(numbers)s have changed.", len(released.changed))  # fmt: skip
        said.append(sentence % {"numbers": listed})
    if listed := numbers(released.removed):
        sentence = ngettext("Session %(numbers)s is gone.", "Sessions %(numbers)s are gone.", len(released.removed))  # fmt: skip
        said.append(sentence % {"numbers": listed})
    return " ".join(said)


def numbers(found: list[int]) -> str:
    return ", ".join(str(number) for number in sorted(found))
