"""No answer carries a planted string to somebody it is not for."""

import logging

import pytest
from pythonjsonlogger.json import JsonFormatter

from tests.actors import ACTORS, FIRST_BY_DAY
from tests.leaks.classes import classified, is_planted
from tests.leaks.conftest import Planted
from tests.leaks.crawl import (
    answered,
    followed,
    is_page,
    last_noun,
    seen_by,
    words_of,
)
from tests.leaks.planting import found_in

#: Of those addresses: what others open, or are told they may not do (a draft's form).
#: Findings and what was released; that they meet no note there is asked below.
AGREED = "visits/findings/co-produced-assessment"
OPENED_BY_OTHERS = [
    ("association", AGREED),
    ("association", "visits/released"),
    ("coordinator", "visits/findings/action-plan"),
    ("coordinator", "visits/findings/action-plan/edit"),
    ("coordinator", AGREED),
    ("coordinator", "visits/released"),
    ("mentee-officer", AGREED),
    ("mentee-officer", "visits/released"),
]


def test_something_was_planted_in_every_column_that_has_an_audience(
    planted: Planted,
) -> None:
    there = {(one.table, one.column) for one in planted.nest.canaries}
    columns = {place for place, name in classified().items() if is_planted(name)}
    as_their_record = {("record_revision", "values"), ("translation", "text")}
    unborn = columns - there - as_their_record
    assert sorted(unborn) == []


def test_the_team_does_meet_what_it_noted(planted: Planted) -> None:
    """Else finding nothing would prove nothing."""
    met: set[str] = set()
    for address in planted.matrix_gets:
        words = words_of(planted.clients["facilitator"].get(address))
        met |= {planted.nest.canaries[number].class_name for number in found_in(words)}
    assert {"raw", "draft", "plan", "contacts", "plan-notes", "readiness"} <= met


@pytest.mark.parametrize("actor", ["facilitator", "mentee-officer"])
def test_no_page_draws_or_computes_what_people_wrote(
    planted: Planted, actor: str
) -> None:
    drawn, as_written = set(), 0
    for address in planted.matrix_gets:
        for where, answer in seen_by(planted.clients[actor], address):
            if is_page(answer):
                drawn |= {where} if "<img src=x" in answer.text else set()
                drawn |= {where} if "alert(1)>49" in answer.text else set()
                as_written += answer.text.count(
                    "&lt;img src=x onerror=alert(1)&gt;{{7*7}}"
                )
    assert drawn == set()
    assert as_written > 100


OTHERS = ("coordinator", "mentee-officer", "other-pair-officer", "association")


def test_where_raw_evidence_shows_others_find_nothing_or_what_they_may(
    planted: Planted,
) -> None:
    """The addresses are found, not listed; those others open too show none of it."""
    shown = [one for one in planted.matrix_gets if planted.shows_raw(one)]
    assert len(shown) >= 8
    opened = {
        (actor, last_noun(address))
        for address in shown
        for actor in OTHERS
        if planted.clients[actor].get(address).status_code != 404
    }
    assert sorted(opened) == OPENED_BY_OTHERS


#: Those who may least; the others in the slow suite.
LEAST = ("nobody", "mentee-officer", "other-pair-officer", "association")


@pytest.mark.parametrize("actor", LEAST)
def test_no_page_of_the_matrix_leaks(planted: Planted, actor: str) -> None:
    assert planted.crawled(actor, planted.matrix_gets) == {}


@pytest.mark.nightly
@pytest.mark.parametrize("actor", ACTORS)
def test_no_address_with_any_id_leaks(planted: Planted, actor: str) -> None:
    assert planted.crawled(actor, planted.every_get) == {}


@pytest.mark.slow
@pytest.mark.parametrize("actor", FIRST_BY_DAY)
def test_no_page_reached_by_links_leaks(planted: Planted, actor: str) -> None:
    pages = followed(planted.clients[actor], most=400)
    assert planted.leaks(actor, pages) == {}


@pytest.mark.slow
@pytest.mark.parametrize("actor", FIRST_BY_DAY)
def test_no_answer_to_a_form_leaks(planted: Planted, actor: str) -> None:
    """Redirects, what was `said`, refusals drawn anew, error pages."""
    assert planted.leaks(actor, answered(planted.clients[actor])) == {}


def test_no_line_of_the_log_carries_what_people_wrote(planted: Planted) -> None:
    kept: list[str] = []

    class Keeps(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.append(JsonFormatter().format(record))

    handler, root = Keeps(level=logging.DEBUG), logging.getLogger()
    root.addHandler(handler)
    level = root.level
    root.setLevel(logging.INFO)
    try:
        for _ in answered(planted.clients["facilitator"]):
            pass
        planted.crawled("facilitator", planted.matrix_gets[:30])
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    assert len(kept) > 100
    assert list(found_in("\n".join(kept))) == []
