"""What waits is sent once, as it was stored, whatever the network and the server say."""

import json
from typing import Any

import pytest
from playwright.sync_api import Route

from tests.browser.field_modules.conftest import Field
from tests.browser.field_modules.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.slow]
STATES = "return tablet.queue().map((one) => one.state)"
WORDS = "return tablet.queue().map((one) => one.words)"
NOTE = "const [{ state, problem }] = await tablet.notes(); return [state, problem]"


def portal(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body="<h1>Welcome to the hotel</h1>")  # fmt: skip


def lost(desk: Desk) -> Any:
    """The server has it; its answer never comes."""
    return lambda route: route.abort("connectionreset")


def test_the_same_bytes_are_sent_again_until_our_receipt_is_there(
    field: Field, desk: Desk
) -> None:
    field.unlocked()
    foreign = lambda route: desk.received(route, sha256="0" * 64)  # noqa: E731
    desk.next = [lost(desk), portal, foreign]
    field.noted("Once")
    for times, word in enumerate(("no-network", "not-ours", "not-ours"), 1):
        field.comes_to(WORDS, [word])
        assert (len(desk.puts), field.states()) == (times, ["waiting"])
        field.run("await tablet.sendNow()")
    field.comes_to(STATES, ["received"])
    assert len({put[2] for put in desk.puts}) == 1
    assert len(desk.puts) == 4


def test_a_report_that_gets_through_ends_the_wait_for_a_network(
    field: Field, desk: Desk
) -> None:
    field.unlocked()
    desk.next = [lost(desk)] * 3
    field.noted("Once")
    for times in range(1, 4):
        field.comes_to(WORDS, ["no-network"])
        assert len(desk.puts) == times
        if times < 3:
            field.run("await tablet.parts.queue.sendNow()")
    field.run("await tablet.parts.report.send()")
    field.comes_to(STATES, ["received"])
    assert len(desk.puts) == 4


def test_nobody_is_asked_again_before_the_time_the_server_says(
    field: Field, desk: Desk
) -> None:
    field.unlocked()
    desk.next = [desk.refusing(429, headers={"Retry-After": "600"})]
    field.noted("One")
    field.comes_to(WORDS, ["wait"])
    field.noted("Two")
    found = field.run("return tablet.queue().map((one) => (one.nextTryAt - Date.now()) / 1000)")  # fmt: skip
    assert len(desk.puts) == 1
    assert all(590 < one <= 600 for one in found)


def test_both_texts_are_kept_and_a_later_text_does_not_overwrite(
    field: Field, desk: Desk
) -> None:
    field.unlocked()
    id_ = field.noted("First")
    field.comes_to(STATES, ["received"])
    theirs = {"text": "From the desk"}
    desk.next = [desk.refusing(409, state="kept", revision=2, rival="r", theirs=theirs, yours={"text": "Mine"})]  # fmt: skip
    change = "await tablet.reopenNote(told[0]); await tablet.saveNote(told[0], { text: told[1] }); await tablet.finishNote(told[0])"  # fmt: skip
    field.run(change, [id_, "Mine"])
    field.comes_to(STATES, ["received", "attention"])
    note = field.run("return (await tablet.notes())[0]")
    rival = {"id": "r", "revision": 2, "theirs": theirs, "yours": {"text": "Mine"}}  # fmt: skip
    assert (note["state"], note["problem"], note["rivals"]) == ("attention", "rival", [rival])  # fmt: skip
    assert field.run("return tablet.state.unsent") == 0
    field.run(change, [id_, "Mine again"])
    field.comes_to("return tablet.state.unsent", 0)
    assert [put[1].get("if-match") for put in desk.puts] == [None, '"1"', '"1"']


def test_what_follows_a_choice_rests_on_the_text_that_was_chosen(
    field: Field, desk: Desk
) -> None:
    field.unlocked()
    id_ = field.noted("First")
    field.comes_to(STATES, ["received"])
    rival = {"id": "r", "revision": 2, "theirs": {"text": "From the desk"}, "yours": {"text": "Mine"}}  # fmt: skip
    desk.rivals = [{"evidence_id": id_, **rival}]
    assert field.run("await tablet.lookAtTexts(); return tablet.twoTexts()") == [{"note": id_, **rival}]  # fmt: skip
    assert field.run("return tablet.chooseText(tablet.twoTexts()[0], 'this')") is True
    assert desk.chosen == [{"keep": "this", "revision": 2}]
    [note] = field.run("return tablet.notes()")
    assert (note["form"]["text"], note["state"]) == ("From the desk", "received")
    field.run("await tablet.reopenNote(told); await tablet.saveNote(told, { text: 'On it' }); await tablet.finishNote(told)", id_)  # fmt: skip
    field.comes_to(STATES, ["received", "received"])
    assert desk.puts[-1][1].get("if-match") == '"3"'
    assert field.run("return tablet.twoTexts()") == []


def test_what_was_erased_is_taken_off_at_once(field: Field, desk: Desk) -> None:
    field.unlocked()
    desk.next = [desk.refusing(410)]
    id_ = field.noted("Withdrawn")
    field.comes_to(NOTE, ["gone", None])
    again = field.noted("Stays a while")
    field.comes_to(STATES, ["received"])
    desk.told = {"gone": [again]}
    field.run("await tablet.sendNow()")
    field.comes_to("return (await tablet.notes()).map((one) => [one.id, one.state, one.form])", [[again, "gone", None], [id_, "gone", None]])  # fmt: skip
    bodies = field.of("store", "const db = await own.openStore(told); return (await db.getAll('queue')).map((one) => one.body)", str(field.visit))  # fmt: skip
    assert bodies == [None, None]
    late = field.run("return tablet.saveNote(told, { text: 'Back again' }).catch((e) => e.reason)", id_)  # fmt: skip
    assert late == "gone"


