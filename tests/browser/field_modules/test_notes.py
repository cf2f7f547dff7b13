"""What the tablet says is saved is on the tablet; what it says is received, at the server."""

import pytest

from tests.browser.field_modules.conftest import Field
from tests.browser.field_modules.desk import NADIA, SESSION, TABLET, Desk, signed

pytestmark = [pytest.mark.browser, pytest.mark.slow]
QUEUED = "return tablet.queue().map((one) => one.state)"
#: Every write fails as on a full disk, while `window.full` is true.
FILLED = """const put = IDBObjectStore.prototype.put;
  window.full = true;
  IDBObjectStore.prototype.put = function (...row) {
    if (window.full) throw new DOMException("full", "QuotaExceededError");
    return put.apply(this, row);
  };"""


def test_a_note_is_sealed_sent_and_received(
    field: Field, desk: Desk, card: str
) -> None:
    field.unlocked()
    id_ = field.noted("The office opens at nine.")
    field.comes_to(QUEUED, ["received"])
    path, headers, _ = desk.puts[0]
    assert path.endswith(f"/evidence/{id_}")
    assert headers["content-type"] == "application/jose"
    assert headers["repere-seat"] == str(NADIA)
    assert headers["repere-seat-proof"] == signed(card, f"sends {TABLET}")
    written = desk.written()
    assert written.pop("captured_at")
    assert written == {
        "text": "The office opens at nine.",
        "factors": ["to-place"],
        "kind": "interview",
        "voice": "none",
        "quote": False,
        "sensitivity": "ordinary",
        "attachments": [],
        "form_version": 1,
        "language": "fr",
        "clock_skew_seconds": field.run("return -Math.round((tablet.now() - Date.now()) / 1000)"),
    }  # fmt: skip


def test_a_session_fills_in_kind_and_voice(field: Field) -> None:
    field.unlocked()
    form = field.run("tablet.startNote({ session_id: told }); return (await tablet.notes())[0].form", str(SESSION))  # fmt: skip
    found = {name: form[name] for name in ("kind", "voice", "session_id")}
    assert found == {"kind": "group-discussion", "voice": "migrants", "session_id": str(SESSION)}  # fmt: skip


def test_what_a_killed_tab_was_writing_is_a_note_to_complete(
    field: Field, desk: Desk
) -> None:
    field.unlocked()
    desk.online = False
    id_ = field.noted("Half a sen", finish=False)
    field.page.close()
    desk.online = True
    field.page = field.window()
    field.comes_to(QUEUED, ["received"])
    assert (desk.puts[-1][0].rsplit("/", 1)[1], desk.written()["text"]) == (id_, "Half a sen")  # fmt: skip
    field.unlocked()
    note = field.run("return (await tablet.notes())[0]")
    assert (note["id"], note["form"]["text"], note["finished"], note["state"]) == (id_, "Half a sen", True, "received")  # fmt: skip


def test_a_tab_killed_while_it_stores_leaves_the_text_before_whole(
    field: Field,
) -> None:
    field.desk.online = False
    field.unlocked()
    id_ = field.noted("First", finish=False)
    field.run("tablet.saveNote(told, { text: 'First and second' })", id_)
    field.page.close()
    field.page = field.window()
    field.unlocked()
    (note,) = field.run("return tablet.notes()")
    assert note["form"]["text"] in {"First", "First and second"}
    assert field.states() == ["waiting"]


def test_a_full_disk_is_told_and_nothing_seems_saved(field: Field) -> None:
    field.desk.online = False
    field.unlocked()
    id_ = field.noted("Kept", finish=False)
    field.run(FILLED)
    found = field.run("return tablet.saveNote(told, { text: 'Too much' }).catch((e) => [e.name, e.reason])", id_)  # fmt: skip
    assert found == ["StoreProblem", "full"]
    assert field.run("return tablet.state.storingProblem") == "full"
    assert field.run("return (await tablet.notes())[0].state") == "draft"
    field.run("window.full = false; await tablet.saveNote(told, { text: 'Room again' })", id_)  # fmt: skip
    assert field.run("return [tablet.state.storingProblem, (await tablet.notes())[0].state]") == [None, "saved"]  # fmt: skip


def test_what_does_not_come_back_the_same_is_not_saved(field: Field) -> None:
    field.unlocked()
    id_ = field.noted("Kept", finish=False)
    field.run("""const get = IDBObjectStore.prototype.get;
      IDBObjectStore.prototype.get = function (key) {
        return this.name === "notes" && this.transaction.mode === "readonly" ? get.call(this, "none") : get.call(this, key);
      };""")  # fmt: skip
    found = field.run("return tablet.saveNote(told, { text: 'Lost' }).catch((e) => e.reason)", id_)  # fmt: skip
    assert found == "changed"


