"""What is received and cannot be cleaned, what is to come, and too much at once."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from app.evidence.attachment_rules import MOST_UPLOADS
from app.ids import uuid7
from app.models import Attachment
from app.values import FileState
from tests.attachments import making
from tests.attachments.sending import clean, coming, of_file, put, row
from tests.evidence.serving import Field

HOSTILE = {
    "a zip": (making.zipped(), "This kind of file is not taken."),
    "HTML": (b"<script>alert(1)</script>", "This kind of file is not taken."),
    "a recording": (making.sound("webm", "libopus"), "This file is something else than the note says"),
    "a bomb": (making.pixel_bomb(), "up to 50 million pixels"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_shows_on_the_note_and_is_never_served(
    field: Field, name: str
) -> None:
    content, words = HOSTILE[name]
    one = coming(field, content)
    page = f"/visits/{field.visit_id}/evidence/{one.note}"
    with field.client() as client:
        assert put(client, one).status_code == 201
        clean(field)
        shown = client.get(page)
        served_as = client.get(f"{page}/attachments/{one.file}")
    assert (shown.status_code, words in shown.text) == (200, True)
    assert served_as.status_code == 404
    assert [path.parts[0] for path in of_file(field, one)] == ["intake"]


def test_pages_and_the_api_say_that_a_file_is_still_to_come(field: Field) -> None:
    one = coming(field, making.photo())
    page = f"/visits/{field.visit_id}/evidence/{one.note}"
    said = "1 of 1 file is still to come."
    with field.client() as client:
        before = client.get(page).text, client.get(field.path(one.note)).json()
        put(client, one)
        after = client.get(page).text, client.get(field.path(one.note)).json()
    assert (said in before[0], before[1]["complete"]) == (True, False)
    assert (said in after[0], after[1]["complete"]) == (False, True)


def test_who_sends_too_much_is_told_how_long_to_wait(field: Field) -> None:
    one, known = coming(field, making.photo()), coming(field, making.photo())
    with field.client() as client:
        assert put(client, known).status_code == 201
        sent_at = datetime.now(UTC) - timedelta(minutes=20)
        kept = row(field, known.file)
        assert kept
        with field.database.writing() as session:
            for _n in range(MOST_UPLOADS):
                session.add(
                    Attachment(
                        visit_id=field.visit_id, evidence_id=uuid7(), state=FileState.ERASED,
                        received_sha256="", bytes=1, by=kept.by, received_at=sent_at,
                    )
                )  # fmt: skip
        answer, again = put(client, one), put(client, known)
        with field.database.writing() as session:
            for old in session.exec(select(Attachment).where(Attachment.bytes == 1)):
                session.delete(old)
    assert (answer.status_code, again.status_code) == (429, 200)
    assert 2_390 <= int(answer.headers["Retry-After"]) <= 2_400
    assert answer.json()["detail"] == (
        "You have sent as many files as one person may within an hour: 400, or 3000 MB. "
        "Wait 40 minutes, then try again."
    )
