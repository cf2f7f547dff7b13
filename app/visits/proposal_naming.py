"""What the keys of a proposal are called by its reader."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.i18n import _, day, language_name, listed
from app.translations import Shown, shown, translations_of
from app.visits.proposal_problem import Rows
from app.visits.proposal_rules import plain
from app.visits.proposal_words import Known, clocked


def titles(session: Session, rows: Rows) -> Mapping[UUID, Shown]:
    ids = [one.id for one in rows.sessions]
    texts = translations_of(session, "agenda_session", ids)
    return {
        one.id: shown(one.title, one.language, texts.get((one.id, "title")))
        for one in rows.sessions
    }


def better(result: Mapping[str, Any]) -> int:
    """How much less it costs than the first agenda, in whole per cent."""
    first = (result.get("first") or {}).get("cost")
    agenda = result.get("agenda") or {}
    if not first or not agenda.get("parts"):
        return 0
    saved: int = round(100 * (first - agenda["cost"]) / first)
    return max(0, saved)


def known(rows: Rows, texts: Mapping[UUID, Shown]) -> Known:
    names = {
        **{str(one.id): one.name for one in rows.people},
        **{str(one.id): one.name for one in rows.interpreters},
        **{str(one.id): one.shown_name for one in rows.members},
        **{str(one.id): f"{one.venue.name}, {one.name}" for one in rows.rooms},
    }
    sessions = {
        str(one.id): _(
            "session %(number)s (%(title)s)",
            number=one.number,
            title=texts[one.id].text,
        )
        for one in rows.sessions
    }
    days = [day.day_on for day in rows.days]
    return Known(names, sessions, days, spoken(rows), times(rows))


def spoken(rows: Rows) -> Mapping[str, str]:
    """Session → the languages heard in it."""
    found = {}
    for one in rows.sessions:
        codes = [*one.languages, *(code for p in one.stakeholders for code in p.languages)]  # fmt: skip
        found[str(one.id)] = listed([language_name(code) for code in plain(codes)])
    return found


def times(rows: Rows) -> Mapping[str, str]:
    """Session → when it is today."""
    on = {one.id: day(one.day_on, "EEEE d MMMM") for one in rows.days}
    return {
        str(one.id): f"{on[one.day_id]}, {clocked(one.starts_local, one.ends_local)}"
        for one in rows.sessions
        if one.day_id in on and one.starts_local and one.ends_local
    }
