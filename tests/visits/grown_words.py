"""What has been said, written, released, asked and proposed about a visit of a size."""

from datetime import date, timedelta

from sqlmodel import Session, SQLModel, col, select

from app.models import (
    AccessLink,
    AgendaSession,
    AssessmentDocument,
    DateAnswer,
    DateQuestion,
    DaySet,
    Deadline,
    DeskNote,
    Evidence,
    EvidenceFactor,
    Proposal,
    RecordRevision,
    SessionInvitation,
    Translation,
    Visit,
)
from app.models.base import now
from app.people.links import token_hash
from app.values import Kind, SessionFormat, SessionStatus, Step, Voice
from app.values_people import Coming, LinkPurpose, Suits
from app.values_proposals import ProposalMode, ProposalState
from app.visits.agenda_queries import agenda_of
from app.visits.availability_asking import ask
from app.visits.availability_queries import everybody
from app.visits.clash_actions import accept_clash
from app.visits.clash_forms import AcceptForm
from app.visits.proposal_forms import ProposalForm
from app.visits.releasing import release_agenda
from app.visits.telling import tell
from tests.visits.grown import PAIR, Growing, Values, begin, visit_of

#: Purposes of the links that ask somebody something about the visit.
ASKING = (LinkPurpose.ATTENDANCE, LinkPurpose.AVAILABILITY, LinkPurpose.POLL)


def grow(session: Session, size: int) -> None:
    growing = begin(session, size)
    for step in (
        grow_texts,
        grow_preparation,
        grow_evidence,
        grow_releases,
        grow_answers,
        grow_clashes,
        grow_dates,
        grow_proposals,
        grow_others,
        grow_letters,
    ):
        step(growing)


def grow_texts(g: Growing) -> None:
    """What people have written has been translated; the first session has a past."""
    named: list[tuple[str, str, list[SQLModel]]] = [
        ("agenda_session", "title", [*g.sessions]),
        ("stakeholder", "name", [*g.met]),
        ("visit_day", "note", [*g.days]),
    ]
    own = {"language": "fr", "text": "En français"}
    g.keep(
        Translation,
        (
            {**own, "table": table, "field": field, "record_id": one.id}  # type: ignore[attr-defined]
            for table, field, some in named
            for one in some
        ),
    )
    first = {"table": "agenda_session", "record_id": g.sessions[0].id}
    past = ({"number": 1, "title": f"Title {n}"} for n in g.numbers)
    g.keep(
        RecordRevision,
        (
            {**first, "revision": n, "values": values, "by": g.planner.person_id}
            for n, values in enumerate(past, start=1)
        ),
    )


def grow_preparation(g: Growing) -> None:
    own = {"pair_id": PAIR, "due_on": date(2099, 1, 1)}
    steps = zip(Step, g.members, strict=False)
    g.keep(
        Deadline,
        ({**own, "step": step, "owner_id": one.person_id} for step, one in steps),
    )
    g.keep(AssessmentDocument, ({"title": f"Report {n}"} for n in g.numbers))
    said = {"hypotheses": "They meet", "language": "en"}
    g.keep(DeskNote, ({**said, "factor": one.slug} for one in g.factors[: g.size]))


def grow_evidence(g: Growing) -> None:
    own = {
        "text": "We meet",
        "language": "en",
        "kind": Kind.INTERVIEW,
        "author_id": g.members[0].id,
        "captured_at": now(),
    }
    voices = [list(Voice)[n % len(Voice)] for n in g.numbers]
    noted = g.keep(
        Evidence,
        (
            {**own, "session_id": one.id, "voice": voice}
            for one, voice in zip(g.sessions, voices, strict=False)
        ),
    )
    slug = g.factors[0].slug
    g.keep(EvidenceFactor, ({"evidence_id": one.id, "slug": slug} for one in noted))


