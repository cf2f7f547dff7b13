"""What each reader gets, and that nothing leaks: the demo's review in Val-d'Aubre."""

import re

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import Database
from app.ids import seed_id
from app.models import Evidence, Finding, Membership, TeamMember, Translation
from app.values import FindingStatus, Role
from tests.conftest import Browse, Counting

VISIT = seed_id("demonstration", "visit", "val-daubre-review")
STUDY = seed_id("demonstration", "visit", "rivemont-study")
AT = f"/visits/{VISIT}/findings"
HOST_PAGES = [AT, f"{AT}/sheet", f"{AT}/co-produced-assessment", f"/api/v1{AT}"]


def evidence_texts(demo: Database) -> list[str]:
    """Every text of every piece of evidence of the visit, translations included."""
    with demo.reading() as session:
        pieces = session.exec(select(Evidence).where(Evidence.visit_id == VISIT)).all()
        translated = session.exec(
            select(Translation.text).where(
                Translation.visit_id == VISIT, Translation.table == "evidence"
            )
        ).all()
    assert pieces
    return [piece.text for piece in pieces] + list(translated)


def draft_texts(demo: Database) -> list[str]:
    with demo.reading() as session:
        drafts = session.exec(
            select(Finding).where(
                Finding.visit_id == VISIT, Finding.status == FindingStatus.DRAFT
            )
        ).all()
        translated = session.exec(
            select(Translation.text).where(
                Translation.record_id.in_([draft.id for draft in drafts])  # type: ignore[attr-defined]
            )
        ).all()
    assert drafts
    own = [text for d in drafts for text in (d.sentence, d.reason, d.support_reason)]
    return own + list(translated)


def read(client: TestClient, address: str) -> str:
    """The page's text as a reader sees it, quotes and apostrophes unescaped."""
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return answer.text.replace("&#39;", "'").replace("&#34;", '"')


def revision_on(text: str) -> str:
    found = re.search(r'name="revision" value="(\d+)"', text)
    assert found
    return found[1]


@pytest.mark.parametrize("persona", ["mentee-officer", "association"])
def test_neither_drafts_nor_evidence_reach_the_host_or_outsiders(
    browse: Browse, demo: Database, persona: str
) -> None:
    hidden = evidence_texts(demo) + draft_texts(demo)
    for address in HOST_PAGES:
        shown = read(browse(persona), address)
        assert [text for text in hidden if text in shown] == []
        assert not re.search(r"\d+ (notes|pieces|éléments)", shown)


def test_the_same_pages_do_show_them_to_the_team(
    browse: Browse, demo: Database
) -> None:
    page = read(browse("member"), f"{AT}/action-plan")
    assert any(text in page for text in draft_texts(demo))
    assert any(text in page for text in evidence_texts(demo))


def test_an_officer_of_the_host_who_is_on_the_team_stays_the_host(
    browse: Browse, demo: Database
) -> None:
    with demo.writing() as session:
        member = session.get_one(
            TeamMember, seed_id("demonstration", "member", "val-daubre-review/m4")
        )
        assert member.person_id
        host = seed_id("demonstration", "city", "val-daubre")
        session.add(
            Membership(person_id=member.person_id, role=Role.OFFICER, city_id=host)
        )
    client = browse("member")
    hidden = evidence_texts(demo) + draft_texts(demo)
    for address in HOST_PAGES:
        shown = read(client, address)
        assert [text for text in hidden if text in shown] == []
    closed = [f"{AT}/action-plan", f"{AT}/action-plan/edit", f"/visits/{VISIT}/debrief"]
    assert [client.get(address).status_code for address in closed] == [404] * 3


def test_the_coordinator_reads_drafts_without_their_evidence(
    browse: Browse, demo: Database
) -> None:
    page = read(browse("coordinator"), f"{AT}/action-plan")
    assert any(text in page for text in draft_texts(demo))
    assert [text for text in evidence_texts(demo) if text in page] == []


def test_factors_stand_in_the_benchmarks_order_whatever_their_word(
    browse: Browse,
) -> None:
    page = read(browse("coordinator"), AT)
    assert re.findall(r'<tr id="finding-([a-z-]+)"', page) == [
        "co-produced-assessment",
        "multi-stakeholder-partnership",
        "contacts-with-migrant-groups",
        "asset-based-approach",
        "quantitative-data",
        "qualitative-methods",
        "action-plan",
        "co-produced-monitoring",
    ]
    assert page.count("Not explored yet") == 2


def test_a_factor_with_a_draft_looks_to_the_host_like_one_without(
    browse: Browse,
) -> None:
    page = read(browse("mentee-officer"), AT)
    rows = {
        slug: re.sub(r"<[^>]+>|\s+", " ", row.split("</th>")[1])
        for slug, row in re.findall(
            r'<tr id="finding-([a-z-]+)">(.*?)</tr>', page, re.S
        )
    }
    assert rows["action-plan"] == rows["co-produced-monitoring"]


def test_the_facilitator_agrees_a_finding_and_the_host_comments_it(
    browse: Browse,
) -> None:
    team, host, at = (
        browse("facilitator"),
        browse("mentee-officer"),
        f"{AT}/action-plan",
    )
    assert host.get(at).status_code == 404
    form = {"revision": revision_on(read(team, at))}
    assert team.post(f"{at}/agreement", data=form).headers["location"] == at
    assert "Comment on this finding" in read(host, at)
    said = "The <em>budget</em> is voted in December."
    form = {"kind": "adds", "text": said, "language": "en"}
    assert host.post(f"{at}/reply", data=form).headers["location"] == f"{at}#reply"
    for client in (host, team, browse("association")):
        shown = read(client, at)
        assert "The &lt;em&gt;budget&lt;/em&gt; is voted in December." in shown
        assert said not in shown


