"""Each city agrees or ends it; others read what all agreed to, and nothing besides."""

from datetime import date

import pytest
from sqlmodel import col, select

from app.db import Database
from app.ids import seed_id
from app.models import (
    AuditEntry,
    PairCity,
    Sharing,
    Visit,
)
from app.models.base import now
from app.values import Audience
from app.values_audit import Verb
from tests.conftest import Browse, Counting
from tests.sharing.agreeing import (
    OFFICERS,
    PAIR,
    SUBJECTS,
    VAL_DAUBRE,
    VISIT,
    agree,
    end,
    read,
    share,
)


@pytest.mark.parametrize("kind", SUBJECTS)
def test_the_other_pairs_read_it_once_every_city_agrees_until_one_ends_it(
    browse: Browse, kind: str
) -> None:
    other, public = browse("other-pair-officer"), browse("")
    listed = f"/shared/{kind}/{SUBJECTS[kind]}"
    board = "/programmes/demonstration/shared"
    assert (read(other, kind), listed in other.get(board).text) == (404, False)
    assert agree(browse, "mentor-officer", kind) == 303
    assert (read(other, kind), listed in other.get(board).text) == (404, False)
    assert agree(browse, "mentee-officer", kind) == 303
    assert (read(other, kind), listed in other.get(board).text) == (200, True)
    assert (read(public, kind), listed in public.get("/shared").text) == (404, False)
    assert end(browse, "mentor-officer", kind) == 303
    assert (read(other, kind), listed in other.get(board).text) == (404, False)
    assert agree(browse, "mentor-officer", kind) == 303
    assert read(other, kind) == 200


@pytest.mark.parametrize("kind", ["agenda", "findings"])
def test_everybody_reads_it_once_every_city_agrees_to_that(
    browse: Browse, kind: str
) -> None:
    public = browse("")
    assert agree(browse, "mentor-officer", kind, "public") == 303
    assert agree(browse, "mentee-officer", kind, "cities") == 303
    assert (read(public, kind), read(browse("other-pair-officer"), kind)) == (404, 200)
    assert agree(browse, "mentee-officer", kind, "public") == 303
    answer = public.get(f"/shared/{kind}/{VISIT}")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-robots-tag"] == "noarchive, nosnippet"
    assert f"/shared/{kind}/{VISIT}" in public.get("/shared").text
    for elsewhere in ("", "/agenda", "/findings", "/team", "/released"):
        assert public.get(f"/visits/{VISIT}{elsewhere}").status_code == 303
    assert end(browse, "mentee-officer", kind) == 303
    assert read(public, kind) == 404


def test_a_plan_is_never_public_whatever_was_stored(
    browse: Browse, demo: Database
) -> None:
    assert agree(browse, "mentor-officer", "plan", "public") == 422
    with demo.writing() as session:
        for city in OFFICERS.values():
            session.add(
                Sharing(
                    subject="plan",
                    subject_id=PAIR,
                    audience=Audience.PUBLIC,
                    by_city_id=city,
                )
            )
    assert read(browse(""), "plan") == 404


def test_one_agrees_for_ones_own_city_only(browse: Browse) -> None:
    other = {"city": str(VAL_DAUBRE)}
    assert agree(browse, "mentor-officer", "agenda", **other) == 403
    stranger = {"city": str(seed_id("demonstration", "city", "lindhaven"))}
    assert agree(browse, "mentor-officer", "agenda", **stranger) == 404
    for persona in ("coordinator", "facilitator", "association", "member"):
        page = browse(persona).get(f"/sharing/agenda/{VISIT}")
        assert page.status_code == 200
        assert "<form" not in page.text.split("<main")[1].split("</main>")[0]
    assert browse("other-pair-officer").get(f"/sharing/agenda/{VISIT}").status_code == 404  # fmt: skip


def test_nobody_agrees_to_what_they_have_not_read(browse: Browse) -> None:
    assert agree(browse, "mentor-officer", "findings", mark="0" * 64) == 422
    assert read(browse("other-pair-officer"), "findings") == 404


def test_a_city_that_was_there_is_asked_and_one_that_comes_later_too(
    browse: Browse, demo: Database
) -> None:
    share(browse, "agenda")
    with demo.writing() as session:
        part = session.exec(
            select(PairCity).where(
                PairCity.pair_id == PAIR, PairCity.city_id == VAL_DAUBRE
            )
        ).one()
        visit = session.get(Visit, VISIT)
        assert visit
        part.former, part.until_on = True, date(2030, 1, 1)
        lindhaven = seed_id("demonstration", "city", "lindhaven")
        session.add(part)
        session.add(
            PairCity(
                programme_id=part.programme_id,
                pair_id=PAIR,
                city_id=lindhaven,
                part=part.part,
                position=9,
                from_on=now().date(),
            )
        )
    outsider = browse("coordinator")
    assert read(outsider, "agenda") == 404
    assert end(browse, "mentee-officer", "agenda") == 303
    assert agree(browse, "mentee-officer", "agenda") == 303
    assert browse("mentee-officer").get(f"/visits/{VISIT}").status_code == 404


def test_who_agreed_and_ended_is_in_the_audit_without_content(
    browse: Browse, demo: Database
) -> None:
    agree(browse, "mentor-officer", "agenda", "public")
    agree(browse, "mentor-officer", "plan")
    end(browse, "mentor-officer", "agenda")
    with demo.reading() as session:
        rows = session.exec(
            select(AuditEntry)
            .where(
                col(AuditEntry.verb).in_(
                    (Verb.SHARED, Verb.PUBLISHED, Verb.ENDED_SHARING)
                )
            )
            .order_by(col(AuditEntry.at))
        ).all()
    told = [(row.verb, row.subject, row.subject_id, row.reason) for row in rows]
    assert told == [
        ("published", "agenda", VISIT, ""),
        ("shared", "plan", PAIR, ""),
        ("ended-sharing", "agenda", VISIT, ""),
    ]
    assert browse("coordinator").get("/audit").status_code == 200


def test_a_list_of_three_costs_as_many_queries_as_one_of_one(
    browse: Browse, count_queries: Counting
) -> None:
    other = browse("other-pair-officer")
    board = "/programmes/demonstration/shared"
    share(browse, "agenda")
    with count_queries() as one:
        other.get(board)
    share(browse, "findings")
    with count_queries() as two:
        other.get(board)
    assert len(two) == len(one)
