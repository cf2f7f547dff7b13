"""Reading a table that somebody made elsewhere: XLSX, CSV, or pasted from a spreadsheet.

openpyxl reads XLSX, with defusedxml in front of its XML; CSV is the standard library's.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from app.errors import Problem, Rejected
from app.i18n import _

Table = list[list[str]]

MOST_ROWS, MOST_COLUMNS = 500, 40
#: What a workbook may unpack to: many times an honest one of this size.
MOST_UNPACKED_BYTES = 30_000_000
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
DELIMITERS = ",;\t|"


def read_table(content: bytes) -> Table:
    """Rows of trimmed text, without empty rows and empty ends; says what is wrong as `Rejected` of `file`.

    CSV may be UTF-8, UTF-16 with its mark, or what Windows writes in Western Europe.
    """
    if content.startswith(OLD_EXCEL):
        raise unreadable(_("This is a workbook of the old kind: save it as XLSX or CSV."))  # fmt: skip
    if content.startswith(ZIP):
        return of_workbook(content)
    return of_text(decoded(content))


def of_text(text: str) -> Table:
    """As a spreadsheet pastes it (tabs), or as CSV with any usual separator."""
    try:
        return tidy(csv.reader(io.StringIO(text, newline=""), delimiter=separator(text)))  # fmt: skip
    except csv.Error:
        raise unreadable(_("This is no table: it holds what no CSV file holds.")) from None  # fmt: skip


def separator(text: str) -> str:
    """The one that the first line has most of."""
    first = text.lstrip("\r\n").partition("\n")[0]
    return max(DELIMITERS, key=first.count)


def decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", "replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", "replace")
    if "\0" in text:
        raise unreadable(_("This is no table: save it as XLSX or CSV."))
    return text


def of_workbook(content: bytes) -> Table:
    """The sheet that was open; what its formulas came to."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED_BYTES:
                raise unreadable(_("This workbook is too large: keep the one sheet."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.active
        if sheet is None:
            raise unreadable(_("This workbook has no sheet."))
        cells = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)
        return tidy([as_text(cell) for cell in row] for row in cells)
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        OSError,
        EOFError,
        SyntaxError,
    ):
        # Whatever is not a workbook inside its zip: openpyxl has no one error for it.
        raise unreadable(_("This workbook cannot be read: save it as XLSX or CSV.")) from None  # fmt: skip


def as_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def tidy(rows: Iterable[Sequence[str]]) -> Table:
    found: Table = []
    for row in rows:
        trimmed = [" ".join(cell.split()) for cell in row[:MOST_COLUMNS]]
        while trimmed and not trimmed[-1]:
            trimmed.pop()
        if not trimmed:
            continue
        if len(found) > MOST_ROWS:
            raise unreadable(_("More than %(most)s rows: split the table.", most=MOST_ROWS))  # fmt: skip
        found.append(trimmed)
    return found


def as_pasted(rows: Iterable[Sequence[str]]) -> str:
    """With tabs, so that it can be mended in a form and read again."""
    target = io.StringIO()
    csv.writer(target, delimiter="\t", lineterminator="\n").writerows(rows)
    return target.getvalue()


def unreadable(sentence: str) -> Rejected:
    return Rejected(Problem("file", sentence))