def grow_releases(g: Growing) -> None:
    """Everything changes between them, and once more after the last."""
    for n in g.numbers:
        told = release_agenda(g.session, g.planner, g.visit, f"Change {n}", "en")
        tell(g.session, g.planner, g.visit, told)
        for one in g.sessions:
            one.title = f"{one.title}!"
            if one.starts_local:
                one.starts_local = one.starts_local.replace(minute=n + 1)
        g.session.flush()  # the agenda is read by plain queries


def grow_answers(g: Growing) -> None:
    asked = select(SessionInvitation).where(
        col(SessionInvitation.replaced_at).is_(None)
    )
    for n, one in enumerate(g.session.exec(asked).all()):
        one.answer = list(Coming)[n % 2]
        one.answered_at, one.remark = now(), "A word"
    people = everybody(g.session, g.planner, g.visit)
    ask(g.session, g.planner, g.visit, people[1::2])


def grow_clashes(g: Growing) -> None:
    found = agenda_of(g.session, g.planner, g.visit).clashes
    assert len(found) > 2 * g.size
    reason = AcceptForm(reason="It has to be")
    for one in found[: g.size]:
        accept_clash(g.session, g.planner, g.visit, one, reason)


def grow_dates(g: Growing) -> None:
    """Half of the people are asked, of whom half have answered."""
    day = {"mode": None, "zone": "Europe/Paris", "starts": None, "ends": None}
    days = [[{**day, "on": f"2099-05-{n + 1:02}"}] for n in g.numbers]
    offered = g.keep(DaySet, ({"days": some} for some in days))
    some = g.each[::2]
    asked = g.keep(DateQuestion, ({**one, "remark": "A word"} for one in some))
    g.keep(
        DateAnswer,
        (
            {"question_id": one.id, "day_set_id": days.id, "suits": Suits.YES}
            for one in asked[::2]
            for days in offered
        ),
    )


def grow_proposals(g: Growing) -> None:
    """To repair the agenda after everybody withdrew: each session is moved."""
    stands = [one for one in g.sessions if one.status is SessionStatus.PLANNED]
    placed = [placed_in(g, str(one.id)) for one in stands]
    agenda = {"placed": placed, "left": [], "cost": 1, "parts": {}}
    keys = [str(one.id) for one in stands]
    asked = ProposalForm(mode=ProposalMode.REPAIR, out=[one.id for one in g.met])
    gone = {str(one.id): keys for one in g.met}
    own = {
        "mode": asked.mode,
        "state": ProposalState.DONE,
        "seconds": 1,
        "options": {**asked.model_dump(mode="json"), "concerned": gone},
        "revisions": {str(one.id): one.revision for one in stands},
        "result": {"agenda": agenda},
        "ended_at": now(),
        "begun_by": g.planner.person_id,
    }
    g.keep(Proposal, ({**own, "problem_hash": str(n)} for n in g.numbers))


def placed_in(g: Growing, key: str) -> Values:
    return {
        "key": key,
        "start": 60 * 11,
        "room": str(g.rooms[0].id),
        "track": "",
        "interpreters": [str(g.interpreters[0].id)],
        "members": [str(g.members[0].id)],
    }


def grow_others(g: Growing) -> None:
    """Visits with an agenda that could be copied."""
    others = g.keep(Visit, (visit_of(g.visit.pair, 5 + n) for n in g.numbers))
    own = {
        "number": 1,
        "title": "Opening",
        "format": SessionFormat.OPENING,
        "status": SessionStatus.PLANNED,
    }
    g.keep(AgendaSession, ({**own, "visit_id": one.id} for one in others))


def grow_letters(g: Growing) -> None:
    """What somebody is asked by mail, with a token that is known."""
    own = {
        "subject": "stakeholder",
        "subject_id": g.met[0].id,
        "stakeholder_id": g.met[0].id,
        "expires_at": now() + timedelta(days=1),
    }
    g.keep(
        AccessLink,
        (
            {**own, "purpose": one, "token_hash": token_hash(token_of(one))}
            for one in ASKING
        ),
    )


def token_of(purpose: LinkPurpose) -> str:
    return (purpose.value * 11)[:43]
