from datetime import date

import pytest

from app.i18n import (
    catalogue,
    chosen,
    day,
    days_between,
    direction,
    of,
    speaking,
    unbroken,
    weekday,
)
from tests.conftest import Browse


@pytest.mark.parametrize(
    ("cookie", "header", "language"),
    [
        (None, None, "en"),
        (None, "fr-BE,fr;q=0.9,en;q=0.8", "fr"),
        (None, "ar,de;q=0.5", "en"),
        ("fr", "en", "fr"),
        ("xx", "fr", "fr"),
        (None, "*" * 5000, "en"),
    ],
)
def test_the_reader_chooses_else_the_browser(
    cookie: str | None, header: str | None, language: str
) -> None:
    assert chosen(cookie, header) == language


def test_days_that_follow_each_other_are_a_span_and_others_are_named() -> None:
    following = [date(2027, 4, 24), date(2027, 4, 25), date(2027, 4, 26)]
    apart = [date(2027, 4, 24), date(2027, 4, 26)]
    assert days_between(following) == "24 to 26 April 2027"
    assert days_between(apart) == "24 and 26 April 2027"
    assert days_between([*apart, date(2027, 5, 3)]) == "24, 26 April and 3 May 2027"
    with speaking("fr"):
        assert days_between(following) == "du 24 au 26 avril 2027"


def test_the_first_of_a_month_is_an_ordinal_in_french() -> None:
    first, eleventh = date(2027, 5, 1), date(2027, 1, 11)
    with speaking("fr"):
        assert (day(first), weekday(first)) == ("1er mai 2027", "Samedi 1er mai")
        assert days_between([first, date(2027, 5, 2)]) == "du 1er au 2 mai 2027"
        assert day(eleventh) == "11 janvier 2027"
    assert day(first) == "1 May 2027"


def test_no_french_line_begins_with_a_lone_mark() -> None:
    nbsp, narrow = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
    said = ("« Oui », à 12:00 : lu ; vu ?", "https://example.org")
    assert unbroken(said) == (
        f"«{nbsp}Oui{nbsp}», à 12:00{nbsp}: lu{narrow}; vu{narrow}?",
        "https://example.org",
    )
    told = catalogue("fr").gettext("Last change, by somebody else:")
    assert told == f"Dernière modification, par quelqu'un d'autre{nbsp}:"


def test_a_map_text_falls_back_to_english_then_to_what_is_there() -> None:
    with speaking("fr"):
        assert of({"en": "a", "fr": "b"}) == "b"
        assert of({"en": "a"}) == "a"
        assert of({"lv": "c"}) == "c"
        assert of({}) == ""


def test_arabic_is_written_from_the_right() -> None:
    assert (direction("ar"), direction("ar-MA"), direction("fr")) == (
        "rtl",
        "rtl",
        "ltr",
    )


def test_the_switch_in_the_header_changes_the_language_and_comes_back(
    browse: Browse,
) -> None:
    client = browse("")
    answer = client.post("/language", data={"language": "fr", "then": "/benchmarks"})
    assert answer.headers["location"] == "/benchmarks"
    assert '<html lang="fr"' in client.get("/benchmarks").text


@pytest.mark.parametrize("away", ["//evil.example", "https://evil.example", "/\\evil"])
def test_nobody_is_sent_to_another_site(browse: Browse, away: str) -> None:
    answer = browse("").post("/language", data={"language": "fr", "then": away})
    assert answer.headers["location"] == "/"