def test_one_that_is_refused_blocks_no_other_and_may_be_sent_again(
    field: Field, desk: Desk
) -> None:
    field.unlocked()
    desk.next = [desk.refusing(422, detail="No such session")]
    field.noted("Refused")
    field.noted("Taken")
    field.comes_to(STATES, ["attention", "received"])
    state = field.run("return tablet.state")
    assert (state["unsent"], state["attention"]) == (1, 1)
    field.run("await tablet.sendNow()")
    field.comes_to(STATES, ["received", "received"])


def test_an_ended_tablet_hands_in_and_an_unknown_one_keeps(
    field: Field, desk: Desk
) -> None:
    def aside(route: Route) -> None:
        path, _, body = desk.puts[-1]
        said = {"id": path.rsplit("/", 1)[1], "state": "quarantined", "status": 403}
        desk.give(route, said | {"sha256": digest(body)}, 403)

    field.unlocked()
    desk.next = [desk.refusing(401)]
    field.noted("Deposited")
    field.comes_to(WORDS, ["credential"])
    desk.next = [aside]
    field.run("await tablet.sendNow()")
    field.comes_to(WORDS, ["quarantined"])
    assert field.run("return tablet.state.unsent") == 0


def digest(body: bytes) -> str:
    import hashlib

    return hashlib.sha256(body).hexdigest()


def test_a_restored_database_is_offered_everything_again(
    field: Field, desk: Desk
) -> None:
    field.unlocked()
    field.noted("One")
    field.noted("Two")
    field.comes_to(STATES, ["received", "received"])
    before = [put[2] for put in desk.puts]
    desk.epoch = "restored"
    field.run("await tablet.sendNow()")
    field.comes_to("return tablet.state.unsent", 0)
    field.comes_to(STATES, ["received", "received"])
    assert [put[2] for put in desk.puts[2:]] == before
    field.run("await tablet.sendNow()")
    assert len(desk.puts) == 4


def test_received_bytes_stay_until_a_backup_covers_them(
    field: Field, desk: Desk
) -> None:
    held = "const db = await own.openStore(told); const rows = await db.getAll('queue'); db.close(); return rows.map((one) => one.body !== null)"  # fmt: skip
    field.unlocked()
    field.noted("Held")
    field.comes_to(STATES, ["received"])
    desk.told = {"backup_covers_at": "2027-04-26T08:00:00Z"}
    field.run("await tablet.sendNow()")
    assert field.of("store", held, str(field.visit)) == [True]
    assert desk.reports[-1]["holding"] == [desk.puts[0][0].rsplit("/", 1)[1]]
    desk.told = {"backup_covers_at": "2027-04-26T08:00:02Z"}
    field.run("await tablet.sendNow()")
    assert field.of("store", held, str(field.visit)) == [False]
    assert field.run("return (await tablet.notes())[0].form.text") == "Held"
    desk.told = {"visit_closed": True}
    field.noted("After")
    field.comes_to(STATES, ["received", "received"])
    field.run("await tablet.sendNow(); await tablet.lock()")
    field.unlocked()
    assert field.run("return tablet.notes()") == []


def test_speakers_go_before_the_notes_that_name_them(field: Field, desk: Desk) -> None:
    field.unlocked()
    desk.online = False
    spoke = {"role": "A mother", "voice": "migrants", "minor": False, "consents": ["notes"]}  # fmt: skip
    found = field.run("""const made = await tablet.addSpeaker(told);
      const id = tablet.startNote({ speakers: [made.id] });
      await tablet.saveNote(id, { text: "She said so" });
      await tablet.finishNote(id);
      return { ...made, known: tablet.speakers(null).map((one) => one.role) };""", spoke)  # fmt: skip
    assert found["known"] == ["A mother"]
    desk.puts.clear()
    desk.online = True
    field.run("await tablet.sendNow()")
    field.comes_to(STATES, ["received", "received"])
    assert [put[0].split("/")[-2] for put in desk.puts] == ["speakers", "evidence"]
    sent = desk.written(0)
    hashed = sent.pop("withdrawal_code_hash")
    assert hashed == digest(found["code"].replace("-", "").encode())
    assert sent == spoke | {"id": found["id"]}
    assert desk.written(1)["speakers"] == [found["id"]]


def test_what_is_handed_over_is_a_file_that_can_be_read_in(
    field: Field, desk: Desk
) -> None:
    field.unlocked()
    desk.online = False
    ids = [field.noted("One"), field.noted("Two")]
    assert field.run("return tablet.leave()") == {"ok": False, "why": "open", "unsent": 0}  # fmt: skip
    field.run("await tablet.lock()")
    assert field.run("return tablet.leave()") == {"ok": False, "why": "unsent", "unsent": 2}  # fmt: skip
    lines = [json.loads(one) for one in field.run("return (await tablet.handOver()).text()").splitlines()]  # fmt: skip
    assert [one.get("kind") for one in lines] == [None, "note", "note", None]
    assert [one["id"] for one in lines[1:3]] == ids
    assert all(digest(one["sealed"].encode()) == one["sha256"] for one in lines[1:3])
    assert (lines[0]["format"], lines[-1]) == ("repere-handover", {"end": 2})
    assert field.run("return tablet.leave({ handedOver: true })") == {"ok": True}
    assert field.run("return (await indexedDB.databases()).length") == 0


def test_the_clock_of_the_server_dates_what_people_said(
    field: Field, desk: Desk
) -> None:
    field.unlocked()
    field.noted("Dated")
    field.comes_to(STATES, ["received"])
    written = desk.written()
    assert written["captured_at"].startswith("2027-04-26T08:00:")
    assert abs(written["clock_skew_seconds"]) > 86_400
