"""The agenda as a table, for XLSX and CSV: what this reader sees of it, by day and time."""

import csv
import io
from datetime import date, time
from uuid import UUID

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.i18n import _, language_name
from app.labels import label
from app.programmes.board_sheet import fill
from app.visits.agenda_cards import span
from app.visits.agenda_queries import Agenda, Cell

Value = str | int | date | None
#: What a spreadsheet takes for a formula at the beginning of a cell of CSV.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def agenda_head() -> list[str]:
    return [
        _("Day"), _("Time"), _("Time zone"), _("Number"), _("Session"), _("Format"), _("Track"),
        _("Place"), _("People met"), _("Team"), _("Languages"), _("Interpreter"),
        _("Needs"), _("Key factors"), _("State"),
    ]  # fmt: skip


def agenda_lines(agenda: Agenda) -> list[list[Value]]:
    """By day and time; what waits for a day comes last."""
    ordered = [
        (shown.day.day_on.isoformat(), shown.day.time_zone, cell)
        for shown in agenda.days
        for cell in sorted(on_day(agenda, shown.day.id), key=by_time)
    ]
    waiting = [("", "", cell) for cell in sorted(agenda.waiting, key=by_time)]
    return [
        [day, span(cell), zone, *agenda_line(agenda, cell)]
        for day, zone, cell in [*ordered, *waiting]
    ]


def on_day(agenda: Agenda, day_id: UUID) -> list[Cell]:
    return [cell for cell in agenda.cells.values() if cell.day_id == day_id]


def by_time(cell: Cell) -> tuple[bool, time, int]:
    return cell.starts is None, cell.starts or time.min, cell.number


def agenda_line(agenda: Agenda, cell: Cell) -> list[Value]:
    return [
        cell.number,
        cell.title.text,
        label(cell.format),
        cell.track,
        cell.place,
        "; ".join(name for _id, name in cell.people),
        "; ".join(name for _id, name in cell.members or ()),
        ", ".join(language_name(code) for code in cell.languages),
        "; ".join(name for _id, name in cell.interpreters),
        ", ".join(cell.needs),
        ", ".join(str(agenda.factors[id_].number) for id_ in cell.factors),
        label(cell.status),
    ]


def agenda_workbook(agenda: Agenda) -> bytes:
    book, target = Workbook(), io.BytesIO()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = _("Agenda")
    fill(sheet, agenda_head(), agenda_lines(agenda))
    book.save(target)
    return target.getvalue()


def agenda_csv(agenda: Agenda) -> bytes:
    """UTF-8 with its mark, so that spreadsheets read accents; no cell is a formula."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(agenda_head())
    for line in agenda_lines(agenda):
        writer.writerow([harmless(cell) for cell in line])
    return target.getvalue().encode("utf-8-sig")


def harmless(cell: Value) -> Value:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
