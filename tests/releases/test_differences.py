"""Everything a reader of a release sees is kept with it, and every change is told."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, strategies as st
from sqlmodel import Session, select

from app.access import Actor
from app.i18n import speaking
from app.ids import uuid7
from app.models import AgendaRelease, Interpreter, Venue
from app.values import Mode
from app.visits.agenda_frozen import FrozenAgenda, FrozenPerson, FrozenSession, thawed
from app.visits.agenda_moving import cancel_session
from app.visits.differences_rules import differences
from app.visits.forms import StakeholderForm
from app.visits.people_actions import change_stakeholder
from app.visits.releasing import release_agenda
from tests.agenda.making import make_interpreter, make_room, make_stakeholder
from tests.factories import make_member
from tests.releases.making import Held, held

Changing = Callable[[Held], Any]

#: What an early release kept of a session.
EARLY = {
    "id": "019b76da-a800-7c1d-9f6d-1c6e4c3a0b22",
    "revision": 3,
    "number": 2,
    "title": "Language café",
    "day_on": "2027-04-26",
    "starts": "09:00",
    "ends": "10:00",
    "place": "Town hall, Room 2",
    "status": "planned",
    "factors": ["factor-1"],
}


def rename_room(h: Held) -> None:
    h.room.name = "Blue room"


def rename_venue(h: Held) -> None:
    h.session.get_one(Venue, h.room.venue_id).name = "Library"


def rename_person(h: Held) -> None:
    form = StakeholderForm(
        name="Deputy mayor", category=h.person.category, revision=h.person.revision
    )
    change_stakeholder(h.session, h.host, h.visit, h.person, form)


def withdraw_person(h: Held) -> None:
    h.person.removed_at = h.person.created_at


def rename_member(h: Held) -> None:
    h.member.shown_name = "Nadia"


def move_day(h: Held) -> None:
    h.day.day_on = date(2027, 4, 28)


def other_day(h: Held) -> None:
    h.change(day_id=h.visit.days[1].id)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (rename_room, ["Session 1: place: Town hall, Blue room · second floor instead of Town hall, Room 2 · second floor."]),
        (rename_venue, ["Session 1: place: Library, Room 2 · second floor instead of Town hall, Room 2 · second floor."]),
        (rename_person, ["Session 1: Mayor is now Deputy mayor."]),
        (withdraw_person, ["Session 1: people met: no longer Mayor."]),
        (rename_member, ["Session 1: Member 1 is now Nadia."]),
        (move_day, ["Monday 26 April: the day is now Wednesday 28 April.", "Session 1: moved from Monday 26 April, 09:00–10:00 to Wednesday 28 April, 09:00–10:00."]),
        (other_day, ["Session 1: moved from Monday 26 April, 09:00–10:00 to Thursday 29 April, 09:00–10:00."]),
        (lambda h: setattr(h.day, "time_zone", "Europe/Athens"), ["Monday 26 April: time zone: Europe/Athens instead of Europe/Paris."]),
        (lambda h: setattr(h.day, "mode", Mode.VIRTUAL), ["Monday 26 April: how it takes place: Virtual instead of On site."]),
        (lambda h: setattr(h.day, "note", "Bus at 8"), ["Monday 26 April: another note on the day."]),
        (lambda h: setattr(h.visit.days[1], "removed_at", h.day.created_at), ["Thursday 29 April: no longer a day of the visit."]),
        (lambda h: h.change(starts_local="11:00", ends_local="12:00"), ["Session 1: moved from 09:00–10:00 to 11:00–12:00."]),
        (lambda h: h.change(starts_local=None, ends_local=None), ["Session 1: waits for a time again."]),
        (lambda h: cancel_session(h.session, h.host, h.visit, h.item, 1), ["Session 1: cancelled."]),
        (lambda h: h.change(status="held"), ["Session 1: has been held."]),
        (lambda h: h.change(title="The start"), ["Session 1: now called “The start”."]),
        (lambda h: h.change(room_id=None, place=""), ["Session 1: place: no longer Town hall, Room 2 · second floor."]),
        (lambda h: h.change(stakeholders=[h.person.id, make_stakeholder(h.session, h.visit, "Imam").id]), ["Session 1: people met: also Imam."]),
        (lambda h: h.change(members=[]), ["Session 1: members of the team: no longer Member 1."]),
        (lambda h: h.change(languages=["en", "ar"]), ["Session 1: languages spoken: English, Arabic instead of English."]),
        (lambda h: h.change(interpreters=[]), ["Session 1: interpreter: no longer Interpreter A."]),
        (lambda h: h.change(factors=["factor-2"], questions=[]), ["Session 1: key factors: 2 instead of 1; other questions to ask."]),
        (lambda h: h.change(format="plenary"), ["Session 1: format: Plenary instead of Opening."]),
        (lambda h: h.change(track="B"), ["Session 1: track: B instead of A."]),
        (lambda h: h.change(needs=["private", "step-free"]), ["Session 1: needs: Private, Step-free instead of Private."]),
        (lambda h: h.change(link="https://meet.example.org/two"), ["Session 1: another link to join online."]),
        (lambda h: h.change(notes="Ring once"), ["Session 1: other arrangements."]),
        (lambda h: h.change(language="fr"), []),
    ],
)  # fmt: skip
def test_every_change_is_told_in_words(
    session: Session, change: Changing, said: list[str]
) -> None:
    h = held(session)
    assert h.told() == []
    change(h)
    assert h.told() == said


def test_several_changes_stand_in_one_sentence(session: Session) -> None:
    h = held(session)
    room = make_room(session, h.visit, name="Room 9")
    other = make_interpreter(h.session, h.visit, "Interpreter B")
    h.change(starts_local="09:30", room_id=room.id, interpreters=[other.id])
    assert h.told() == [
        "Session 1: moved from 09:00–10:00 to 09:30–10:00; "
        "place: Town hall, Room 9 · second floor instead of Town hall, Room 2 · second floor; "
        "interpreter: Interpreter B instead of Interpreter A."
    ]


def test_who_does_not_take_part_is_not_told_of_the_team(session: Session) -> None:
    h = held(session)
    second = make_member(session, h.visit, shown_name="Nadia")
    h.change(members=[second.id], link="", notes="Ring at 14", track="B")
    association = Actor(associated=frozenset({h.visit.pair_id}))
    assert h.told(association) == ["Session 1: track: B instead of A."]
    inside = " ".join(h.told())
    assert "Nadia" in inside
    assert "no link to join online any more" in inside


def test_a_release_keeps_what_its_reader_sees(session: Session) -> None:
    h = held(session)
    own = select(AgendaRelease).where(AgendaRelease.visit_id == h.visit.id)
    kept = thawed(session.exec(own).one().content)
    assert kept.sessions == [
        FrozenSession(
            id=h.item.id,
            number=1,
            title="Opening",
            language="en",
            titles={},
            format=h.item.format,
            status=h.item.status,
            day_on=h.day.day_on,
            starts=h.item.starts_local,
            ends=h.item.ends_local,
            track="A",
            room="Town hall, Room 2",
            place="second floor",
            link="https://meet.example.org/one",
            languages=["en"],
            interpreter="Interpreter A",
            interpreters=[kept_of(h.interpreter)],
            needs=["private"],
            factors=["factor-1"],
            questions=["factor-1/how"],
            people=[FrozenPerson(id=h.person.id, name="Mayor", names={"fr": "Maire"})],
            members=[FrozenPerson(id=h.member.id, name="Member 1", names={})],
            notes="Ring twice",
        )
    ]
    assert kept.sessions[0].is_whole
    assert [(f.slug, f.number, f.title["fr"]) for f in kept.factors] == [
        ("factor-1", 1, "Factor 1 (fr)")
    ]
    assert [(one.on.day, one.time_zone) for one in kept.days] == [
        (26, "Europe/Paris"),
        (29, "Europe/Paris"),
    ]


def kept_of(one: Interpreter) -> FrozenPerson:
    return FrozenPerson(id=one.id, name=one.name, names={})


def test_an_early_release_is_compared_by_what_it_has_kept() -> None:
    early = {"sessions": [EARLY]}
    assert not thawed(early).sessions[0].is_whole
    same = thawed(early).sessions[0].model_dump(mode="json") | {
        "room": "Town hall, Room 2",
        "place": "second floor",
        "languages": ["fr"],
        "people": [{"id": str(uuid7()), "name": "Mayor", "names": {}}],
        "format": "plenary",
    }
    whole = {"days": [], "factors": [], "sessions": [same]}
    assert differences(early, whole, inside=True) == []
    moved = same | {"starts": "09:30", "room": "", "factors": ["factor-9"]}
    now = {"days": [], "factors": [], "sessions": [moved]}
    assert [str(one) for one in differences(early, now, inside=True)] == [
        "Session 2: moved from 09:00–10:00 to 09:30–10:00; "
        "place: second floor instead of Town hall, Room 2; key factors: changed."
    ]


def test_the_words_and_the_names_are_the_readers(session: Session) -> None:
    """Whatever the language in which it was released."""
    h = held(session)
    with speaking("fr"):
        release_agenda(session, h.host, h.visit, "", "fr")
    assert h.told() == []
    other_day(h)
    rename_person(h)
    assert "Mayor is now" in h.told()[0]
    with speaking("fr"):
        assert "lundi 26 avril" in h.told()[0]
        assert "Maire devient Deputy mayor" in h.told()[0]


persons = st.builds(
    FrozenPerson, id=st.uuids(), name=st.text(max_size=3), names=st.just({})
)
sessions = st.builds(
    FrozenSession,
    id=st.sampled_from([UUID(int=1), UUID(int=2)]),
    number=st.integers(1, 3),
    status=st.just("planned"),
    day_on=st.none() | st.dates(),
    starts=st.none() | st.times(),
    ends=st.none() | st.times(),
    place=st.text(max_size=3),
    title=st.text(max_size=3),
    factors=st.lists(st.sampled_from(["a", "b"]), max_size=2),
    people=st.lists(persons, max_size=2),
    needs=st.lists(st.sampled_from(["private", "step-free"]), max_size=2),
)
agendas = st.builds(
    FrozenAgenda,
    sessions=st.lists(sessions, max_size=2, unique_by=lambda one: one.id),
)


@given(agendas, agendas)
def test_nothing_is_told_of_the_same_and_something_of_every_other_time(
    then: FrozenAgenda, now: FrozenAgenda
) -> None:
    stored, later = (one.model_dump(mode="json") for one in (then, now))
    assert differences(stored, stored, inside=True) == []
    told = {one.session for one in differences(stored, later, inside=True)}
    before = {one.id: one for one in then.sessions}
    for one in now.sessions:
        was = before.get(one.id)
        if was is None or (was.starts, was.ends) != (one.starts, one.ends):
            assert one.id in told
