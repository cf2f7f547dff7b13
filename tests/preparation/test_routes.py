import re

from sqlmodel import select

from app.db import Database
from app.ids import seed_id
from app.models import City, Deadline, Person, VisitDay
from app.values import Step
from tests.conftest import Browse

VISIT = seed_id("demonstration", "visit", "val-daubre-follow-up")
PAIR = seed_id("demonstration", "pair", "rivemont-val-daubre")
FIRST = seed_id("demonstration", "day", "val-daubre-follow-up/d1")
AT = f"/visits/{VISIT}/preparation"
SAID = re.compile(r'name="moves" value="([^"]+)"')


def test_moving_the_first_day_leads_to_what_can_move_along(
    browse: Browse, demo: Database
) -> None:
    client = browse("mentee-officer")
    assert client.post(AT).headers["location"] == AT
    with demo.reading() as session:
        day = session.get_one(VisitDay, FIRST)
        sent = {"day_on": "2026-12-21", "time_zone": day.time_zone, "mode": "on-site", "revision": str(day.revision)}  # fmt: skip
    answer = client.post(f"/visits/{VISIT}/days/{FIRST}", data=sent)
    assert answer.headers["location"] == AT
    page = client.get(AT).text
    moves = SAID.findall(page)
    assert len(moves) == 2
    assert "21 décembre 2026" in page or "21 December 2026" in page
    assert client.post(f"{AT}/moves", data={"moves": moves[:1]}).status_code == 409
    assert client.post(f"{AT}/moves", data={"moves": moves}).status_code == 303
    assert SAID.findall(client.get(AT).text) == []
    with demo.reading() as session:
        asked = select(Deadline).where(Deadline.visit_id == VISIT)
        due = {one.step: one.due_on.isoformat() for one in session.exec(asked)}
    assert due[Step.VISIT] == "2026-12-21"
    assert due[Step.REPORT_DRAFT] == "2027-01-18"


def test_the_visit_says_three_steps_and_where_each_is_done(browse: Browse) -> None:
    page = browse("mentee-officer").get(f"/visits/{VISIT}").text
    steps = page[page.index('<ol class="steps">') :]
    steps = steps[: steps.index("</ol>")]
    assert steps.count("<li ") == 3
    assert f'href="/pairs/{PAIR}#readiness"' in steps
    assert f'href="/visits/{VISIT}/team"' in steps
    assert f'href="/visits/{VISIT}/self-assessment"' in steps


def test_the_host_is_offered_no_desk_review_and_the_team_no_readiness(
    browse: Browse,
) -> None:
    host = browse("mentee-officer").get(AT).text
    assert "/desk-review" not in host
    member = browse("migrant-member").get(AT).text
    assert f"/visits/{VISIT}/desk-review" in member
    assert f"/pairs/{PAIR}#readiness" not in member
    assert "/completion" not in member


def test_who_is_alone_sees_three_things_and_the_rest_one_click_away(
    browse: Browse, demo: Database
) -> None:
    alone = browse("mentee-officer").get("/").text
    shown, _, rest = alone.partition('<details class="group">')
    assert shown.count("<li><span>") == 3
    assert rest.count("<li><span>") > 0
    assert '<details class="group">' not in browse("coordinator").get("/").text


def test_a_pair_is_warned_of_an_election_before_its_follow_up(browse: Browse) -> None:
    pair = seed_id("demonstration", "pair", "lindhaven-monteverro")
    page = browse("coordinator").get(f"/pairs/{pair}").text
    assert "who carries the work on after the election" in page


def test_two_see_both_election_days(browse: Browse, demo: Database) -> None:
    city = seed_id("demonstration", "city", "val-daubre")
    client, at = browse("mentee-officer"), f"/pairs/{PAIR}/elections/{city}"
    first = {"next_election_on": "2032-03-21", "revision": "1"}
    assert client.post(at, data=first).status_code == 303
    stale = client.post(at, data=first | {"next_election_on": "2032-03-28"})
    assert stale.status_code == 409
    assert "2032-03-21" in stale.text
    assert "2032-03-28" in stale.text
    with demo.reading() as session:
        assert str(session.get_one(City, city).next_election_on) == "2032-03-21"


def test_questions_in_conflict_show_both_and_what_is_too_long_is_still_there(
    browse: Browse,
) -> None:
    client, at = browse("mentee-officer"), f"/pairs/{PAIR}/questions"
    first = {"question-1-fr": "La leur ?", "revision": "1"}
    assert client.post(at, data=first).status_code == 303
    stale = client.post(at, data={"question-1-fr": "La mienne ?", "revision": "1"})
    assert stale.status_code == 409
    assert "La leur ?" in stale.text
    assert "La mienne ?" in stale.text
    long = client.post(at, data={"question-1-fr": "x" * 10_001, "revision": "2"})
    assert (long.status_code, "x" * 10_001 in long.text) in ((422, True), (303, False))


def test_reminders_are_turned_off_and_on(browse: Browse, demo: Database) -> None:
    own_id = seed_id("demonstration", "person", "mentee-officer")

    def wants() -> bool:
        with demo.reading() as session:
            return session.get_one(Person, own_id).wants_reminders

    client, at = browse("mentee-officer"), "/account/reminders"
    assert client.post(at).headers["location"] == "/account#reminders"
    assert wants() is False
    client.post(at, data={"wanted": "on"})
    assert wants() is True
