"""Exactly those are told for whom a release changes something."""

from typing import Any
from uuid import UUID

from hypothesis import given, strategies as st

from app.visits.telling_rules import Item, Reader, Seat, Turn, news

IDS = [UUID(int=n) for n in range(1, 5)]
PEOPLE = [{"id": str(id_), "name": f"Person {id_.int}", "names": {}} for id_ in IDS]
READERS = [Reader(Seat.PLANNING)] + [
    Reader(seat, id_)
    for seat in (Seat.MEMBER, Seat.PERSON_MET, Seat.INTERPRETER)
    for id_ in IDS[:2]
]
DAYS = ("2027-04-24", "2027-04-25")
#: Read by everybody who is in a session; by those of the team beside.
OPEN = ("title", "day_on", "starts", "ends", "link", "languages")
INSIDE = ("track", "notes", "people", "members", "needs", "format", "questions")


def some(values: list[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(values), unique_by=str, max_size=2)


@st.composite
def frozen(draw: st.DrawFn, id_: UUID) -> dict[str, Any]:
    people, members, interpreters = (draw(some(PEOPLE[:3])) for _n in range(3))
    one = {name: draw(st.sampled_from(["", "one", "two"])) for name in ("track", "room", "place", "link", "notes")}  # fmt: skip
    return {
        **one,
        "id": str(id_),
        "number": id_.int,
        "title": draw(st.sampled_from(["Opening", "Visit"])),
        "language": "en",
        "titles": {},
        "format": draw(st.sampled_from(["opening", "interview"])),
        "status": draw(st.sampled_from(["planned", "planned", "cancelled", "held"])),
        "day_on": draw(st.sampled_from(DAYS)),
        "starts": draw(st.sampled_from(["09:00", "14:00"])),
        "ends": draw(st.sampled_from(["15:00", "16:00"])),
        "languages": draw(some(["en", "fr"])),
        "interpreter": "; ".join(one["name"] for one in interpreters),
        "interpreters": interpreters,
        "needs": draw(some(["private", "step-free"])),
        "factors": [],
        "questions": draw(some(["a/b"])),
        "people": people,
        "members": members,
    }


@st.composite
def agendas(draw: st.DrawFn) -> dict[str, Any]:
    zone = st.sampled_from(["Europe/Paris", "Europe/Riga"])
    sessions = [draw(frozen(id_)) for id_ in IDS if draw(st.booleans())]
    days = [{"id": str(IDS[n]), "on": on, "mode": "on-site", "time_zone": draw(zone), "note": "", "language": "en", "notes": {}} for n, on in enumerate(DAYS)]  # fmt: skip
    return {"days": days, "factors": [], "sessions": sessions}


def seen_by(agenda: dict[str, Any] | None, reader: Reader) -> dict[str, Any]:
    """Written apart from the rule: all that this reader may read of what takes place."""
    found = {}
    for one in agenda["sessions"] if agenda else []:
        in_it = [who["id"] for who in one.get(reader.seat.value, [])]
        whole_team = reader.seat is Seat.MEMBER and not one["members"] and not one["track"]  # fmt: skip
        mine = reader.seat is Seat.PLANNING or str(reader.id) in in_it or whole_team
        if not mine or one["status"] == "cancelled":
            continue
        inside = reader.seat in (Seat.PLANNING, Seat.MEMBER)
        assert agenda
        zone = next(d["time_zone"] for d in agenda["days"] if d["on"] == one["day_on"])
        names = (*OPEN, *INSIDE, "interpreter") if inside else OPEN
        where = [part for part in (one["room"], one["place"]) if part]
        found[one["id"]] = (zone, where, *(plain(one[name]) for name in names))
    return found


def plain(value: Any) -> Any:
    return sorted(map(str, value)) if isinstance(value, list) else value


@given(st.none() | agendas(), agendas(), st.sampled_from(READERS))
def test_somebody_is_told_exactly_if_what_they_read_has_changed(
    before: dict[str, Any] | None, after: dict[str, Any], reader: Reader
) -> None:
    then, now = seen_by(before, reader), seen_by(after, reader)
    changed = {id_ for id_ in {*then, *now} if then.get(id_) != now.get(id_)}
    assert {str(one.session.id) for one in news(before, after, reader)} == changed


@given(agendas(), st.sampled_from(READERS))
def test_nobody_is_told_of_a_release_that_changes_nothing(
    agenda: dict[str, Any], reader: Reader
) -> None:
    assert news(agenda, agenda, reader) == []


@given(st.none() | agendas(), agendas(), st.sampled_from(READERS[3:]))
def test_who_is_met_and_who_interprets_are_told_nobody_s_name(
    before: dict[str, Any] | None, after: dict[str, Any], reader: Reader
) -> None:
    told = str(news(before, after, reader))
    assert "Person" not in told
    assert "notes" not in str([one.session.model_fields_set for one in news(before, after, reader)])  # fmt: skip


def one_session(**changes: Any) -> dict[str, Any]:
    own = {"id": str(IDS[0]), "number": 1, "title": "Opening", "status": "planned", "day_on": DAYS[0], "starts": "09:00", "ends": "10:00", "place": "Town hall", "factors": [], "people": PEOPLE[:1], "members": PEOPLE[:1]}  # fmt: skip
    return {"days": [], "factors": [], "sessions": [{**own, **changes}]}


def turns(items: list[Item]) -> list[tuple[Turn, list[str]]]:
    return [(one.turn, list(one.said)) for one in items]


def test_what_happened_is_said_from_the_reader_s_side() -> None:
    met = Reader(Seat.PERSON_MET, IDS[0])
    first = one_session()
    told = {
        "the first": news(None, first, met),
        "moved": news(first, one_session(starts="11:00", ends="12:00"), met),
        "cancelled": news(first, one_session(status="cancelled"), met),
        "without them": news(first, one_session(people=PEOPLE[1:2]), met),
        "gone": news(first, {"days": [], "factors": [], "sessions": []}, met),
        "held": news(first, one_session(status="held"), met),
        "back": news(one_session(status="cancelled"), first, met),
        "another's": news(first, one_session(members=PEOPLE[1:2]), met),
    }
    assert {name: turns(found) for name, found in told.items()} == {
        "the first": [(Turn.ADDED, [])],
        "moved": [(Turn.CHANGED, ["moved from 09:00–10:00 to 11:00–12:00"])],
        "cancelled": [(Turn.CANCELLED, [])],
        "without them": [(Turn.WITHOUT_YOU, [])],
        "gone": [(Turn.GONE, [])],
        "held": [],
        "back": [(Turn.ADDED, [])],
        "another's": [],
    }
