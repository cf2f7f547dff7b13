"""Beginning from another agenda: its days and people fitted, nothing else taken along."""

import itertools
import re

import pytest
from sqlmodel import col, select

from app.db import Database
from app.ids import seed_id, uuid7
from app.models import AgendaSession, SessionMember, SessionStakeholder, VisitDay
from app.values import Voice
from app.visits.outlines import Guest, meeting, patterns
from tests.conftest import Browse
from tests.visits.test_routes import FOLLOW_UP, read

REVIEW = seed_id("demonstration", "visit", "val-daubre-review")
STRANGE = seed_id("demonstration", "visit", "monteverro-review")
AT = f"/visits/{FOLLOW_UP}/copies"


def agenda(demo: Database) -> list[AgendaSession]:
    with demo.reading() as session:
        rows = session.exec(
            select(AgendaSession)
            .where(
                AgendaSession.visit_id == FOLLOW_UP,
                col(AgendaSession.removed_at).is_(None),
            )
            .order_by(col(AgendaSession.number))
        )
        return list(rows.all())


def days(demo: Database) -> list[str]:
    with demo.reading() as session:
        rows = session.exec(
            select(VisitDay.id)
            .where(VisitDay.visit_id == FOLLOW_UP)
            .order_by(col(VisitDay.day_on))
        )
        return [str(one) for one in rows]


@pytest.mark.parametrize("key", ["three-days", "two-days", "virtual"])
def test_a_pattern_leaves_breaks_and_ends_each_day_with_a_debrief(key: str) -> None:
    [pattern] = [one for one in patterns("en") if one.key == key]
    for day in range(len(pattern.days)):
        held = [one for one in pattern.sessions if one.day == day]
        spans = [(one.starts, one.ends) for one in held]
        assert spans == sorted(spans)
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))  # type: ignore[operator]
        assert "debrief" in [one.format for one in held]
    assert pattern.sessions[-1].format == "feedback"


def test_a_pattern_is_added_once_and_can_be_taken_back(
    browse: Browse, demo: Database
) -> None:
    host, before, own_id = browse("mentee-officer"), len(agenda(demo)), str(uuid7())
    data = {"id": own_id, "source": "two-days", "days": days(demo)[:1]}
    answer = host.post(AT, data=data)
    host.post(AT, data=data)
    added = agenda(demo)[before:]
    assert len(added) == 11
    assert {str(one.day_id) for one in added[:6]} == {days(demo)[0]}
    assert [(one.day_id, one.starts_local, one.minutes) for one in added[6:8]] == [
        (None, None, 90),
        (None, None, 60),
    ]
    page = read(host, answer.headers["location"])
    assert "The sessions are in the agenda." in page
    host.post(f"{AT}/{own_id}/removal", data={"source": "two-days"})
    assert len(agenda(demo)) == before


def test_what_was_changed_since_stays_when_the_copy_is_taken_back(
    browse: Browse, demo: Database
) -> None:
    host, before, own_id = browse("mentee-officer"), len(agenda(demo)), str(uuid7())
    host.post(AT, data={"id": own_id, "source": "virtual", "days": days(demo)})
    first = agenda(demo)[before]
    moved = {"minutes": "15", "revision": "1"}
    host.post(f"/visits/{FOLLOW_UP}/agenda/{first.id}/times", data=moved)
    host.post(f"{AT}/{own_id}/removal", data={"source": "virtual"})
    assert [one.id for one in agenda(demo)[before:]] == [first.id]


def test_another_visit_comes_with_days_and_people_as_chosen(
    browse: Browse, demo: Database
) -> None:
    host, before = browse("mentee-officer"), len(agenda(demo))
    page = read(host, f"{AT}?source={REVIEW}")
    fields = {
        name: re.findall(
            rf'<select id="{name}-\d+" name="{name}">(.*?)</select>', page, re.S
        )
        for name in ("days", "members", "people")
    }
    chosen = {
        name: [
            (re.findall(r'value="([^"]*)" selected', one) or [""])[0] for one in some
        ]
        for name, some in fields.items()
    }
    data = {"id": str(uuid7()), "source": str(REVIEW), **chosen}
    assert host.post(AT, data=data).status_code == 303
    added = agenda(demo)[before:]
    assert len(added) == 17
    assert {one.link + one.notes for one in added} == {""}
    assert {str(one.day_id) for one in added if one.day_id} <= set(days(demo))
    with demo.reading() as session:
        linked = session.exec(
            select(SessionMember.member_id).where(
                col(SessionMember.session_id).in_([one.id for one in added])
            )
        ).all()
    assert {str(one) for one in linked} == {one for one in chosen["members"] if one}


