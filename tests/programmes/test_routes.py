import re
from io import BytesIO

from openpyxl import load_workbook
from sqlmodel import select

from app.db import Database
from app.ids import seed_id
from app.models import Deadline, Finding
from app.values import FindingStatus
from tests.conftest import Browse, Counting

PAIR = seed_id("demonstration", "pair", "rivemont-val-daubre")
BOARD = "/programmes/demonstration"
STEP = f"/pairs/{PAIR}/deadlines/" + str(
    seed_id("demonstration", "deadline", "p1-r2-final")
)
CAPACITY = f"/pairs/{PAIR}/readiness/capacity"
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


def pairs_on(text: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/pairs/[^"]+">(\d)\.', text)


def test_the_board_has_the_pairs_one_may_see(browse: Browse) -> None:
    seen = {
        persona: pairs_on(browse(persona).get(BOARD).text)
        for persona in ("coordinator", "facilitator", "member", "other-pair-officer")
    }
    assert seen == {
        "coordinator": ["1", "2", "3", "4"],
        "facilitator": ["1", "2", "3", "4"],
        "member": ["1"],
        "other-pair-officer": ["2"],
    }


def test_the_cities_of_other_pairs_are_not_on_the_board(browse: Browse) -> None:
    text = browse("other-pair-officer").get(BOARD).text
    assert "Monteverro" in text
    assert "Val-d" not in text


def test_the_board_narrows_by_status_and_by_what_is_late(browse: Browse) -> None:
    client = browse("coordinator")
    found = {
        query: pairs_on(client.get(f"{BOARD}?{query}").text)
        for query in ("status=preparing", "status=closed", "late=on", "status=x&page=0")
    }
    assert found["status=preparing"] == ["4"]
    assert found["status=closed"] == []
    assert set(found["late=on"]) <= {"1", "2", "3", "4"}
    assert found["status=x&page=0"] == ["1", "2", "3", "4"]


def test_the_board_is_sent_alone_to_htmx(browse: Browse) -> None:
    answer = browse("coordinator").get(BOARD, headers=PART)
    assert answer.text.lstrip().startswith('<div class="stack board" id="board">')
    assert "HX-Request-Type" in answer.headers["Vary"]


def test_a_draft_finding_is_not_on_the_board(browse: Browse, demo: Database) -> None:
    word = "Works in part"
    client = browse("coordinator")
    assert word in client.get(f"{BOARD}?status=active").text
    with demo.writing() as session:
        for finding in session.exec(select(Finding)).all():
            finding.status = FindingStatus.DRAFT
    text = client.get(f"{BOARD}?status=active").text
    assert word not in text
    assert "Agreed findings" not in text


def test_four_pairs_cost_no_more_queries_than_one(
    browse: Browse, count_queries: Counting
) -> None:
    counts = {}
    for persona in ("mentee-officer", "coordinator"):
        client = browse(persona)
        client.get(BOARD)
        with count_queries() as queries:
            assert pairs_on(client.get(BOARD).text)
        counts[persona] = len(queries)
    assert counts["coordinator"] <= counts["mentee-officer"] <= 20


def test_the_board_as_a_spreadsheet_has_the_same_pairs(browse: Browse) -> None:
    client = browse("other-pair-officer")
    answer = client.get(f"{BOARD}/board.xlsx")
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="demonstration.xlsx"'
    )
    book = load_workbook(BytesIO(answer.content))
    board, steps, _findings = book.worksheets
    assert [cell.value for cell in board["A"]] == ["Pair", 2]
    assert {cell.value for cell in steps["A"]} == {"Pair", 2}


def test_the_facts_about_real_cities_carry_their_sources(browse: Browse) -> None:
    text = browse("coordinator").get("/programmes/inclucities").text
    assert "Share of foreign origin: 36%" in text
    assert "The text of this benchmark was not found" in text
    assert text.count('href="https://www.inclucities.eu/pair-') == 9


def test_a_city_that_was_replaced_keeps_its_place(browse: Browse) -> None:
    pair = seed_id("demonstration", "pair", "lindhaven-monteverro")
    text = browse("coordinator").get(f"/pairs/{pair}").text
    assert "Learning city until replaced" in text
    title = re.search(r"<h1>(.*?)</h1>", text, re.S)
    assert title
    assert title[1].strip() == "Lindhaven (fictional) and Monteverro (fictional)"


def test_the_team_sees_the_pair_without_its_readiness(browse: Browse) -> None:
    officer = browse("mentee-officer").get(f"/pairs/{PAIR}").text
    member = browse("member").get(f"/pairs/{PAIR}").text
    assert 'id="readiness"' in officer
    assert 'id="readiness"' not in member
    assert "Renfort demandé" not in member


def test_a_step_is_saved_by_page(browse: Browse, demo: Database) -> None:
    client = browse("mentee-officer")
    form = {"due_on": "2026-12-01", "done_on": "", "revision": "1"}
    answer = client.post(STEP, data=form)
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        f"/pairs/{PAIR}#cycle",
    )
    with demo.reading() as session:
        step = session.get_one(
            Deadline, seed_id("demonstration", "deadline", "p1-r2-final")
        )
        assert (step.due_on.isoformat(), step.owner_id) == ("2026-12-01", None)


