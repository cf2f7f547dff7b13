"""Beginning an agenda from another one, and taking that back."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, select

from app import records
from app.access import Actor, may_edit_agenda
from app.errors import NotPermitted, Problem, Rejected
from app.forms import check
from app.i18n import _
from app.ids import seed_id
from app.models import AgendaSession, GuidingQuestion, KeyFactor, Visit
from app.models.base import now
from app.visits.agenda_actions import add_session
from app.visits.copy_queries import copied_sessions
from app.visits.forms import SessionForm
from app.visits.outlines import Outline, Outlined
from app.visits.planning_forms import CopyForm

#: Afterwards sessions are taken out one by one: they may have been worked on.
UNDONE_WITHIN = timedelta(hours=1)


def copy_agenda(
    session: Session, actor: Actor, visit: Visit, outline: Outline, form: CopyForm
) -> list[AgendaSession]:
    """Adds every session of the outline beside what stands; a form sent twice is one.

    Who and what has no place here is left out: a day, people, members, and key factors
    that the pair's benchmark does not have.
    """
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    days = chosen(outline.days, form.days)
    people = met(outline, form)
    members = chosen(outline.members, form.members)
    factors, questions = benchmark_of(session, visit)
    made = []
    for one in outline.sessions:
        if outline.is_own and people.keys().isdisjoint(one.people):
            continue
        day = days.get(outline.days[one.day][0]) if one.day is not None else None
        values = values_of(one, day)
        values |= {
            "id": copy_id(form.id, one),
            "factors": [slug for slug in one.factors if slug in factors],
            "questions": [key for key in one.questions if key in questions],
            "stakeholders": [people[key] for key in one.people if key in people],
            "members": [members[key] for key in one.members if key in members],
        }
        form_of_one = check(SessionForm, values)
        made.append(add_session(session, actor, visit, form_of_one))
    return made


def met(outline: Outline, form: CopyForm) -> dict[str, str]:
    """Key in the outline → id here of those who come."""
    if outline.is_own:
        if not form.people:
            raise Rejected(Problem("people", _("Choose whom the team meets.")))
        if not {key for key, _name in outline.people}.issuperset(form.people):
            raise Rejected(Problem("people", _("This is not known in this visit.")))
        return {key: key for key in form.people}
    return chosen(outline.people, form.people)


def chosen(theirs: Sequence[tuple[str, str]], ours: Sequence[str]) -> dict[str, str]:
    """`ours` stands line by line beside `theirs`; blank leaves out."""
    pairs = zip(theirs, ours, strict=False)
    return {key: here for (key, _words), here in pairs if here}


def values_of(one: Outlined, day: str | None) -> dict[str, object]:
    """Without a day here its times wait too, and it keeps its length."""
    length = one.minutes
    if one.starts and one.ends:
        length = (one.ends.hour - one.starts.hour) * 60 + one.ends.minute - one.starts.minute  # fmt: skip
    return {
        "title": one.title,
        "language": one.language,
        "format": one.format,
        "day_id": day,
        "starts_local": one.starts if day else None,
        "ends_local": one.ends if day else None,
        "minutes": None if day or not length else max(5, length),
        "track": one.track,
        "place": one.place[:200],
        "needs": list(one.needs),
        "languages": list(one.languages),
    }


def benchmark_of(session: Session, visit: Visit) -> tuple[set[str], set[str]]:
    """Slugs of its key factors, and `factor/question` of its questions."""
    rows = session.exec(
        select(KeyFactor.slug, GuidingQuestion.slug)
        .outerjoin(GuidingQuestion, GuidingQuestion.factor_id == KeyFactor.id)  # type: ignore[arg-type]
        .where(KeyFactor.version_id == visit.pair.benchmark_version_id)
    ).all()
    return {one for one, _q in rows}, {f"{one}/{question}" for one, question in rows}


def copy_id(own_id: UUID, one: Outlined) -> UUID:
    return seed_id("copy", str(own_id), one.key)


def undo_copy(
    session: Session, actor: Actor, visit: Visit, outline: Outline, own_id: UUID
) -> int:
    """Takes out what it brought and nobody has changed since; says how many those were."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    ids = [copy_id(own_id, one) for one in outline.sessions]
    found = [
        one
        for one in copied_sessions(session, visit, ids)
        if one.revision == 1 and now() - one.created_at < UNDONE_WITHIN
    ]
    for one in found:
        records.remove(session, one, revision=1, by=actor.person_id)
    return len(found)
