"""Files on the pages of the demo: sent by form, looked at, deleted, never by the host."""

import io
import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from PIL import Image
from sqlmodel import select

from app.db import Database
from app.files import Files
from app.ids import seed_id, uuid7
from app.models import Attachment, AuditEntry, Evidence
from tests.attachments import making
from tests.attachments.making import SECRET
from tests.conftest import Browse, Counting

VISIT = seed_id("demonstration", "visit", "val-daubre-review")
INDEX = f"/visits/{VISIT}/evidence"
LINES = 3


def lines(*files: tuple[str, bytes]) -> list[tuple[str, tuple[str, bytes]]]:
    """As a browser sends them: a line without a file comes empty."""
    empty = [("", b"")] * (LINES - len(files))
    return [("files", one) for one in (*files, *empty)]


def send(client: Any, *files: tuple[str, bytes], **typed: Any) -> Any:
    form = {"id": str(uuid7()), "text": "The lift works.", **typed}
    answer = client.post(INDEX, data=form, files=lines(*files))
    return answer, f"{INDEX}/{form['id']}"


def announced(demo: Database, note: str) -> list[dict[str, Any]]:
    with demo.reading() as session:
        found = session.get(Evidence, UUID(note.rpartition("/")[2]))
        return found.attachments if found else []


def files_of(demo_app: FastAPI) -> Files:
    files: Files = demo_app.state.files
    return files


def kept(demo_app: FastAPI, file: str) -> list[Path]:
    root = files_of(demo_app).root
    return sorted(p for p in root.rglob("*") if p.is_file() and file in str(p))


def all_kept(demo_app: FastAPI) -> set[Path]:
    return {p for p in files_of(demo_app).root.rglob("*") if p.is_file()}


def noted(
    client: Any, demo: Database, *files: tuple[str, bytes], **typed: Any
) -> tuple[str, str]:
    """The note's address and the first file's."""
    answer, note = send(client, *files, **typed)
    assert answer.status_code == 303, answer.text
    return note, f"{note}/attachments/{announced(demo, note)[0]['id']}"


def test_a_photo_goes_from_the_form_to_the_note(
    browse: Browse, demo: Database, demo_app: FastAPI
) -> None:
    member = browse("member")
    photo = ("../IMG 1.jpg", making.photo())
    note, file = noted(member, demo, photo, alts=["The entrance", "", ""])
    page = member.get(note).text
    assert f'<img src="{file}/preview" alt="The entrance"' in page
    assert "Received and cleaned" in page
    assert "IMG 1" not in page
    answer = member.get(file)
    assert answer.status_code == 200
    assert SECRET.encode() not in answer.content
    assert Image.open(io.BytesIO(answer.content)).size == (320, 200)
    told = {n: answer.headers[n] for n in ("content-type", "content-disposition", "content-security-policy", "x-content-type-options", "cache-control")}  # fmt: skip
    assert told == {
        "content-type": "image/jpeg",
        "content-disposition": f'attachment; filename="repere-{file[-12:]}.jpg"',
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
    }
    small = member.get(f"{file}/preview")
    assert small.headers["content-disposition"] == "inline"
    assert small.headers["content-security-policy"] == "default-src 'none'; sandbox"


def test_a_form_sent_twice_is_one_note_with_one_file(
    browse: Browse, demo: Database, demo_app: FastAPI
) -> None:
    member, content, note_id = browse("member"), making.photo(), str(uuid7())
    sent = [send(member, ("a.jpg", content), id=note_id)[0] for _n in range(2)]
    assert [one.status_code for one in sent] == [303, 303]
    assert len(announced(demo, f"{INDEX}/{note_id}")) == 1
    file = announced(demo, f"{INDEX}/{note_id}")[0]["id"]
    assert len(kept(demo_app, file)) == 2


def test_a_photo_alone_is_a_note(browse: Browse, demo: Database) -> None:
    note, _file = noted(browse("member"), demo, ("a.jpg", making.photo()), text="")
    assert len(announced(demo, note)) == 1