def test_a_bad_step_is_shown_again_and_a_stale_one_with_both_texts(
    browse: Browse,
) -> None:
    client = browse("mentee-officer")
    bad = client.post(STEP, data={"due_on": "tomorrow", "revision": "1"})
    assert (bad.status_code, 'value="tomorrow"' in bad.text) == (422, True)
    client.post(STEP, data={"due_on": "2026-12-01", "revision": "1"})
    stale = client.post(STEP, data={"due_on": "2026-12-02", "revision": "1"})
    assert stale.status_code == 409
    assert 'value="2026-12-02"' in stale.text
    assert '<p dir="auto" id="due_on-theirs">2026-12-01</p>' in stale.text


def test_readiness_is_saved_by_page_and_a_stale_one_refused(browse: Browse) -> None:
    client = browse("mentee-officer")
    form = {"state": "agreed", "text": "Deux postes", "language": "fr", "revision": "1"}
    assert client.post(CAPACITY, data=form).status_code == 303
    assert "Deux postes" in client.get(f"/pairs/{PAIR}").text
    stale = client.post(CAPACITY, data={**form, "text": "Trois postes"})
    assert stale.status_code == 409
    assert "Deux postes" in stale.text
    assert "Trois postes" in stale.text
    bad = client.post(CAPACITY, data={"text": "Sans mot", "language": "fr"})
    assert (bad.status_code, "Sans mot" in bad.text) == (422, True)


def test_an_unknown_pair_and_an_unknown_condition_are_not_there(
    browse: Browse,
) -> None:
    client = browse("mentee-officer")
    assert client.get(f"/pairs/{seed_id('nowhere')}").status_code == 404
    assert client.get(f"/pairs/{PAIR}/readiness/weather").status_code in (404, 422)


def test_a_step_is_added_taken_out_and_put_back_by_page(browse: Browse) -> None:
    client, at = browse("coordinator"), f"/pairs/{PAIR}"
    page = client.get(f"{at}/deadlines/new").text
    own = re.search(r'name="id" value="([^"]+)"', page)
    assert own
    assert f'href="{at}/deadlines/new"' in client.get(at).text
    bad = client.post(f"{at}/deadlines", data={"id": own[1], "due_on": "2031-02-03"})
    assert (bad.status_code, 'href="#step"' in bad.text) == (422, True)
    assert 'value="2031-02-03"' in bad.text
    form = {"id": own[1], "step": "desk-review", "due_on": "2031-02-03"}
    for _sent_twice in range(2):
        answer = client.post(f"{at}/deadlines", data=form)
        assert answer.headers["Location"] == f"{at}#cycle"
    step = f"{at}/deadlines/{own[1]}"
    assert client.get(at).text.count(step) == 1
    assert client.post(f"{step}/removal", data={"revision": "9"}).status_code == 409
    gone = client.post(f"{step}/removal", data={"revision": "1"})
    after = client.get(gone.headers["Location"]).text
    assert after.count(step) == after.count(f'action="{step}/return"') == 1
    assert client.get(step).status_code == 404
    client.post(f"{step}/return")
    assert client.get(at).text.count(step) == 1
    assert client.get(step).status_code == 200


def test_only_who_plans_is_offered_the_steps(browse: Browse) -> None:
    at = f"/pairs/{PAIR}"
    member = browse("member")
    assert "/deadlines/" not in member.get(f"{at}?removed={PAIR}").text
    assert member.get(f"{at}/deadlines/new").status_code == 403
