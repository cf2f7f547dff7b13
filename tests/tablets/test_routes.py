"""Tablets as browsers meet them: joining, the field page, sending."""

from datetime import timedelta

from pydantic import AnyHttpUrl
from sqlmodel import col, select
from starlette.testclient import TestClient

from app.db import Database
from app.ids import uuid7
from app.models import (
    AuditEntry,
    Evidence,
    Login,
    Quarantine,
    Speaker,
    TeamMember,
)
from app.models.base import now
from app.settings import Settings
from tests.conftest import Browse, Counting
from tests.tablets.making import (
    API,
    AT,
    M2,
    M3,
    OTHERS,
    OWN,
    VISIT,
    author_of,
    end,
    sent,
)


def test_a_tablet_joins_by_the_code_and_its_person_is_signed_out(
    browse: Browse, demo: Database
) -> None:
    lead, tablet = browse("facilitator"), browse("member")
    page = lead.post(f"{AT}/tablets/codes").text
    code = page.split('class="secret code">')[1][:9]
    session = tablet.cookies["repere"]
    answer = tablet.post("/tablets", data={"code": code})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{AT}/field")
    cookie = next(c for c in answer.headers.get_list("set-cookie") if "repere-tablet=" in c)  # fmt: skip
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "repere" not in tablet.cookies
    other = browse("")
    other.cookies.set("repere", session)
    assert other.get("/account").status_code == 303
    assert "Open your seat" in tablet.get(f"{AT}/field").text
    shown = lead.get(f"{AT}/tablets", headers={"HX-Request-Type": "partial"}).text
    assert "Tablet 1 joined." in shown
    assert "<html" not in shown


def test_over_https_the_credential_is_bound_to_its_host() -> None:
    address = AnyHttpUrl("https://example.org")
    settings = Settings(demo=True, public_url=address)
    assert settings.tablet_cookie_name == "__Host-repere-tablet"


def test_nobody_signs_in_on_a_tablet_and_a_person_is_not_read_from_one(
    tablet: TestClient, browse: Browse
) -> None:
    refused = tablet.post("/sign-in/demo", data={"persona": "facilitator"})
    assert refused.status_code == 422
    assert "This is a shared tablet" in refused.text
    tablet.cookies.set("repere", browse("facilitator").cookies["repere"])
    assert tablet.get(f"{AT}/evidence").status_code == 303


def test_an_unknown_credential_gives_way_to_signing_in(browse: Browse) -> None:
    client = browse("")
    client.cookies.set("repere-tablet", "tablet_unknown")
    assert (
        client.get(f"{AT}/field").headers["location"] == f"/tablets/new?visit={VISIT}"
    )
    answer = client.post("/sign-in/demo", data={"persona": "member"})
    assert 'repere-tablet=""; expires=' in str(answer.headers.get_list("set-cookie"))
    del client.cookies["repere-tablet"]
    assert client.get("/account").status_code == 200


def test_a_seat_reads_its_own_notes_and_no_others(
    tablet: TestClient, demo: Database
) -> None:
    with demo.reading() as session:
        notes = session.exec(
            select(Evidence.author_id, Evidence.text).where(
                Evidence.visit_id == VISIT,
                col(Evidence.removed_at).is_(None),
                col(Evidence.hidden_at).is_(None),
            )
        ).all()
    listed = tablet.get(API, params={"limit": 100}).json()["items"]
    assert {one["text"] for one in listed} == {text for by, text in notes if by == M3}
    assert {by for by, _text in notes} > {M3}
    page = tablet.get(f"{AT}/field").text
    assert [text for by, text in notes if by != M3 and text[:40] in page] == []
    statuses = [tablet.get(f"{API}/{one}").status_code for one in (OWN, OTHERS)]
    assert statuses == [200, 404]