def test_what_was_typed_stays_where_a_file_is_refused(
    browse: Browse, demo: Database, demo_app: FastAPI
) -> None:
    before = all_kept(demo_app)
    member = browse("member")
    files = (("good.jpg", making.photo()), ("<b>.docx", making.zipped()))
    answer, note = send(
        member,
        *files,
        text="Typed with care",
        factors="action-plan",
        alts=["One", "Two", ""],
    )
    assert answer.status_code == 422
    assert "Typed with care</textarea>" in answer.text
    assert 'value="action-plan" checked' in answer.text
    assert 'href="#files-2"' in answer.text
    assert "&lt;b&gt;.docx: This kind of file is not taken." in answer.text
    assert ('value="One"' in answer.text, 'value="Two"' in answer.text) == (True, True)
    assert (announced(demo, note), all_kept(demo_app) - before) == ([], set())


def test_a_file_of_a_note_that_is_refused_leaves_nothing(
    browse: Browse, demo_app: FastAPI
) -> None:
    before = all_kept(demo_app)
    answer, _note = send(browse("member"), ("a.jpg", making.photo()), factors="no-such")
    assert answer.status_code == 422
    assert all_kept(demo_app) - before == set()


def test_files_are_added_to_a_note_that_is_there(
    browse: Browse, demo: Database
) -> None:
    member = browse("member")
    note, _file = noted(member, demo, ("a.jpg", making.photo()))
    form = {"revision": "1", "alts": ["", "The plan", ""]}
    files = [("files", ("", b"")), ("files", ("b.pdf", making.pdf(2)))]
    answer = member.post(f"{note}/attachments", data=form, files=files)
    assert (answer.status_code, answer.headers["location"]) == (303, note)
    assert [one["alt"] for one in announced(demo, note)] == ["", "The plan"]
    page = member.get(note).text
    assert "2 pages" in page
    empty = member.post(f"{note}/attachments", data={"revision": "2"}, files=lines())
    assert (empty.status_code, 'href="#files-1"' in empty.text) == (422, True)


def test_a_recording_can_be_wound(browse: Browse, demo: Database) -> None:
    member = browse("member")
    _note, file = noted(member, demo, ("a.webm", making.sound("webm", "libopus")))
    whole = member.get(file)
    part = member.get(file, headers={"Range": "bytes=100-199", "Accept-Encoding": "br"})
    assert (whole.status_code, part.status_code) == (200, 206)
    assert part.content == whole.content[100:200]
    assert "content-encoding" not in part.headers


OUTSIDERS = ("mentee-officer", "coordinator", "association", "other-pair-officer", "")


@pytest.mark.parametrize("persona", OUTSIDERS)
def test_nobody_outside_the_team_gets_a_file(
    browse: Browse, demo: Database, persona: str
) -> None:
    note, file = noted(browse("member"), demo, ("a.jpg", making.photo()))
    outsider = browse(persona)
    got = {
        outsider.get(address).status_code for address in (file, f"{file}/preview", note)
    } | {
        outsider.post(address, data={"revision": "1"}).status_code
        for address in (
            f"{file}/removal",
            f"{file}/transcription",
            f"{note}/attachments",
        )
    }
    assert got == ({404} if persona else {303})


def test_a_file_is_found_under_its_own_note_and_visit_only(
    browse: Browse, demo: Database
) -> None:
    member = browse("member")
    one, file = noted(member, demo, ("a.jpg", making.photo()))
    other, _file = noted(member, demo, ("b.jpg", making.photo((30, 30))))
    study = str(seed_id("demonstration", "visit", "rivemont-study"))
    addresses = [file.replace(one, other), file.replace(str(VISIT), study)]
    assert [member.get(a).status_code for a in addresses] == [404, 404]
    assert member.get(file).status_code == 200


