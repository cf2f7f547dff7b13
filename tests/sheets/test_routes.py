"""Paper sheets in the demo: printed blank, typed in one after another."""

from urllib.parse import parse_qs, urlsplit

from app.db import Database
from app.ids import seed_id, uuid7
from app.models import AgendaSession
from tests.conftest import Browse, Counting
from tests.evidence.test_routes import VISIT, posted_id

SHEETS = f"/visits/{VISIT}/sheets"
MET = seed_id("demonstration", "session", "val-daubre-review/s06")
FRENCH = {"Accept-Language": "fr"}
M3 = seed_id("demonstration", "member", "val-daubre-review/m3")


def test_a_blank_sheet_names_its_session_by_number_and_hours_alone(
    browse: Browse, demo: Database
) -> None:
    with demo.reading() as session:
        met = session.get_one(AgendaSession, MET)
    page = browse("member").get(f"{SHEETS}?session_id={MET}", headers=FRENCH).text
    sheet = page.split('class="blank-sheet"')[1].split("</section>")[0]
    assert f"Rencontre {met.number}</strong>, Lundi 12 octobre, 14:30–15:45" in sheet
    assert (met.title in page, met.title in sheet, "Val-d" in sheet) == (True, False, False)  # fmt: skip
    assert sheet.count("<li><strong>") == 2
    bare = browse("member").get(SHEETS).text.split('class="blank-sheet"')[1]
    assert ("Session number" in bare, "<li><strong>" in bare) == (True, False)


def test_a_sheet_of_another_visits_session_is_not_there(browse: Browse) -> None:
    member = browse("member")
    asked = [member.get(f"{SHEETS}?session_id={one}").status_code for one in (uuid7(), "x")]  # fmt: skip
    assert asked == [404, 422]


def test_one_sheet_leads_to_the_next_with_what_stays(browse: Browse) -> None:
    lead = browse("facilitator")
    form = {
        "id": posted_id(lead.get(f"{SHEETS}/new").text),
        "text": "Zx on paper",
        "session_id": str(MET),
        "author_id": str(M3),
        "heard_on": "2026-10-12",
        "heard_at": "15:05",
        "language": "ar",
    }
    answer = lead.post(SHEETS, data=form)
    assert answer.status_code == 303
    query = parse_qs(urlsplit(answer.headers["location"]).query)
    stays = ("session_id", "author_id", "heard_on", "language")
    assert query == {**{name: [form[name]] for name in stays}, "saved": ["on"]}
    following = lead.get(answer.headers["location"]).text
    assert "Saved. Next sheet." in following
    assert f'<option value="{M3}" selected>' in following
    assert '<option value="ar" selected>' in following
    assert 'value="2026-10-12"' in following
    assert ("autofocus" in following, "Zx on paper" in following) == (True, False)
    assert posted_id(following) != form["id"]
    shown = lead.get(f"/visits/{VISIT}/evidence/{form['id']}").text
    assert ("12 Oct 2026 15:05" in shown, "Zx on paper" in shown) == (True, True)
    assert "Typed in from paper" in shown
    notes = f"/visits/{VISIT}/evidence"
    assert "Zx on paper" in lead.get(notes, params={"written_on": "paper"}).text
    assert "Zx on paper" not in lead.get(notes, params={"written_on": "tablet"}).text


def test_what_was_typed_stays_where_something_lacks(browse: Browse) -> None:
    member = browse("member")
    form = {"id": str(uuid7()), "text": "Zx on paper", "factors": "action-plan"}
    answer = member.post(SHEETS, data=form)
    assert answer.status_code == 422
    assert ("Zx on paper</textarea>" in answer.text, 'href="#heard_on"' in answer.text) == (True, True)  # fmt: skip
    assert 'value="action-plan" checked' in answer.text


def test_a_member_is_not_offered_other_writers(browse: Browse) -> None:
    asked = [browse(one).get(f"{SHEETS}/new").text for one in ("member", "facilitator")]
    assert ["Written by" in one for one in asked] == [False, True]
    form = {"id": str(uuid7()), "text": "Zx", "author_id": str(M3), "session_id": str(MET)}  # fmt: skip
    assert browse("mentor-officer").post(SHEETS, data=form).status_code == 403


def test_pages_of_sheets_cost_a_constant_number_of_queries(
    browse: Browse, count_queries: Counting
) -> None:
    lead = browse("facilitator")
    counts = []
    for address in (SHEETS, f"{SHEETS}?session_id={MET}", f"{SHEETS}/new"):
        with count_queries() as queries:
            lead.get(address)
        counts.append(len(queries))
    assert max(counts) <= 20
