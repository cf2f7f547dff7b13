"""Rules of the tablet that need neither store nor network."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from app.people.tablet_rules import mistyped_groups, new_card
from tests.browser.conftest import fresh_context
from tests.browser.field_modules.conftest import BARE, MODULES

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Rule = Callable[..., Any]
ID = "01963f6e-8c00-7000-8000-0000000000a1"
ITEM = {"seq": 1, "kind": "note", "id": ID, "sha256": "aa", "tries": 1, "base": 0, "state": "waiting", "next_at": 0}  # fmt: skip
RECEIPT = {"id": ID, "sha256": "aa", "revision": 3, "received_at": "2027-04-26T08:00:00Z"}  # fmt: skip


@pytest.fixture(scope="module")
def rule(server: str, chromium: Browser) -> Iterator[Rule]:
    """`rule("answers", "waitAfter", 1, 0.5)` calls that function of that module."""
    context = fresh_context(chromium, server, "", service_workers="block")
    page = context.new_page()
    page.route(f"**{BARE}", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))  # fmt: skip
    page.goto(BARE)

    def called(module: str, name: str, *told: Any) -> Any:
        script = "async ([at, name, told]) => (await import(at))[name](...told)"
        return page.evaluate(script, [f"{MODULES}/{module}.js", name, list(told)])

    yield called
    context.close()


def test_a_wait_doubles_up_to_five_minutes_and_half_of_it_is_chance(rule: Rule) -> None:
    found = [rule("answers", "waitAfter", n, 0) for n in (0, 1, 5, 40)]
    assert found == [1_000, 2_000, 32_000, 150_000]
    assert rule("answers", "waitAfter", 40, 0.5) == 225_000


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("7", 7), (None, 60), ("soon", 60), ("Mon, 26 Apr 2027 08:00:10 GMT", 10)],
)
def test_retry_after_is_seconds_or_a_date(
    rule: Rule, written: str | None, seconds: int
) -> None:
    at = 1_808_726_400_000  # 26 April 2027, 08:00:00 UTC
    assert rule("answers", "secondsOf", written, at) == seconds


def test_mistyped_groups_are_those_the_server_names(rule: Rule) -> None:
    card = new_card()
    wrong = card[:7] + ("A" if card[7] != "A" else "C") + card[8:]
    swapped = card[6:12] + card[:6] + card[12:]
    for typed in (card, f"{card[:6]}-{card[6:].lower()}", wrong, swapped, card[:-1]):
        letters = rule("cards", "asTyped", typed)
        assert rule("cards", "mistypedGroups", letters) == mistyped_groups(typed)


def test_ten_wrong_cards_in_a_quarter_of_an_hour_are_enough(rule: Rule) -> None:
    tried = [1_000 * n for n in range(10)]
    assert rule("cards", "secondsToWait", tried[:9], 10_000) == 0
    assert rule("cards", "secondsToWait", tried, 10_000) == 890
    assert rule("cards", "secondsToWait", tried, 900_000) == 0


ANSWERS: list[tuple[dict[str, Any] | None, dict[str, Any]]] = [
    (None, {"kind": "later", "scope": "all", "problem": "no-network"}),
    ({"status": 201, "json": RECEIPT}, {"kind": "received", "receipt": RECEIPT}),
    ({"status": 200, "json": RECEIPT}, {"kind": "received", "receipt": RECEIPT}),
    ({"status": 200, "json": None}, {"kind": "later", "scope": "all", "problem": "not-ours"}),
    ({"status": 200, "json": RECEIPT, "epoch": None}, {"kind": "later", "scope": "all", "problem": "not-ours"}),
    ({"status": 200, "json": RECEIPT | {"sha256": "bb"}}, {"kind": "later", "scope": "all", "problem": "not-ours"}),
    ({"status": 200, "json": RECEIPT | {"id": "another"}}, {"kind": "later", "scope": "all", "problem": "not-ours"}),
    ({"status": 202, "json": {"id": ID, "sha256": "aa", "reason": "unreadable"}}, {"kind": "kept", "problem": "unreadable"}),
    ({"status": 403, "json": {"id": ID, "sha256": "aa", "state": "quarantined"}}, {"kind": "kept", "problem": "quarantined"}),
    ({"status": 403, "json": {"state": "quarantined"}}, {"kind": "refused", "problem": "not-permitted"}),
    ({"status": 410, "json": {}}, {"kind": "gone"}),
    ({"status": 410, "json": None}, {"kind": "later", "scope": "all", "problem": "not-ours"}),
    ({"status": 401, "json": {}}, {"kind": "later", "scope": "all", "problem": "credential", "seconds": 60}),
    ({"status": 429, "json": {}, "retryAfter": "7"}, {"kind": "later", "scope": "all", "problem": "wait", "seconds": 7}),
    ({"status": 413, "json": None, "epoch": None}, {"kind": "refused", "problem": "too-large"}),
    ({"status": 415, "json": {}}, {"kind": "refused", "problem": "invalid"}),
    ({"status": 422, "json": {"detail": "No"}}, {"kind": "refused", "problem": "invalid", "detail": "No"}),
    ({"status": 503, "json": None}, {"kind": "later", "scope": "item", "problem": "server"}),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "meaning"), ANSWERS)
def test_only_our_own_answer_about_these_bytes_is_believed(
    rule: Rule, answer: dict[str, Any] | None, meaning: dict[str, Any]
) -> None:
    told = answer and {"epoch": "e", "retryAfter": None} | answer
    found = rule("answers", "meaningOf", ITEM, told)
    assert {name: one for name, one in found.items() if one is not None} == meaning


def item(seq: int, **changes: Any) -> dict[str, Any]:
    return ITEM | {"seq": seq, "id": f"note-{seq}"} | changes


def test_text_goes_before_files_and_a_broken_one_blocks_only_its_own(
    rule: Rule,
) -> None:
    items = [
        item(1, next_at=9_000),
        item(2, id="note-1"),
        item(3, kind="file", id="photo", of="note-8"),
        item(4, kind="speaker", id="who"),
        item(5, speakers=["who"]),
        item(6, id="note-8", state="received", receipt=RECEIPT),
        item(7, kind="file", id="other", of="note-1"),
    ]
    found = [one["seq"] for one in rule("order", "due", items, 1_000)]
    assert found == [4, 3]
    items[3]["state"] = "received"
    assert [one["seq"] for one in rule("order", "due", items, 1_000)] == [5, 3]


def test_a_correction_rests_on_what_was_taken(rule: Rule) -> None:
    first = item(1, id="n", state="received", receipt=RECEIPT)
    lost = item(2, id="n", base=3, state="attention", problem="rival", at_server=True)
    late, tried = item(3, id="n", base=4, tries=0), item(4, id="n", base=5, tries=2)
    assert rule("order", "rebased", [first, lost, late, tried]) == [late | {"base": 3}]


def test_the_agenda_says_what_moved_came_and_went(rule: Rule) -> None:
    stays, moves = {"id": "a", "place": "Hall"}, {"id": "b", "starts": "1"}
    gone, new = {"id": "c"}, {"id": "d"}
    before = {"sessions": [stays, moves, gone]}
    after = {"sessions": [stays, moves | {"starts": "2"}, new]}
    assert rule("difference", "differenceOf", before, after) == {
        "moved": [{"before": moves, "after": moves | {"starts": "2"}, "changed": ["starts"]}],
        "added": [new],
        "gone": [gone],
    }  # fmt: skip
    assert rule("difference", "differenceOf", after, after) is None


def test_what_a_backup_covers_may_go(rule: Rule) -> None:
    held = item(1, state="received", is_held=True, receipt=RECEIPT)
    covers = [None, "2027-04-26T08:00:00Z", "2027-04-26T08:00:00.000001Z"]
    assert [rule("order", "isCovered", held, at) for at in covers] == [False, False, False]  # fmt: skip
    assert rule("order", "isCovered", held, "2027-04-26T08:00:01Z") is True
