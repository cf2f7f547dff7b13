"""What a tablet takes with it, and what it must not."""

from datetime import time
from io import BytesIO

import pytest
from PIL import Image
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.access import AtTablet
from app.db import Database
from app.evidence.pack import pack_version, visit_pack
from app.models import Stakeholder, Visit
from app.release import release
from app.values import Voice
from tests.conftest import Browse, queries_of
from tests.factories import make_tablet
from tests.tablets.making import VISIT
from tests.tablets.test_field import at_work

PACK = f"/api/v1/visits/{VISIT}/pack"


def test_the_pack_says_the_plan_in_order_of_time(
    session: Session, visit: Visit
) -> None:
    at_work(session, visit, 2, starts_local=time(11), ends_local=time(12, 30))
    at_work(session, visit, 1, starts_local=time(9), ends_local=time(10), place="Town hall")  # fmt: skip
    at_work(session, visit, 3, day_id=None)
    tablet, _token = make_tablet(session, visit)
    session.flush()
    pack = visit_pack(session, visit, AtTablet(tablet.id, visit.id, tablet.number), {})
    assert [
        (one["number"], one["starts"], one["ends_local"], one["place"])
        for one in pack["sessions"]
    ] == [
        (1, "2027-04-26T07:00:00+00:00", "10:00", "Town hall"),
        (2, "2027-04-26T09:00:00+00:00", "12:30", ""),
        (3, None, None, ""),
    ]
    assert pack["release"] == release()
    assert pack["visit"]["zone"] == "Europe/Paris"
    assert pack["tablet"]["number"] == tablet.number


def test_another_plan_is_another_version(session: Session, visit: Visit) -> None:
    before = pack_version(session, visit)
    assert pack_version(session, visit) == before
    at_work(session, visit, 1, starts_local=time(9), ends_local=time(10))
    assert pack_version(session, visit) != before


@pytest.mark.parametrize("field", ["name", "organisation", "contact"])
def test_nothing_about_the_people_met_is_in_it(
    tablet: TestClient, demo: Database, field: str
) -> None:
    with demo.writing() as session:
        for one in session.exec(select(Stakeholder)):
            setattr(one, field, f"Zx~{one.category.value}")
            session.add(one)
    pack = tablet.get(PACK)
    assert pack.status_code == 200
    assert Voice.MIGRANTS.value in {one["voice"] for one in pack.json()["sessions"]}
    assert "Zx~" not in pack.text


def test_a_tablet_that_has_this_pack_is_told_so(tablet: TestClient) -> None:
    first = tablet.get(PACK)
    again = tablet.get(PACK, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_worker_names_what_the_page_is_made_of(tablet: TestClient) -> None:
    script = tablet.get(f"/visits/{VISIT}/field/worker.js")
    assert script.headers["Service-Worker-Allowed"] == f"/visits/{VISIT}/field"
    told = script.text.partition("\n")[0]
    assert f'"version": "{release()}"' in told
    assert f"/visits/{VISIT}/field/page?language=fr" in told
    for language in ("en", "fr"):
        page = tablet.get(f"/visits/{VISIT}/field/page?language={language}").text
        assert f'<html lang="{language}"' in page


def test_a_pack_of_many_sessions_costs_no_more_queries(
    tablet: TestClient, demo: Database
) -> None:
    def asked() -> tuple[int, int]:
        with queries_of(demo) as queries:
            sessions = tablet.get(PACK).json()["sessions"]
        return len(queries), len(sessions)

    asked()  # the visit's key is made now
    few, before = asked()
    with demo.writing() as session:
        visit = session.get_one(Visit, VISIT)
        session.refresh(visit, ["days"])
        for number in range(100, 120):
            at_work(session, visit, number, starts_local=time(9), ends_local=time(10))
    many, after = asked()
    assert after == before + 20
    assert few == many <= 22


def test_what_is_installed_opens_the_field_page_and_names_no_visit(
    browse: Browse,
) -> None:
    nobody = browse("")
    made = nobody.get("/tablets/manifest.json", params={"visit": str(VISIT)})
    assert made.headers["content-type"] == "application/manifest+json"
    manifest = made.json()
    assert manifest["start_url"] == manifest["scope"] == f"/visits/{VISIT}/field"
    for picture in manifest["icons"]:
        answer = nobody.get(picture["src"])
        assert answer.headers["content-type"] == "image/png"
        with Image.open(BytesIO(answer.content)) as drawn:
            assert f"{drawn.width}x{drawn.height}" == picture["sizes"]
    assert "Aubre" not in made.text
    page = nobody.get("/tablets/new", params={"visit": str(VISIT)}).text
    assert f'href="/tablets/manifest.json?visit={VISIT}"' in page
