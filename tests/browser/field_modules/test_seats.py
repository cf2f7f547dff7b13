"""A seat opens with its card, with or without network, and closes by itself."""

import pytest

from app.people.tablet_rules import new_card
from tests.browser.field_modules.conftest import OPEN, Field
from tests.browser.field_modules.desk import NADIA, Desk, seat_in_pack

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SEAT = "return tablet.seat"
UNLOCK = "return tablet.unlock(told)"
NADIA_SITS = {"member": str(NADIA), "shown_name": "Nadia", "languages": ["fr"], "hasCard": True}  # fmt: skip


def refused(why: str, groups: list[int] | None = None, seconds: int = 0) -> object:
    return {"ok": False, "why": why, "groups": groups or [], "seconds": seconds}


def test_a_seat_opens_for_the_first_time_without_network(
    field: Field, desk: Desk
) -> None:
    desk.online = False
    typed = "-".join(field.card[n : n + 6].lower() for n in range(0, 36, 6))
    assert field.run(UNLOCK, typed) == {"ok": True}
    assert field.run(SEAT) == NADIA_SITS
    field.noted("Kept")
    field.run("await tablet.lock()")
    assert field.run(SEAT) is None
    field.unlocked()
    assert field.run("return (await tablet.notes()).map((one) => one.form.text)") == ["Kept"]  # fmt: skip


def test_a_mistyped_card_is_told_by_its_groups_and_not_counted(field: Field) -> None:
    card = field.card
    wrong = ("A" if card[0] != "A" else "C") + card[1:]
    for _ in range(11):
        assert field.run(UNLOCK, wrong) == refused("mistyped", [1])
    field.unlocked()


def test_ten_wrong_cards_have_to_wait_without_network_too(
    field: Field, desk: Desk
) -> None:
    desk.online = False
    for _ in range(10):
        assert field.run(UNLOCK, new_card()) == refused("unknown")
    found = field.run(UNLOCK, field.card)
    assert found["why"] == "wait"
    assert 890 < found["seconds"] <= 900


def test_without_a_pack_no_seat_opens_and_half_a_pack_is_none(
    field: Field, desk: Desk
) -> None:
    half = field.window(opened=False)
    field.run("tablet.end(); await new Promise((done) => { const asked = indexedDB.deleteDatabase(told); asked.onsuccess = asked.onblocked = done; })", f"repere-{field.visit}")  # fmt: skip
    field.page.close()
    field.page = half
    desk.pack_changes = {"key": None}
    field.run(OPEN)
    assert field.run(UNLOCK, field.card) == refused("no-pack")
    desk.pack_changes = {}
    field.unlocked()


def test_a_card_made_since_is_found_in_the_next_pack(field: Field, desk: Desk) -> None:
    fresh = new_card()
    seats = [seat_in_pack(fresh, NADIA, "Nadia")]
    field.unlocked()
    field.noted("Under the first card")
    field.run("await tablet.lock()")
    desk.pack_changes = {"version": "two", "seats": seats}
    assert field.run(UNLOCK, fresh) == {"ok": True}
    assert field.run(SEAT) == NADIA_SITS
    assert field.run("return tablet.notes()") == []
    assert field.run("return tablet.queue().length") == 1


def test_a_card_made_since_counts_also_where_its_pack_came_at_the_same_time(
    field: Field, desk: Desk
) -> None:
    fresh = new_card()
    seats = [seat_in_pack(fresh, NADIA, "Nadia")]
    desk.pack_changes = {"version": "two", "seats": seats}
    both = "return (await Promise.all([tablet.newPack(), tablet.unlock(told)]))[1]"
    assert field.run(both, fresh) == {"ok": True}


def test_a_card_that_the_server_refuses_closes_its_seat(
    field: Field, desk: Desk
) -> None:
    field.context.route("**/field/seat", desk.refusing(422))
    field.unlocked()
    field.comes_to("return changes.includes('refused')", True)
    assert field.run(SEAT) is None


def test_a_touch_opens_a_seat_only_where_the_rules_allow_it(
    field: Field, desk: Desk
) -> None:
    touch = "return tablet.unlockByTouch(told)"
    assert field.run(touch, str(NADIA)) == refused("unknown")
    name = {"member": str(NADIA), "shown_name": "Nadia", "languages": ["fr"]}
    desk.pack_changes = {"version": "two", "names": [name]}
    field.run("await tablet.sendNow()")
    assert field.run(touch, str(NADIA)) == {"ok": True}
    assert field.run(SEAT) == NADIA_SITS | {"hasCard": False}
    field.noted("By touch")
    field.comes_to("return tablet.state.unsent", 0)
    assert "repere-seat-proof" not in desk.puts[0][1]
    field.run("await tablet.lock(); await tablet.unlockByTouch(told)", str(NADIA))
    assert field.run("return tablet.notes()") == []


def test_a_seat_left_alone_locks_without_network(field: Field, desk: Desk) -> None:
    field.context.clock.install()
    page = field.window()
    desk.online = False
    assert field.run(UNLOCK, field.card, page) == {"ok": True}
    field.run("const id = tablet.startNote(); await tablet.saveNote(id, { text: 'Left' })", page=page)  # fmt: skip
    page.clock.run_for(4 * 60_000)
    assert field.run(SEAT, page=page) == NADIA_SITS
    page.clock.run_for(2 * 60_000)
    field.page = page
    field.comes_to(SEAT, None)
    field.comes_to("return tablet.queue().map((one) => one.kind)", ["note"])


def test_once_the_server_says_so_the_tablet_has_ended(field: Field, desk: Desk) -> None:
    field.unlocked()
    field.noted("Half", finish=False)
    desk.told = {"ended": True}
    field.run("await tablet.sendNow()")
    field.comes_to(SEAT, None)
    field.comes_to("return tablet.state.unsent", 0)
    assert desk.written()["text"] == "Half"
    assert field.run(UNLOCK, field.card) == refused("ended")


def test_the_agenda_changed_meanwhile_is_told_until_it_was_read(
    field: Field, desk: Desk
) -> None:
    moved = desk.pack["sessions"][0] | {"place": "Room 2"}
    desk.pack_changes = {"version": "two", "sessions": [moved]}
    field.run("await tablet.sendNow()")
    found = field.run("return tablet.state.packDifference")
    assert found == {
        "moved": [{"before": desk.pack["sessions"][0] | {"place": "Room 1"}, "after": moved, "changed": ["place"]}],
        "added": [],
        "gone": [],
    }  # fmt: skip
    field.run("await tablet.packSeen()")
    assert field.run("return tablet.state.packDifference") is None
