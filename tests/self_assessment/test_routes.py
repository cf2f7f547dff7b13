import re

from sqlmodel import col, delete, select

from app.db import Database
from app.ids import seed_id
from app.models import DeskNote, SelfAssessment
from tests.conftest import Browse, Counting

VISIT = seed_id("demonstration", "visit", "val-daubre-review")
AT, DESK = f"/visits/{VISIT}/self-assessment", f"/visits/{VISIT}/desk-review"
CHECKED = re.compile(
    r'<input type="radio" name="word\.([^"]+)" value="([^"]*)" checked'
)
BLANK = "co-produced-monitoring"


def row(database: Database, factor: str) -> SelfAssessment:
    with database.reading() as session:
        asked = select(SelfAssessment).where(SelfAssessment.visit_id == VISIT)
        return session.exec(asked.where(SelfAssessment.factor == factor)).one()


def test_no_word_is_chosen_for_the_city(browse: Browse) -> None:
    page = browse("mentee-officer").get(AT).text
    chosen = dict(CHECKED.findall(page))
    assert chosen["co-produced-assessment"] == "starting"
    assert BLANK not in chosen
    assert "Ce n’est pas un examen" in page or "Not a test" in page


def test_every_button_saves_the_whole_page_and_comes_back_where_one_was(
    browse: Browse, demo: Database
) -> None:
    sent = {"language": "fr", f"sentence.{BLANK}": "Rien encore.", f"word.{BLANK}": ""}
    answer = browse("mentee-officer").post(AT, data=sent, params={"at": BLANK})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{AT}#{BLANK}")
    assert row(demo, BLANK).sentence == "Rien encore."


def test_two_at_once_see_both_texts_and_the_rest_is_kept(
    browse: Browse, demo: Database
) -> None:
    client, taken = browse("mentee-officer"), "action-plan"
    first = {"language": "fr", f"sentence.{taken}": "La leur", f"revision.{taken}": "1"}
    assert client.post(AT, data=first).status_code == 303
    second = first | {f"sentence.{taken}": "La mienne", f"sentence.{BLANK}": "Gardée"}
    answer = client.post(AT, data=second)
    assert answer.status_code == 409
    assert "La leur" in answer.text
    assert "La mienne" in answer.text
    assert f'name="revision.{taken}" value="2"' in answer.text
    assert (row(demo, taken).sentence, row(demo, BLANK).sentence) == ("La leur", "Gardée")  # fmt: skip


def test_what_is_too_long_is_refused_with_everything_still_there(
    browse: Browse, demo: Database
) -> None:
    sent = {"language": "fr", f"sentence.{BLANK}": "x" * 1001, "sentence.action-plan": "Gardé"}  # fmt: skip
    answer = browse("mentee-officer").post(AT, data=sent)
    assert answer.status_code == 422
    assert "x" * 1001 in answer.text
    assert "Gardé" in answer.text


def test_one_factor_saves_itself_and_says_so(browse: Browse, demo: Database) -> None:
    client, sent = browse("mentee-officer"), {"language": "fr", f"sentence.{BLANK}": "Un"}  # fmt: skip
    answer = client.post(f"{AT}/{BLANK}", data=sent)
    assert (answer.status_code, 'data-saved="1"' in answer.text) == (200, True)
    stale = client.post(f"{AT}/{BLANK}", data=sent | {f"sentence.{BLANK}": "Deux"})
    assert (stale.status_code, 'data-saved=""' in stale.text) == (409, True)
    fresh = sent | {f"sentence.{BLANK}": "Deux", f"revision.{BLANK}": "1"}
    assert 'data-saved="2"' in client.post(f"{AT}/{BLANK}", data=fresh).text
    assert row(demo, BLANK).sentence == "Deux"
    assert client.post(f"{AT}/none-such", data=sent).status_code == 404


def test_the_desk_review_shows_the_city_s_words_and_the_city_sees_none_of_it(
    browse: Browse, demo: Database
) -> None:
    sent = {"language": "en", "missing.action-plan": "Canary missing"}
    assert browse("member").post(DESK, data=sent).status_code == 303
    page = browse("facilitator").get(DESK).text
    assert "Canary missing" in page
    assert "without dates or money" in page or "sans calendrier" in page
    assert browse("mentee-officer").get(DESK).status_code == 404
    assert "Canary missing" not in browse("mentee-officer").get(AT).text


def test_the_pages_ask_as_much_for_one_factor_as_for_all(
    browse: Browse, demo: Database, count_queries: Counting
) -> None:
    client = browse("facilitator")

    def asked() -> list[int]:
        counts = []
        for address in (AT, DESK):
            with count_queries() as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
        return counts

    many = asked()
    with demo.writing() as session:
        session.exec(
            delete(SelfAssessment).where(col(SelfAssessment.factor) != "action-plan")
        )
        session.exec(
            delete(DeskNote).where(col(DeskNote.factor) != "quantitative-data")
        )
    assert asked() == many
