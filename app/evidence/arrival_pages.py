"""What comes in while a page is open: beside the list of notes, and as a page of its own."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from sqlmodel import Session

from app.access import Actor
from app.benchmarks.queries import version_of
from app.evidence.arrival_forms import LiveForm, WaitingForm
from app.evidence.arrival_queries import (
    Gathered,
    came_since,
    gathered,
    state_of_day,
)
from app.evidence.forms import FilterForm
from app.evidence.listing import count_notes, narrowed
from app.evidence.queries import Note, programme_language, zone_of
from app.evidence.rows import iso
from app.forms import as_posted
from app.i18n import _, clock, language as language_spoken, of
from app.models import AgendaSession, Visit
from app.models.base import now
from app.translations import Shown, shown, translations_of
from app.values import TO_PLACE
from app.visits.overview_queries import sessions_in_brief


@dataclass(frozen=True)
class Waiting:
    """`count` notes came since the page was shown; `look` asks again."""

    count: int
    look: str
    opens: str


@dataclass(frozen=True)
class Subject:
    """A factor or a session: `when` says its hours, `address` leads to its notes."""

    key: Any
    number: int | None
    title: Shown
    address: str
    when: str = ""


@dataclass(frozen=True)
class Line:
    """What was noted that day on a factor or in a session, and by whom."""

    subject: Subject
    count: int
    newest: Note | None
    who: list[str]


def waiting_on(
    visit: Visit, wanted: FilterForm, since: datetime, had: int
) -> Waiting | None:
    """For a list about to be read; none where words are searched for, which is dear.

    `had` notes of it came after `since`, before it was read.
    """
    if wanted.q:
        return None
    asked = WaitingForm(**wanted.model_dump(), since=since, had=had)
    return waiting_of(visit, asked, 0)


def waiting_since(
    session: Session, actor: Actor, visit: Visit, asked: WaitingForm
) -> Waiting | None:
    """None where the page says it already."""
    conditions = narrowed(session, actor, visit, asked)
    came = count_notes(session, visit, came_since(conditions, asked.since))
    count = max(came - asked.had, 0)
    return None if count == asked.known else waiting_of(visit, asked, count)


def waiting_of(visit: Visit, asked: WaitingForm, count: int) -> Waiting:
    filters = {
        name: values
        for name in FilterForm.model_fields
        if name != "arrived_after" and (values := as_posted(getattr(asked, name)))
    }
    at = f"/visits/{visit.id}"
    place = {"since": iso(asked.since), "had": asked.had, "known": count}
    news = {**filters, "arrived_after": iso(asked.since)} if count else filters
    return Waiting(
        count,
        f"{at}/arrivals/waiting?{urlencode({**filters, **place}, doseq=True)}",
        f"{at}/evidence?{urlencode(news, doseq=True)}",
    )


def live_page(session: Session, visit: Visit, asked: LiveForm) -> dict[str, Any] | None:
    """A day's notes by factor and by session; None where they are as `seen` says."""
    day = asked.day or day_to_show(visit, now())
    count, state = state_of_day(session, visit, day)
    if asked.seen == state:
        return None
    factors, sessions = gathered(session, visit, day)
    here = {"day": day.isoformat(), "seen": state}
    return {
        "visit": visit,
        "day": day,
        "days": [one.day_on for one in visit.days],
        "is_today": day == now().astimezone(zone_of(visit)).date(),
        "count": count,
        "factors": factor_lines(session, visit, factors),
        "sessions": session_lines(session, visit, day, sessions),
        "look": f"/visits/{visit.id}/arrivals?{urlencode(here)}",
    }


def day_to_show(visit: Visit, at: datetime) -> date:
    """Today on a day of the visit; else the last day that has been, or the first."""
    today = at.astimezone(zone_of(visit)).date()
    days = sorted(one.day_on for one in visit.days)
    been = [one for one in days if one <= today]
    return been[-1] if been else next(iter(days), today)


def factor_lines(session: Session, visit: Visit, found: Gathered) -> list[Line]:
    """Every factor of the benchmark in its order, and what waits to be placed."""
    version = version_of(session, visit.pair.benchmark_version_id)
    factors = list(version.factors) if version else []
    at = f"/visits/{visit.id}/evidence"
    subjects = [
        Subject(one.slug, one.number, said(of(one.title)), f"{at}?factor={one.slug}#list")
        for one in factors
    ]  # fmt: skip
    if TO_PLACE in found.counts:
        words = said(_("To place"))
        subjects.append(Subject(TO_PLACE, None, words, f"{at}?to_place=on#list"))
    return [line_of(found, one) for one in subjects]


def session_lines(
    session: Session, visit: Visit, day: date, found: Gathered
) -> list[Line]:
    """The day's sessions, others that notes came from, and notes from none."""
    days = {one.id for one in visit.days if one.day_on == day}
    every = sessions_in_brief(session, visit)
    rows = [one for one in every if one.day_id in days or one.id in found.counts]
    titles = translations_of(session, "agenda_session", [one.id for one in rows])
    language = programme_language(session, visit)
    at = f"/visits/{visit.id}/evidence"
    subjects = [
        Subject(
            one.id,
            one.number,
            shown(one.title, one.language, titles.get((one.id, "title")), language),
            f"{at}?session={one.id}#list",
            hours_said(one) if one.day_id in days else "",
        )
        for one in rows
    ]
    subjects += [
        Subject(key, None, said(_("A cancelled or removed session")), f"{at}?session={key}#list")
        for key in found.counts
        if key and key not in {one.id for one in rows}
    ]  # fmt: skip
    if None in found.counts:
        words = said(_("No session"))
        subjects.append(Subject(None, None, words, f"{at}?no_session=on#list"))
    return [line_of(found, one) for one in subjects]


def line_of(found: Gathered, subject: Subject) -> Line:
    key = subject.key
    who = found.who.get(key, [])
    return Line(subject, found.counts.get(key, 0), found.newest.get(key), who)


def said(words: str) -> Shown:
    return Shown(words, language_spoken())


def hours_said(one: AgendaSession) -> str:
    if one.starts_local is None:
        return ""
    ends = f"–{clock(one.ends_local)}" if one.ends_local else ""
    return f"{clock(one.starts_local)}{ends}"