def test_a_second_window_does_not_overwrite_nor_finish_the_first(
    field: Field,
) -> None:
    field.desk.online = False
    field.unlocked()
    id_ = field.noted("From the first", finish=False)
    second = field.window()
    assert field.run("return tablet.queue()", page=second) == []
    assert field.run("return tablet.unlock(told)", field.card, second) == {"ok": True}
    field.run("await tablet.saveNote(told, { text: 'From the second' })", id_, second)
    lost = field.run("return tablet.saveNote(told, { text: 'Again the first' }).catch((e) => e.reason)", id_)  # fmt: skip
    assert lost == "elsewhere"
    assert field.run("return (await tablet.notes())[0].form.text", page=second) == "From the second"  # fmt: skip


def test_locking_makes_drafts_notes_and_forgets_them(field: Field, desk: Desk) -> None:
    field.unlocked()
    id_ = field.noted("Almost", finish=False)
    field.run("""tablet.addEventListener("change", ({ detail }) => {
        if (detail.about === "locking") tablet.saveNote(window.id, { text: "Almost done" });
      });
      await tablet.lock();""")  # fmt: skip
    assert field.run("return [tablet.seat, await tablet.notes(), tablet.teamState]") == [None, [], "locked"]  # fmt: skip
    field.comes_to(QUEUED, ["received"])
    assert (desk.puts[-1][0].rsplit("/", 1)[1], desk.written()["text"]) == (id_, "Almost done")  # fmt: skip


def test_nothing_readable_lies_in_the_store(field: Field) -> None:
    field.desk.online = False
    field.unlocked()
    field.noted("Zxquokka said this")
    field.noted("Zxquokka goes on", finish=False)
    rows = field.of("store", """const db = await own.openStore(told);
      const rows = await Promise.all([...db.objectStoreNames].map((name) => db.getAll(name)));
      db.close();
      const shown = (_, one) => one instanceof ArrayBuffer ? new TextDecoder().decode(one) : one;
      return JSON.stringify(rows.filter((_, n) => db.objectStoreNames[n] !== "pack"), shown);""", str(field.visit))  # fmt: skip
    assert '"kind":"note"' in rows
    assert "Zxquokka" not in rows
    assert "Nadia" not in rows
    assert field.card not in rows


def test_a_correction_is_a_new_revision_and_an_unchanged_one_is_none(
    field: Field, desk: Desk
) -> None:
    field.unlocked()
    id_ = field.noted("First")
    field.comes_to(QUEUED, ["received"])
    field.run("await tablet.reopenNote(told); await tablet.finishNote(told)", id_)
    field.run("await tablet.reopenNote(told); await tablet.saveNote(told, { text: 'No' }); await tablet.discardNote(told)", id_)  # fmt: skip
    assert field.run("return (await tablet.notes())[0].form.text") == "First"
    field.run("await tablet.reopenNote(told); await tablet.saveNote(told, { text: 'Better' }); await tablet.finishNote(told)", id_)  # fmt: skip
    field.comes_to(QUEUED, ["received", "received"])
    assert [put[1].get("if-match") for put in desk.puts] == [None, '"1"']
    assert desk.written()["text"] == "Better"
    note = field.run("return (await tablet.notes())[0]")
    assert (note["revision"], note["form"]["text"]) == (2, "Better")
    assert [one["text"] for one in note["earlier"]] == ["First"]


def test_a_discarded_draft_is_gone(field: Field) -> None:
    field.unlocked()
    id_ = field.noted("Not this", finish=False)
    field.run("await tablet.discardNote(told)", id_)
    assert field.run("return [await tablet.notes(), tablet.queue()]") == [[], []]


def test_a_later_release_upgrades_without_losing_what_waits(field: Field) -> None:
    field.desk.online = False
    field.unlocked()
    id_ = field.noted("Waits for the next release")
    field.run("await tablet.lock(); tablet.end()")
    found = field.of("store", """const steps = [...own.STEPS, (db) => db.createObjectStore("more")];
      const db = await own.openStore(told, { steps });
      const kept = (await db.getAll("queue")).map((one) => [one.id, one.body.byteLength > 0]);
      db.close();
      const early = await own.openStore(told).catch((error) => error.reason);
      return [kept, early];""", str(field.visit))  # fmt: skip
    assert found == [[[id_, True]], "newer"]
