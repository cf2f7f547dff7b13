"""What docs/privacy says is what the code does: lengths, limits, addresses, in both."""

import re
from datetime import timedelta

import pytest
from fastapi import FastAPI

from app.people.retention_rules import EVERYWHERE, RULES, Since, Unit
from app.people.rules import ACCOUNT_MISTYPED, CODES_MISTYPED
from app.people.sessions import IDLE, LENGTH
from app.settings import ROOT
from tests.actors import routes_of

FILES = ("privacy.md", "privacy.fr.md")
WORDS = {
    "privacy.md": {Unit.MONTHS: "months", Unit.DAYS: "days", Since.VISIT: "visit", Since.ITSELF: "itself"},
    "privacy.fr.md": {Unit.MONTHS: "mois", Unit.DAYS: "jours", Since.VISIT: "visite", Since.ITSELF: "l'élément"},
}  # fmt: skip


def text_of(name: str) -> str:
    return (ROOT / "docs" / name).read_text()


@pytest.mark.parametrize("name", FILES)
def test_the_table_of_lengths_is_that_of_the_code(name: str) -> None:
    words = WORDS[name]
    expected = [
        f"| {rule.kept.value} | {rule.default} {words[rule.unit]} | {rule.least}–{rule.most} | {words[rule.since]} |"
        for rule in RULES
    ]
    kept = {rule.kept.value for rule in RULES}
    found = [line for line in text_of(name).splitlines() if line.split(" | ")[0].strip("| ") in kept]  # fmt: skip
    assert found == expected


def test_what_holds_in_every_programme_is_said() -> None:
    numbers = [rule.default for rule in EVERYWHERE]
    english = re.search(r"sessions (\d+) months, mail (\d+) month, tokens (\d+) months, links (\d+) months, invitations (\d+) months, tablets (\d+) months after the visit, codes (\d+) day, audit of accounts (\d+)", text_of("privacy.md"))  # fmt: skip
    french = re.search(r"sessions (\d+) mois, courriels (\d+) mois, jetons (\d+) mois, liens (\d+) mois, invitations (\d+) mois, tablettes (\d+) mois après la visite, codes (\d+) jour, journal des comptes (\d+)", text_of("privacy.fr.md"))  # fmt: skip
    assert english
    assert french
    assert [int(one) for one in english.groups()] == numbers
    assert [int(one) for one in french.groups()] == numbers


def test_the_limits_named_are_those_of_the_code() -> None:
    said = f"({CODES_MISTYPED.most} per code, {ACCOUNT_MISTYPED.most} per hour and account)"  # fmt: skip
    assert said in text_of("privacy.md")
    assert ACCOUNT_MISTYPED.within == timedelta(hours=1)
    assert (timedelta(hours=12), timedelta(minutes=30)) == (LENGTH, IDLE)
    assert "sessions of 12 hours, 30 minutes idle" in text_of("privacy.md")


@pytest.mark.parametrize("name", FILES)
def test_every_address_named_is_there(name: str, demo_app: FastAPI) -> None:
    there = {re.sub(r"\{\w+\}", "{id}", r.split(" ")[1]) for r in routes_of(demo_app)}
    named = set(re.findall(r"`(/[a-z/{}-]+)`", text_of(name)))
    assert named
    assert named - there == set()


def test_both_languages_have_the_same_sections() -> None:
    counts = [[len(text_of(n).split("\n## ")), text_of(n).count("\n| ")] for n in FILES]
    assert counts[0] == counts[1]
