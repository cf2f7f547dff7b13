"""What the pages of the agenda show, put together for one reader."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.access import Actor
from app.forms import Form
from app.i18n import _, ngettext
from app.models import AgendaSession, Visit
from app.visits.agenda_queries import Agenda, agenda_of
from app.visits.clashes import about_both, about_the_other
from app.visits.forms import ReleaseForm

Context = dict[str, Any]


@dataclass(frozen=True)
class Notice:
    """Something to look at, and the sessions it is about."""

    said: str
    sessions: list[tuple[UUID, int]]


def list_page(
    session: Session,
    actor: Actor,
    visit: Visit,
    form: Form[ReleaseForm] | None = None,
    *,
    view: str = "",
    removed: UUID | None = None,
) -> Context:
    agenda = agenda_of(session, actor, visit)
    taken_out = _removed(session, visit, removed) if removed else None
    return {
        "visit": visit,
        "agenda": agenda,
        "view": "list" if view == "list" else "grid",
        "form": form or Form(ReleaseForm, {"changes": [since(agenda)]}),
        "taken_out": taken_out,
        "notices": notices(agenda),
        "warnings": warnings_of(agenda),
        "waiting_words": waiting_words(agenda),
    }


def _removed(session: Session, visit: Visit, session_id: UUID) -> AgendaSession | None:
    return session.exec(
        select(AgendaSession).where(
            AgendaSession.id == session_id,
            AgendaSession.visit_id == visit.id,
            col(AgendaSession.removed_at).is_not(None),
        )
    ).first()


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
