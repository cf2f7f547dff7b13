"""Photos, documents and recordings: stored with their note, closed, and sent whole."""

import hashlib
import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext

from tests.browser.conftest import CHROMIUM, FLAGS, fresh_context
from tests.browser.field_modules.conftest import Field, fielded
from tests.browser.field_modules.desk import Desk, Uploads, opened

pytestmark = [pytest.mark.browser, pytest.mark.slow]
STATES = "return tablet.queue().map((one) => one.state)"
#: The policy lets nobody fetch such an address, so what it stands for is looked at.
SHOWN_BYTES = """const made = URL.createObjectURL;
  URL.createObjectURL = (blob) => { window.shown = blob; return made.call(URL, blob); };
  await tablet.fileUrl(told);
  URL.createObjectURL = made;
  return window.shown.size;"""
#: Another note is finished as soon as something of the file was sent.
URGENT = """let isWritten = false;
  tablet.addEventListener("change", async () => {
    if (isWritten || !tablet.queue().some((one) => one.kind === "file" && one.sentBytes)) return;
    isWritten = true;
    const id = tablet.startNote();
    await tablet.saveNote(id, { text: "Urgent" });
    await tablet.finishNote(id);
  });"""
ADD = """const bytes = await (await fetch(told.data)).arrayBuffer();
  const blob = new Blob([bytes], { type: told.type });
  return tablet.addFile(told.note, { blob, alt: told.alt, family: told.family }).catch((e) => [e.name, e.reason]);"""


def added(field: Field, note: str, content: bytes, family: str, kind: str) -> Any:
    """The file's id, or why it was not taken."""
    address = "**/visits/picture?*"
    field.context.route(address, lambda route: route.fulfill(body=content))
    told = {"data": f"/visits/picture?{len(content)}", "note": note, "type": kind, "family": family, "alt": "Zxwall"}  # fmt: skip
    return field.run(ADD, told)