def test_every_page_of_a_locked_tablet_is_empty_of_notes(
    tablet: TestClient, demo: Database
) -> None:
    with demo.reading() as session:
        words = session.get_one(Evidence, OWN).text[:40]
    assert words in tablet.get(f"{AT}/field/{OWN}").text
    assert tablet.post(f"{AT}/field/lock").status_code == 303
    addresses = [f"{AT}/field", f"{AT}/field/{OWN}", f"{AT}/field/new", API, f"{API}/{OWN}"]  # fmt: skip
    answers = [tablet.get(address) for address in addresses]
    assert [one.status_code for one in answers] == [200, 303, 303, 401, 401]
    assert [words in one.text for one in answers] == [False] * 5
    assert all(one.headers["cache-control"] == "no-store" for one in answers)


def test_a_note_is_the_members_and_names_no_person(
    tablet: TestClient, demo: Database
) -> None:
    note_id = uuid7()
    answer = tablet.post(f"{AT}/field", data={"id": str(note_id), "text": "Zx bus"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{AT}/field")
    assert author_of(demo, note_id) == (M3, None)
    with demo.reading() as session:
        by = session.exec(
            select(AuditEntry.person_id, AuditEntry.member_id, AuditEntry.verb).where(
                col(AuditEntry.tablet_id).is_not(None)
            )
        ).all()
    assert "Zx bus" in tablet.get(f"{AT}/field").text
    assert by == []
    with demo.reading() as session:
        last = session.exec(
            select(AuditEntry).order_by(col(AuditEntry.at).desc())
        ).first()
    assert last
    assert (last.verb, last.person_id, last.member_id) == ("read-evidence", None, M3)


def test_what_was_being_written_survives_the_lock(
    tablet: TestClient, demo: Database
) -> None:
    page = tablet.get(f"{AT}/field/new").text
    seat = page.split('name="open_seat" value="')[1].split('"')[0]
    first, second = uuid7(), uuid7()
    form = {"open_seat": seat, "lock": "on"}
    tablet.post(f"{AT}/field", data={**form, "id": str(first), "text": "Half a sent"})
    assert "Open your seat" in tablet.get(f"{AT}/field").text
    tablet.post(f"{AT}/field", data={**form, "id": str(second), "text": "Too late"})
    assert [author_of(demo, one) for one in (first, second)] == [(M3, None), (M3, None)]
    only_lock = tablet.post(f"{AT}/field", data={**form, "id": str(uuid7()), "text": ""})  # fmt: skip
    assert only_lock.status_code == 303


def test_an_ejection_in_mid_sentence_loses_nothing(
    tablet: TestClient, demo: Database
) -> None:
    page = tablet.get(f"{AT}/field/new").text
    seat = page.split('name="open_seat" value="')[1].split('"')[0]
    end(demo)
    form = {"id": str(uuid7()), "text": "Zx half", "open_seat": seat}
    assert tablet.post(f"{AT}/field", data=form).status_code == 303
    with demo.reading() as session:
        kept = session.exec(select(Quarantine)).one()
    assert (kept.member_id, kept.reason, kept.outcome) == (M3, "ended", "")
    assert "Zx half" in kept.raw
    assert "Zx half" not in tablet.get(f"{AT}/field").text


def test_a_tablet_sends_for_who_sat_there_and_for_nobody_else(
    tablet: TestClient, demo: Database
) -> None:
    tablet.post(f"{AT}/field/lock")
    ids = [uuid7() for _ in range(3)]
    claims: list[dict[str, str]] = [{}, {"Repere-Seat": str(M3)}, {"Repere-Seat": str(M2)}]  # fmt: skip
    statuses = [sent(tablet, one, headers=claim).status_code for one, claim in zip(ids, claims, strict=True)]  # fmt: skip
    assert statuses == [201, 201, 201]
    assert [author_of(demo, one)[0] for one in ids] == [None, M3, None]


def test_a_seat_changes_its_own_and_no_others(tablet: TestClient) -> None:
    current = {"If-Match": '"1"'}
    own = sent(tablet, OWN, text="Mine anew", headers=current)
    others = sent(tablet, OTHERS, text="Not mine", headers=current)
    claimed = sent(tablet, OTHERS, text="Not mine", headers={**current, "Repere-Seat": str(M2)})  # fmt: skip
    assert [own.status_code, others.status_code, claimed.status_code] == [200, 403, 403]
    assert "state" not in others.json()


def test_a_correction_on_the_tablet_keeps_who_spoke(
    tablet: TestClient, demo: Database
) -> None:
    speaker = Speaker(visit_id=VISIT, number=90)
    with demo.writing() as session:
        session.add(speaker)
        note = session.get_one(Evidence, OWN)
        note.speakers = [str(speaker.id)]
        session.add(note)
    form = {"id": str(OWN), "revision": "1", "text": "Mine anew"}
    assert tablet.post(f"{AT}/field/{OWN}", data=form).status_code == 303
    with demo.reading() as session:
        found = session.get_one(Evidence, OWN)
    assert (found.text, found.speakers) == ("Mine anew", [str(speaker.id)])


def test_a_card_is_shown_once_in_its_members_language(
    browse: Browse, demo: Database
) -> None:
    lead = browse("facilitator")
    with demo.reading() as session:
        assert session.get_one(TeamMember, M3).languages[:2] == ["ar", "fr"]
    page = lead.post(f"{AT}/cards", data={"member_id": str(M3)}).text
    assert page.count('class="pass-card" lang="fr"') == 1
    secret = page.split("<code><span>")[1].split("</code>")[0]
    typed = secret.replace("</span> <span>", "").replace("</span> ", "")
    assert len(typed) == 36
    assert typed[:6] not in lead.get(f"{AT}/cards").text
    whole = lead.post(f"{AT}/cards").text
    assert whole.count('class="pass-card"') == 7


def test_sending_costs_a_person_no_more_queries_and_a_tablet_one_more(
    browse: Browse, tablet: TestClient, count_queries: Counting
) -> None:
    person = browse("member")
    for client in (person, tablet):
        sent(client)
    with count_queries() as by_person:
        sent(person)
    with count_queries() as by_tablet:
        sent(tablet)
    assert not any("tablet" in query for query in by_person)
    assert len(by_tablet) <= len(by_person) + 1
    asked = sum("FROM tablet" in query for query in by_tablet)
    assert asked == 1


def test_a_polling_page_keeps_nobody_signed_in(browse: Browse, demo: Database) -> None:
    lead, before = browse("facilitator"), now() - timedelta(minutes=20)
    with demo.writing() as session:
        login = session.exec(select(Login).order_by(col(Login.created_at).desc())).first()  # fmt: skip
        assert login
        login.last_seen_at = before
        session.add(login)
        own = login.id
    lead.get(f"{AT}/tablets", headers={"Repere-Poll": "1"})
    with demo.reading() as session:
        assert session.get_one(Login, own).last_seen_at == before
    lead.get(f"{AT}/tablets")
    with demo.reading() as session:
        assert session.get_one(Login, own).last_seen_at > before


def test_the_audit_says_which_tablet_and_whose_seat(
    tablet: TestClient, browse: Browse
) -> None:
    tablet.get(f"{AT}/field/{OWN}")
    shown = browse("coordinator").get("/audit").text
    assert "Tablet 1, Member 3" in shown


def test_a_tablet_is_not_told_what_a_closed_seat_wrote(
    tablet: TestClient, demo: Database
) -> None:
    with demo.reading() as session:
        words = session.get_one(Evidence, OWN).text
    open_seat = sent(tablet, OWN, text="An old base", headers={"If-Match": '"7"'})
    assert (open_seat.status_code, open_seat.json()["theirs"]["text"]) == (409, words)
    tablet.post(f"{AT}/field/lock")
    claim = {"If-Match": '"7"', "Repere-Seat": str(M3)}
    closed = sent(tablet, OWN, text="Another old base", headers=claim)
    assert (closed.status_code, closed.json()["state"]) == (409, "kept")
    assert {"theirs", "yours"} & set(closed.json()) == set()
    assert words not in closed.text
