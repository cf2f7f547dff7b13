"""Tables from elsewhere: what is read, and what is refused with a way out."""

import contextlib
import io
import zipfile

import pytest
from hypothesis import given, strategies as st
from openpyxl import Workbook

from app.errors import Rejected
from app.sheets import MOST_ROWS, Table, as_pasted, of_text, read_table, tidy

ROWS = [["Name", "Voice"], ["Café des langues", "migrants"]]
cells = st.text(st.characters(exclude_categories=["C"], exclude_characters="\u2028\u2029"), max_size=12)  # fmt: skip


def workbook(rows: Table) -> bytes:
    book, target = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(target)
    return target.getvalue()


def packed(name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        workbook(ROWS),
        "Name;Voice\nCafé des langues;migrants\n".encode(),
        "Name,Voice\r\n\r\nCafé des langues,migrants".encode("utf-8-sig"),
        "Name\tVoice\nCafé des langues\tmigrants".encode("utf-16"),
        "Name;Voice\nCafé des langues;migrants".encode("cp1252"),
    ],
    ids=["xlsx", "semicolons", "mark", "utf-16", "windows"],
)
def test_usual_files_are_read_alike(content: bytes) -> None:
    assert read_table(content) == ROWS


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "a workbook of the old kind"),
        (workbook(ROWS)[:900], "cannot be read"),
        (packed("note.txt", b"no workbook"), "cannot be read"),
        (packed("xl/bomb", b"0" * 40_000_000), "too large"),
        (b"%PDF-1.7\0\0", "This is no table"),
        (b"a;b\n" * (MOST_ROWS + 2), f"More than {MOST_ROWS} rows"),
    ],
    ids=["xls", "truncated", "zip", "bomb", "pdf", "long"],
)
def test_what_is_no_table_is_refused_with_a_way_out(content: bytes, said: str) -> None:
    with pytest.raises(Rejected) as refused:
        read_table(content)
    [problem] = refused.value.problems
    assert problem.field == "file"
    assert said in str(problem.message)


@given(st.lists(st.lists(cells, max_size=5), max_size=8))
def test_what_is_written_out_is_read_again(rows: Table) -> None:
    table = tidy([["a", "b"], *rows])
    assert of_text(as_pasted(table)) == table


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_refused_by_the_field_they_came_in(
    content: bytes,
) -> None:
    fields: list[str] = []
    with contextlib.suppress(Rejected):
        fields = [cell for row in read_table(content) for cell in row]
    assert all(isinstance(cell, str) for cell in fields)
