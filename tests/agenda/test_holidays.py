"""Public holidays: in the reader's language, of the countries that take part."""

from datetime import date
from uuid import UUID

import pytest

from app.db import Database
from app.i18n import speaking
from app.ids import seed_id
from app.models import Visit, VisitDay
from app.public_holidays import holidays_on
from app.visits.holiday_queries import holidays_of
from tests.conftest import Browse
from tests.visits.test_routes import FOLLOW_UP, read

LABOUR, BASTILLE, PLAIN = date(2027, 5, 1), date(2027, 7, 14), date(2027, 3, 23)
ALONE: UUID = seed_id("demonstration", "visit", "val-daubre-follow-up")


@pytest.mark.parametrize(
    ("language", "named"),
    [
        ("en", [("DE", "Labor Day"), ("FR", "Labor Day")]),
        ("fr", [("DE", "Erster Mai"), ("FR", "Fête du Travail")]),
    ],
)
def test_holidays_are_named_in_the_reader_s_language_or_their_own(
    language: str, named: list[tuple[str, str]]
) -> None:
    with speaking(language):
        assert holidays_on(["FR", "de", "XX", ""], [PLAIN, LABOUR]) == {LABOUR: named}


def test_the_host_s_and_the_visitors_countries_count(demo: Database) -> None:
    with demo.reading() as session, speaking("fr"):
        visit = session.get_one(Visit, ALONE)
        assert holidays_of(session, visit, [PLAIN, LABOUR, BASTILLE]) == {
            LABOUR: [
                ("BE", "Fête du Travail (Belgique)"),
                ("FR", "Fête du Travail (France)"),
            ],
            BASTILLE: [("FR", "Fête nationale (France)")],
        }


def test_the_agenda_says_that_a_day_of_sessions_is_a_holiday(
    browse: Browse, demo: Database
) -> None:
    with demo.writing() as session:
        day_id = seed_id("demonstration", "day", "val-daubre-follow-up/d1")
        session.get_one(VisitDay, day_id).day_on = BASTILLE
    page = read(browse("mentee-officer"), f"/visits/{FOLLOW_UP}/clashes")
    assert "This day is a public holiday: National Day (France)." in page
