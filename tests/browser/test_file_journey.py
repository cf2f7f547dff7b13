"""A member sends files with a note, and is told what became of each."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.ids import seed_id
from tests.attachments import making
from tests.browser.axe import in_every_setting
from tests.browser.conftest import Enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EVIDENCE = f"/visits/{seed_id('demonstration', 'visit', 'val-daubre-review')}/evidence"


def test_a_photo_and_a_recording_go_with_a_note(enter: Enter, tmp_path: Path) -> None:
    photo, sound, sheet = (tmp_path / n for n in ("door.jpg", "said.webm", "plan.docx"))
    photo.write_bytes(making.photo((900, 600)))
    sound.write_bytes(making.sound("webm", "libopus"))
    sheet.write_bytes(making.zipped())
    page = enter("member")
    page.goto(EVIDENCE)
    page.get_by_label("What was said, seen or read").fill("The door opens by itself.")
    page.get_by_text("Photos, PDF, recordings").click()
    page.get_by_label("File 1", exact=True).set_input_files(photo)
    page.get_by_label("What file 1 shows or says").fill("An automatic door")
    page.get_by_label("File 2", exact=True).set_input_files(sheet)
    page.get_by_role("button", name="Save the note").click()
    said = page.get_by_role("alert")
    expect(said).to_contain_text("plan.docx: This kind of file is not taken.")
    words = page.get_by_label("What was said, seen or read")
    expect(words).to_have_value("The door opens by itself.")
    assert in_every_setting(page) == {}
    page.get_by_label("File 1", exact=True).set_input_files(photo)
    page.get_by_label("File 2", exact=True).set_input_files(sound)
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_text("2 files", exact=True)).to_be_visible()
    note = page.get_by_role("article").filter(has_text="The door opens by itself.")
    note.get_by_role("link", name="Open the note").click()
    picture = page.get_by_role("img", name="An automatic door")
    expect(picture).to_be_visible()
    assert (
        picture.evaluate("image => image.decode().then(() => image.naturalWidth)")
        == 640
    )
    played = page.get_by_label("Recording", exact=True)
    assert played.evaluate(
        "sound => new Promise(done => { sound.onloadedmetadata = () => "
        "done(Math.round(sound.duration)); sound.load() })"
    ) == 2  # fmt: skip
    assert in_every_setting(page) == {}
    page.get_by_text("Written down, or to be deleted").click()
    page.get_by_role("button", name="It is written down").click()
    expect(page.get_by_text("The recording is deleted.")).to_be_visible()
    expect(played).to_have_count(0)
