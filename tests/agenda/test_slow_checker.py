"""The rules of clashes find what an independent checker finds, on any agenda."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given, settings, strategies as st

from app.values import Need, SessionFormat
from app.visits.clash_rules import clashes
from app.visits.clash_shapes_rules import SOME_DAY, Place, Plan, Slot, Someone
from tests.agenda.slow_checker import Found, check_slowly

MONDAY = date(2027, 4, 26)
DAYS = [MONDAY, MONDAY + timedelta(days=1)]
MEMBERS, PEOPLE, SPEAKING = ("m1", "m2", "m3"), ("p1", "p2", "p3"), ("i1", "i2")
ROOMS, VENUES = ("r1", "r2", "r3"), ("v1", "v2")
LANGUAGES = st.lists(st.sampled_from(["ar", "en", "fr"]), unique=True, max_size=2)
PAIRS = st.lists(st.sampled_from(["ar/fr", "en/fr"]), unique=True, max_size=2)
#: Off the agenda's grid too: an edge may lie at any minute.
MINUTE = st.one_of(
    st.integers(32, 72).map(lambda quarter: quarter * 15), st.integers(480, 1080)
)


def some_of(ids: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(ids), unique=True, max_size=2).map(tuple)


@st.composite
def slots(draw: st.DrawFn, number: int, waits: bool = False) -> Slot:
    starts = draw(MINUTE)
    length = draw(st.one_of(st.sampled_from([30, 45, 60, 90, 165]), st.integers(1, 240)))  # fmt: skip
    return Slot(
        UUID(int=number),
        number,
        SOME_DAY if waits else draw(st.sampled_from(DAYS)),
        starts,
        starts + length,
        format=draw(st.sampled_from(SessionFormat)),
        track=draw(st.sampled_from(["", "A", "B"])),
        room=draw(st.sampled_from([None, *ROOMS])),
        members=draw(some_of(MEMBERS)),
        people=draw(some_of(PEOPLE)),
        interpreters=draw(some_of(SPEAKING)),
        languages=tuple(draw(LANGUAGES)),
        needs=tuple(draw(st.lists(st.sampled_from(Need), unique=True, max_size=2))),
    )


@st.composite
def someone(draw: st.DrawFn, name: str) -> Someone:
    return Someone(
        name,
        draw(LANGUAGES),
        draw(st.integers(1, 4)),
        draw(PAIRS) if name in SPEAKING else (),
        draw(st.none() | st.integers(1, 3)) if name in SPEAKING else None,
    )


@st.composite
def places(draw: st.DrawFn, name: str) -> Place:
    return Place(
        name,
        draw(st.sampled_from(VENUES)),
        draw(st.none() | st.integers(1, 8)),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.sampled_from([0, 5, 30])),
    )


WINDOWS = st.lists(
    st.tuples(MINUTE, st.integers(15, 300)).map(lambda w: (w[0], w[0] + w[1])),
    max_size=3,
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    made = [draw(slots(number)) for number in range(draw(st.integers(0, 8)))]
    everybody = (*MEMBERS, *PEOPLE, *SPEAKING)
    who_when = st.tuples(st.sampled_from(everybody), st.sampled_from(DAYS))
    way = draw(st.none() | st.integers(0, 50))
    return Plan(
        slots=made,
        waiting=[draw(slots(99, waits=True))] if draw(st.booleans()) else [],
        whom={who: draw(someone(who)) for who in everybody},
        places={room: draw(places(room)) for room in ROOMS},
        windows=draw(st.dictionaries(who_when, WINDOWS, max_size=6)),
        ways={} if way is None else {frozenset(VENUES): way},
        holidays=draw(
            st.dictionaries(st.sampled_from(DAYS), st.just([("FR", "Easter Monday")]))
        ),
    )


def told(plan: Plan) -> list[Found]:
    return [
        (
            clash.day,
            clash.rule.value,
            frozenset(slot.number for slot in clash.sessions),
            frozenset(name for _id, name in clash.who),
        )
        for clash in clashes(plan)
    ]


@settings(max_examples=60, deadline=None)
@given(plans())
def test_the_rules_find_exactly_what_a_slow_checker_finds(plan: Plan) -> None:
    found = told(plan)
    assert set(found) == check_slowly(plan)
    assert len(found) == len(set(found)), "nothing is said twice"