def test_opening_a_file_is_in_the_audit(browse: Browse, demo: Database) -> None:
    member = browse("member")
    _note, file = noted(member, demo, ("a.jpg", making.photo()))
    for address in (file, f"{file}/preview"):
        member.get(address)
    with demo.reading() as session:
        rows = session.exec(
            select(AuditEntry.verb, AuditEntry.subject).where(
                AuditEntry.subject_id == UUID(file[-36:])
            )
        ).all()
    assert rows == [("read-file", "attachment")] * 2


def test_a_recording_written_down_is_deleted(
    browse: Browse, demo: Database, demo_app: FastAPI
) -> None:
    member = browse("member")
    note, file = noted(member, demo, ("a.webm", making.sound("webm", "libopus")))
    assert "deleted on" in member.get(note).text
    assert len(kept(demo_app, file[-36:])) == 1
    answer = member.post(f"{file}/transcription", data={"revision": "1"})
    assert (answer.status_code, kept(demo_app, file[-36:])) == (303, [])
    page = member.get(note).text
    assert ("<audio" in page, "written down before" in page) == (False, True)
    assert member.get(file).status_code == 404
    with demo.reading() as session:
        row = session.get_one(Attachment, UUID(file[-36:]))
        assert (row.state, row.gone_at is not None) == ("deleted", True)


def test_a_file_taken_off_its_note_is_deleted(
    browse: Browse, demo: Database, demo_app: FastAPI
) -> None:
    member = browse("member")
    note, file = noted(member, demo, ("a.jpg", making.photo()))
    answer = member.post(f"{file}/removal", data={"revision": "1"})
    assert (answer.status_code, kept(demo_app, file[-36:])) == (303, [])
    assert (announced(demo, note), member.get(file).status_code) == ([], 404)


def test_only_who_may_correct_a_note_deletes_its_files(
    browse: Browse, demo: Database, demo_app: FastAPI
) -> None:
    note, file = noted(browse("member"), demo, ("a.jpg", making.photo()))
    other = browse("migrant-member")
    got = [
        other.post(address, data={"revision": "1"}, files=files).status_code
        for address, files in (
            (f"{file}/removal", None),
            (f"{file}/transcription", None),
            (f"{note}/attachments", lines(("b.jpg", making.photo()))),
        )
    ]
    assert (got, other.get(file).status_code) == ([403, 403, 403], 200)
    assert len(kept(demo_app, file[-36:])) == 2


def test_a_photo_of_somebody_named_waits_for_their_consent(
    browse: Browse, demo: Database
) -> None:
    lead = browse("facilitator")
    speakers = lead.get(f"/visits/{VISIT}/evidence").text
    found = re.search(r'name="speakers" value="([0-9a-f-]{36})"', speakers)
    assert found
    note, _file = noted(lead, demo, ("a.jpg", making.photo()), speakers=found[1])
    page = lead.get(note).text
    assert "A consent is missing, so this note cannot be finished." in page
    assert "It holds a photograph that somebody it names has not agreed to." in page


def test_a_list_with_files_asks_as_much_for_three_as_for_one(
    browse: Browse, demo: Database, count_queries: Counting
) -> None:
    member, counts = browse("member"), []
    for n in (1, 2):
        for _n in range(n):
            noted(member, demo, ("a.jpg", making.photo()), text="Planted")
        with count_queries() as queries:
            listed = member.get(f"{INDEX}?q=planted").text
        counts.append(len(queries))
    assert listed.count("1 file</p>") == 3
    assert counts[0] == counts[1]


def test_french_readers_are_told_in_french(browse: Browse, demo: Database) -> None:
    member = browse("member")
    member.cookies.set("language", "fr")
    answer, _note = send(member, ("a.zip", making.zipped()))
    assert "a.zip : Ce type de fichier n&#39;est pas accepté." in answer.text.replace(
        "\u202f", " "
    ).replace("\u00a0", " ")
    for english in ("Files", "What file", "Recording"):
        assert english not in answer.text