@pytest.mark.parametrize(
    ("voice", "how_many", "languages", "format_", "minutes", "spoken", "needs"),
    [
        (Voice.ELECTED_LEADERS, 1, ["fr", "en"], "interview", 60, ["en"], []),
        (Voice.ACADEMICS, 3, ["de"], "interview", 60, ["de"], []),
        (Voice.ASSOCIATIONS, 5, ["en"], "group-discussion", 90, ["en"], []),
        (Voice.MIGRANTS, 8, ["ar", "en"], "group-discussion", 90, ["ar", "en"], ["private"]),
        (Voice.RESIDENTS, 1, [], "interview", 60, [], []),
    ],
)  # fmt: skip
def test_whoever_is_met_has_a_session_that_fits_them(
    voice: Voice,
    how_many: int,
    languages: list[str],
    format_: str,
    minutes: int,
    spoken: list[str],
    needs: list[str],
) -> None:
    made = meeting(Guest("k", "Mayor", voice, how_many, languages), "en", {"en", "es"})
    told = (made.title, made.format, made.minutes, made.languages, made.needs)
    assert told == ("Conversation: Mayor", format_, minutes, spoken, needs)
    assert (made.day, made.people) == (None, ["k"])


def test_a_session_is_added_with_each_of_those_chosen_and_taken_back(
    browse: Browse, demo: Database
) -> None:
    host, before, own_id = browse("mentee-officer"), len(agenda(demo)), str(uuid7())
    guest = {"id": str(uuid7()), "name": "Choir", "category": "residents"}
    assert host.post(f"/visits/{FOLLOW_UP}/stakeholders", data=guest).status_code == 303
    page = read(host, f"{AT}?source=meetings")
    every = re.findall(r'name="people" value="([^"]*)"', page)
    waiting = re.findall(r'name="people" value="([^"]*)" checked', page)
    assert waiting == [guest["id"]]
    waiting.append(next(one for one in every if one not in waiting))
    answer = host.post(AT, data={"id": own_id, "source": "meetings", "people": waiting})
    assert answer.status_code == 303
    added = agenda(demo)[before:]
    assert [(one.day_id, one.starts_local) for one in added] == [(None, None)] * len(waiting)  # fmt: skip
    with demo.reading() as session:
        met = session.exec(
            select(SessionStakeholder.stakeholder_id).where(
                col(SessionStakeholder.session_id).in_([one.id for one in added])
            )
        ).all()
    assert sorted(str(one) for one in met) == sorted(waiting)
    assert "checked" not in read(host, f"{AT}?source=meetings").split("<form", 1)[1]
    host.post(f"{AT}/{own_id}/removal", data={"source": "meetings"})
    assert len(agenda(demo)) == before


def test_a_session_with_nobody_is_refused(browse: Browse, demo: Database) -> None:
    before = len(agenda(demo))
    host = browse("mentee-officer")
    answer = host.post(AT, data={"id": str(uuid7()), "source": "meetings"})
    assert answer.status_code == 422
    assert "Choose whom the team meets." in answer.text
    strange = {"id": str(uuid7()), "source": "meetings", "people": [str(uuid7())]}
    assert host.post(AT, data=strange).status_code == 422
    assert len(agenda(demo)) == before


def test_only_agendas_one_prepares_are_offered_or_opened(browse: Browse) -> None:
    host = browse("mentee-officer")
    assert str(STRANGE) not in read(host, AT)
    assert host.get(f"{AT}?source={STRANGE}").status_code == 404
    assert host.get(f"{AT}?source={FOLLOW_UP}").status_code == 404
    assert host.get(f"{AT}?source=nothing").status_code == 404
    assert str(STRANGE) in read(browse("coordinator"), AT)


def test_a_day_of_another_visit_is_refused_with_what_was_chosen(
    browse: Browse, demo: Database
) -> None:
    before = len(agenda(demo))
    other = seed_id("demonstration", "day", "val-daubre-review/d1")
    data = {"id": str(uuid7()), "source": "virtual", "days": [str(other)]}
    answer = browse("mentee-officer").post(AT, data=data)
    assert answer.status_code == 422
    assert "This is not known in this visit." in answer.text
    assert len(agenda(demo)) == before