def test_taking_back_to_draft_can_be_undone(browse: Browse) -> None:
    team, host = browse("facilitator"), browse("mentee-officer")
    at = f"{AT}/quantitative-data"
    team.post(f"{at}/draft", data={"revision": "2"})
    assert host.get(at).status_code == 404
    assert "Undo: agree it as it was" in read(team, at)
    team.post(f"{at}/agreement", data={"revision": "3"})
    assert host.get(at).status_code == 200


def test_a_finding_that_lacks_something_comes_back_as_its_form(browse: Browse) -> None:
    team, at = browse("facilitator"), f"{AT}/asset-based-approach"
    form = {"sentence": "People bring more than is asked.", "language": "en"}
    assert team.post(at, data=form).headers["location"] == at
    answer = team.post(f"{at}/agreement", data={"revision": "1"})
    assert answer.status_code == 422
    assert re.findall(r'<li><a href="#([a-z]+)">', answer.text) == [
        "word",
        "reason",
        "evidence",
    ]
    assert "People bring more than is asked." in answer.text


def test_two_who_write_at_once_both_keep_their_text(browse: Browse) -> None:
    one, other, at = browse("facilitator"), browse("member"), f"{AT}/action-plan"
    form = {
        "sentence": "Theirs.",
        "word": "starting",
        "language": "fr",
        "revision": "1",
    }
    one.post(at, data=form)
    answer = other.post(at, data={**form, "sentence": "Mine.", "word": "works"})
    assert answer.status_code == 409
    assert ">Mine.</textarea>" in answer.text
    assert re.findall(r'id="sentence-theirs">([^<]*)<', answer.text) == ["Theirs."]
    assert revision_on(answer.text) == "2"


def test_the_debrief_of_a_day_has_its_notes_and_is_saved(browse: Browse) -> None:
    client = browse("migrant-member")
    day = seed_id("demonstration", "day", "val-daubre-review/d1")
    query = f"?day={day}&factor=co-produced-assessment"
    page = read(client, f"/visits/{VISIT}/debrief{query}")
    assert "the questionnaire was ready" in page
    form = {"agreement": "Shared, in part.", "language": "en", "revision": "1"}
    address = f"/visits/{VISIT}/debrief/{day}/co-produced-assessment"
    assert client.post(address, data=form).status_code == 303
    answer = client.post(address, data={**form, "agreement": "Mine."})
    assert answer.status_code == 409
    assert "Shared, in part." in answer.text


def test_what_is_taken_home_is_added_changed_removed_and_put_back(
    browse: Browse,
) -> None:
    client, at = browse("mentee-officer"), f"/visits/{STUDY}/take-home"
    form = {"practice": "Paid interviewers.", "factor": "action-plan", "language": "en"}
    added = client.post(at, data=form).headers["location"]
    own = f"{at}/{added.split('#take-home-')[1]}"
    changed = {**form, "practice": "Interviewers with a contract.", "revision": "1"}
    assert client.post(own, data=changed).status_code == 303
    assert client.post(own, data=changed).status_code == 409
    removed = client.post(f"{own}/removal", data={"revision": "2"}).headers["location"]
    assert "Interviewers with a contract." not in read(client, at)
    assert f'action="{own}/return"' in read(client, removed)
    client.post(f"{own}/return")
    assert "Interviewers with a contract." in read(client, at)


def test_an_item_of_another_factor_list_is_refused(browse: Browse) -> None:
    client, at = browse("mentee-officer"), f"/visits/{STUDY}/take-home"
    form = {"practice": "Paid.", "factor": "elsewhere", "language": "en"}
    answer = client.post(at, data=form)
    assert answer.status_code == 422
    assert "Choose a key factor of this benchmark." in answer.text


DAY_2 = seed_id("demonstration", "day", "val-daubre-review/d2")


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (AT, "f-co-produced-assessment"),
        (f"{AT}/action-plan", "f-action-plan"),
        (f"{AT}/action-plan/edit", "f-action-plan"),
        (f"/visits/{VISIT}/debrief?day={DAY_2}&factor=action-plan", "f-action-plan"),
    ],
)
def test_pages_cost_as_many_queries_for_many_rows_as_for_one(
    browse: Browse, demo: Database, count_queries: Counting, address: str, kept: str
) -> None:
    client = browse("facilitator")
    with count_queries() as many:
        read(client, address)
    note = seed_id("demonstration", "evidence", "val-daubre-review/e37")
    finding = seed_id("demonstration", "finding", f"val-daubre-review/{kept}")
    with demo.writing() as session:
        for kind, own in ((Finding, finding), (Evidence, note)):
            for row in session.exec(select(kind).where(kind.id != own)).all():
                row.removed_at = row.created_at
                session.add(row)
    with count_queries() as one:
        read(client, address)
    assert len(one) == len(many) <= 25


def test_the_api_gives_findings_in_order_and_drafts_to_the_team_only(
    browse: Browse,
) -> None:
    team = browse("member").get(f"/api/v1{AT}").json()
    host = browse("mentee-officer").get(f"/api/v1{AT}").json()
    statuses = [one["status"] for one in team["items"]]
    assert statuses == ["agreed"] * 5 + ["draft"]
    assert [one for one in team["items"] if one["status"] == "agreed"] == host["items"]
    assert (team["next"], host["next"]) == (None, None)
    first = host["items"][0]
    assert (first["factor"], first["word"]) == (
        "co-produced-assessment",
        "works-in-part",
    )
    assert set(first["sentence"]) == {"en", "fr"}
    assert first["reply"]["kind"] == "adds"