def photo() -> bytes:
    """4,000 by 3,000, turned by its EXIF, which also says where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    exif[0x010F] = "Zxcamera"
    kept = BytesIO()
    Image.new("RGB", (4_000, 3_000), "teal").save(kept, "JPEG", exif=exif)
    return kept.getvalue()


def plain(desk: Desk, body: bytes) -> bytes:
    return b"".join(opened(line.decode(), desk.private) for line in body.split(b"\n"))


def test_a_photo_is_small_upright_without_exif_and_follows_its_note(
    field: Field, desk: Desk
) -> None:
    field.unlocked()
    note = field.noted("The wall", finish=False)
    id_ = added(field, note, photo(), "photo", "image/jpeg")
    preview = field.run("const picture = new Image(); picture.src = await tablet.fileUrl(told); await picture.decode(); return [picture.naturalWidth, picture.naturalHeight]", id_)  # fmt: skip
    assert preview == [480, 640]
    field.run("await tablet.finishNote(told)", note)
    field.comes_to(STATES, ["received", "received"])
    assert desk.puts[1][0].endswith(f"/evidence/{note}/attachments/{id_}")
    content = plain(desk, desk.puts[1][2])
    (announced,) = desk.written(0)["attachments"]
    assert announced == {"id": id_, "media_type": "image/jpeg", "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest(), "alt": "Zxwall"}  # fmt: skip
    assert b"Zxcamera" not in content
    with Image.open(BytesIO(content)) as picture:
        assert (picture.size, dict(picture.getexif())) == ((1_920, 2_560), {})


def test_what_cannot_be_taken_says_why(field: Field) -> None:
    field.unlocked()
    note = field.noted("Files", finish=False)
    found = [
        added(field, note, b"not a picture", "photo", "image/jpeg"),
        added(field, note, b"", "pdf", "application/pdf"),
        added(field, note, b"<html>", "pdf", "application/pdf"),
    ]
    assert found == [["FileProblem", why] for why in ("damaged", "empty", "unknown")]
    assert field.run("return [tablet.state.storingProblem, (await tablet.notes())[0].files]") == [None, []]  # fmt: skip


def test_a_document_in_pieces_is_read_back_whole_and_can_be_taken_off(
    field: Field, desk: Desk
) -> None:
    field.unlocked()
    desk.online = False
    note = field.noted("Minutes", finish=False)
    content = b"%PDF-1.7" + bytes(300_000)
    id_ = added(field, note, content, "pdf", "application/pdf")
    assert field.run(SHOWN_BYTES, id_) == len(content)
    field.run("await tablet.describeFile(told[0], told[1], 'Minutes of May')", [note, id_])  # fmt: skip
    (file,) = field.run("return (await tablet.notes())[0].files")
    assert (file["alt"], file["bytes"], file["state"]) == ("Minutes of May", len(content), "saved")  # fmt: skip
    field.run("await tablet.removeFile(told[0], told[1]); await tablet.finishNote(told[0])", [note, id_])  # fmt: skip
    left = field.of("store", "const db = await own.openStore(told); return [await db.count('files'), await db.count('pieces')]", str(field.visit))  # fmt: skip
    assert left == [0, 0]
    assert field.run("return tablet.queue().map((one) => one.kind)") == ["note"]


def test_a_handed_over_file_holds_its_lines(field: Field, desk: Desk) -> None:
    field.unlocked()
    desk.online = False
    note = field.noted("Minutes", finish=False)
    content = b"%PDF-1.7" + bytes(300_000)
    added(field, note, content, "pdf", "application/pdf")
    field.run("await tablet.finishNote(told)", note)
    lines = [json.loads(one) for one in field.run("return (await tablet.handOver()).text()").splitlines()]  # fmt: skip
    file, pieces = lines[2], [one["piece"] for one in lines[3:-1]]
    assert (file["pieces"], lines[-1]) == (len(pieces), {"end": 2})
    sealed = "\n".join(pieces).encode()
    assert (file["kind"], file["of"], sealed.count(b"\n")) == ("file", note, 1)
    assert hashlib.sha256(sealed).hexdigest() == file["sha256"]
    assert plain(desk, sealed) == content


def large(field: Field, text: str) -> bytes:
    """What a file holds that takes five parts; its note is finished."""
    note = field.noted(text, finish=False)
    content = b"%PDF-1.7" + bytes(1_600_000)
    added(field, note, content, "pdf", "application/pdf")
    field.run("await tablet.finishNote(told)", note)
    return content


def test_a_large_file_goes_on_where_it_was_cut(field: Field, desk: Desk) -> None:
    uploads = Uploads(desk, lost=1)
    field.context.route("**/upload*", uploads.answer)
    field.unlocked()
    content = large(field, "Long minutes")
    field.comes_to("return tablet.queue().map((one) => one.words)", ["received", "no-network"])  # fmt: skip
    assert uploads.asked == ["POST", "PATCH"]
    field.run("await tablet.sendNow()")
    field.comes_to(STATES, ["received", "received"])
    assert uploads.asked == ["POST", "PATCH", "HEAD", *["PATCH"] * 4]
    assert plain(desk, bytes(uploads.got)) == content


def test_a_note_goes_before_the_rest_of_a_large_file(field: Field, desk: Desk) -> None:
    uploads = Uploads(desk, lost=0)
    field.context.route("**/upload*", uploads.answer)
    field.unlocked()
    field.run(URGENT)
    content = large(field, "Long minutes")
    field.comes_to(STATES, ["received", "received", "received"])
    assert sorted(uploads.asked) == ["HEAD", *["PATCH"] * 5, "POST"]
    assert len(desk.puts) == 2
    assert plain(desk, bytes(uploads.got)) == content


@pytest.fixture(scope="module")
def with_microphone(server: str, chromium: Browser) -> Iterator[BrowserContext]:
    flags = [*FLAGS, "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]  # fmt: skip
    kind = chromium.browser_type
    browser = kind.launch(executable_path=CHROMIUM, args=flags)
    yield fresh_context(browser, server, "", service_workers="block")
    browser.close()


@pytest.fixture
def recording_field(
    with_microphone: BrowserContext, desk: Desk, card: str
) -> Iterator[Field]:
    yield from fielded(with_microphone, desk, card)


def test_a_killed_tab_keeps_the_seconds_it_recorded(
    recording_field: Field, desk: Desk
) -> None:
    field = recording_field
    field.unlocked()
    desk.online = False
    note = field.noted("She agreed to be recorded", finish=False)
    id_ = field.run("window.voice = await tablet.startRecording(told); return voice.fileId", note)  # fmt: skip
    field.comes_to("return (await tablet.notes())[0].files[0]?.bytes > 0", True)
    assert field.run("return [voice.level >= 0, tablet.state.recording]") == [True, True]  # fmt: skip
    field.page.close()
    desk.online = True
    field.page = field.window()
    field.comes_to(STATES, ["received", "received"])
    (announced,) = desk.written(0)["attachments"]
    content = plain(desk, desk.puts[1][2])
    assert (announced["id"], announced["media_type"]) == (id_, "audio/webm")
    assert announced["sha256"] == hashlib.sha256(content).hexdigest()
    assert content.startswith(b"\x1a\x45\xdf\xa3")


def test_a_recording_that_ends_well_is_heard_again(
    recording_field: Field, desk: Desk
) -> None:
    field = recording_field
    field.unlocked()
    note = field.noted("A voice", finish=False)
    field.run("window.voice = await tablet.startRecording(told)", note)
    field.comes_to("return (await tablet.notes())[0].files[0]?.bytes > 0", True)
    id_ = field.run("return voice.stop()")
    (file,) = field.run("return (await tablet.notes())[0].files")
    assert (file["id"], file["state"], file["family"]) == (id_, "saved", "audio")
    played = field.run(SHOWN_BYTES, id_)
    assert played == file["bytes"]
    assert field.run("return tablet.state.recording") is False
