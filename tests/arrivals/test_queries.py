"""What came in, counted and read from the database."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import event
from sqlmodel import Session

from app.access import Actor
from app.evidence.arrival_forms import LiveForm, WaitingForm
from app.evidence.arrival_pages import (
    day_to_show,
    live_page,
    waiting_on,
    waiting_since,
)
from app.evidence.arrival_queries import gathered, state_of_day
from app.evidence.forms import FilterForm
from app.evidence.listing import narrowed, newest_notes
from app.models import AgendaSession, Evidence, Visit
from app.models.base import now
from app.values import SessionFormat, SessionStatus
from tests.evidence.notes import noted, record, write
from tests.factories import on_team

DAY = date(2027, 4, 26)


def met(session: Session, visit: Visit, number: int) -> AgendaSession:
    made = AgendaSession(
        visit_id=visit.id,
        number=number,
        title="Meeting",
        format=SessionFormat.INTERVIEW,
        status=SessionStatus.PLANNED,
    )
    session.add(made)
    session.flush()  # its id is asked for by Core
    return made


def test_a_page_says_how_many_came_since_it_was_shown(
    session: Session, visit: Visit, actor: Actor
) -> None:
    noted(session, actor, visit)  # just before: on the page already
    asked = WaitingForm(since=now() - timedelta(seconds=15), had=1)
    assert waiting_since(session, actor, visit, asked) is None
    first = noted(session, actor, visit)
    found = waiting_since(session, actor, visit, asked)
    assert found
    assert found.count == 1
    again = asked.model_copy(update={"known": 1})
    assert waiting_since(session, actor, visit, again) is None
    record(session, actor, visit, write(first.id, base=1, text="Said better"))
    assert waiting_since(session, actor, visit, again) is None


def test_what_came_in_opens_wherever_in_the_list_it_stands(
    session: Session, visit: Visit, actor: Actor
) -> None:
    old = noted(session, actor, visit, captured_at="2027-04-26T09:00:00Z")
    session.get_one(Evidence, old.id).received_at = now() - timedelta(hours=1)
    session.flush()  # listed by a statement of its own
    place = waiting_on(visit, FilterForm(factor="factor-1"), now(), 0)
    late = noted(session, actor, visit, captured_at="2027-04-25T09:00:00Z")
    noted(session, actor, visit, factors=["factor-2"])
    assert place
    query = dict(one.split("=") for one in place.look.split("?")[1].split("&"))
    since = datetime.fromisoformat(query["since"].replace("%3A", ":"))
    asked = WaitingForm(since=since, factor=query["factor"])
    found = waiting_since(session, actor, visit, asked)
    assert found
    assert (found.count, "arrived_after=" in found.opens) == (1, True)
    wanted = FilterForm(arrived_after=since, factor="factor-1")
    shown = newest_notes(session, visit, narrowed(session, actor, visit, wanted), None, 9)  # fmt: skip
    assert [one.id for one in shown] == [late.id]


def test_nothing_is_looked_for_while_words_are_searched(visit: Visit) -> None:
    assert waiting_on(visit, FilterForm(q="bus"), now(), 0) is None


def test_a_day_is_counted_by_factor_and_by_session_with_who_noted(
    session: Session, visit: Visit, actor: Actor
) -> None:
    first, second = met(session, visit, 1), met(session, visit, 2)
    other = on_team(session, visit)
    noted(session, actor, visit, factors=["factor-1", "factor-2"], session_id=first.id)
    noted(session, other, visit, factors=["factor-2"], session_id=first.id)
    newest = noted(session, actor, visit, factors=["factor-2"], session_id=second.id)
    noted(session, actor, visit, factors=["to-place"])
    noted(session, actor, visit, captured_at="2027-04-27T09:00:00Z", factors=["factor-1"])  # fmt: skip
    factors, sessions = gathered(session, visit, DAY)
    assert factors.counts == {"factor-1": 1, "factor-2": 3, "to-place": 1}
    assert sessions.counts == {first.id: 2, second.id: 1, None: 1}
    assert factors.newest["factor-2"].id == newest.id
    assert sessions.newest[second.id].id == newest.id
    assert {key: len(names) for key, names in sessions.who.items()} == {first.id: 2, second.id: 1, None: 1}  # fmt: skip


def test_what_nobody_reads_is_not_counted(
    session: Session, visit: Visit, actor: Actor
) -> None:
    shown, hidden, removed = (noted(session, actor, visit) for _ in range(3))
    session.get_one(Evidence, hidden.id).hidden_at = now()
    session.get_one(Evidence, removed.id).removed_at = now()
    session.flush()  # counted by a statement of its own
    factors, sessions = gathered(session, visit, DAY)
    assert (factors.counts, sessions.counts) == ({"factor-1": 1}, {None: 1})
    assert factors.newest["factor-1"].id == sessions.newest[None].id == shown.id
    assert state_of_day(session, visit, DAY)[0] == 1


def test_the_live_page_answers_nothing_until_something_changes(
    session: Session, visit: Visit, actor: Actor
) -> None:
    def state() -> str:
        return state_of_day(session, visit, DAY)[1]

    states = [state()]
    one = noted(session, actor, visit)
    states.append(state())
    assert live_page(session, visit, LiveForm(day=DAY, seen=states[-1])) is None
    record(session, actor, visit, write(one.id, base=1, text="Said better"))
    states.append(state())
    session.get_one(Evidence, one.id).hidden_at = now()
    session.flush()  # counted by a statement of its own
    states.append(state())
    assert len(set(states[:3])) == 3
    assert states[3] == states[0]
    found = live_page(session, visit, LiveForm(day=DAY, seen=states[2]))
    assert found
    assert (found["count"], [line.count for line in found["factors"]]) == (0, [0, 0])


def test_notes_of_sessions_that_are_gone_are_still_counted(
    session: Session, visit: Visit, actor: Actor
) -> None:
    gone = met(session, visit, 1)
    noted(session, actor, visit, session_id=gone.id)
    gone.status = SessionStatus.CANCELLED
    session.flush()  # listed by a statement of its own
    found = live_page(session, visit, LiveForm(day=DAY))
    assert found
    lines = [(line.subject.title.text, line.count) for line in found["sessions"]]
    assert lines == [("A cancelled or removed session", 1)]


def test_the_day_shown_is_today_or_the_last_that_has_been(
    session: Session, visit: Visit
) -> None:
    only = visit.days[0].day_on
    shown = [
        day_to_show(visit, datetime(only.year, only.month, only.day, 12, tzinfo=UTC) + timedelta(days=n))
        for n in (-3, 0, 9)
    ]  # fmt: skip
    assert shown == [only] * 3
    visit.days.clear()
    assert day_to_show(visit, datetime(2027, 5, 2, tzinfo=UTC)) == date(2027, 5, 2)


def test_a_live_page_costs_as_many_queries_for_many_notes_as_for_one(
    session: Session, visit: Visit, actor: Actor
) -> None:
    connection, seen = session.connection(), list[int]()
    for many in (1, 5):
        for n in range(many):
            noted(session, actor, visit, session_id=met(session, visit, many * 10 + n).id)  # fmt: skip
        statements: list[str] = []

        def note(_c: object, _cur: object, statement: str, *_rest: object, into: list[str] = statements) -> None:  # fmt: skip
            into.append(statement)

        event.listen(connection, "before_cursor_execute", note)
        live_page(session, visit, LiveForm(day=DAY))
        event.remove(connection, "before_cursor_execute", note)
        seen.append(len(statements))
    assert seen[0] == seen[1] < 20
