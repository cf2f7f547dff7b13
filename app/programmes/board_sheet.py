"""The board as a spreadsheet: the pairs, their steps, their findings by factor."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from app import i18n
from app.i18n import _
from app.labels import label
from app.models import Programme
from app.programmes.board_queries import Board, BoardRow

Cell = str | int | date | None
WIDTH = 26


def board_file(programme: Programme, board: Board) -> bytes:
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = _("Board")
    fill(first, board_head(), (board_line(row) for row in board.rows))
    steps = (line for row in board.rows for line in step_lines(row))
    fill(book.create_sheet(_("Steps")), step_head(), steps)
    words = (line for row in board.rows for line in word_lines(row, board))
    fill(book.create_sheet(_("Findings")), word_head(), words)
    book.properties.title = i18n.of(programme.name)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def fill(sheet: Worksheet, head: list[str], lines: Iterable[list[Cell]]) -> None:
    """Text is stored as text: what begins with = would otherwise be a formula."""
    every: list[Sequence[Cell]] = [head, *lines]
    for number, line in enumerate(every, start=1):
        for column, value in enumerate(line, start=1):
            cell = sheet.cell(number, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
            cell.font = Font(bold=number == 1)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column in range(1, len(head) + 1):
        sheet.column_dimensions[chr(64 + column)].width = WIDTH
    sheet.freeze_panes = "B2"


def board_head() -> list[str]:
    return [
        _("Pair"), _("Cities"), _("Theme"), _("Status"), _("Benchmark"),
        _("Where it stands"), _("Next date"), _("Next step"), _("Late"),
        _("Last visit"), _("Actions done"), _("Actions"),
    ]  # fmt: skip


def board_line(row: BoardRow) -> list[Cell]:
    return [
        row.pair.number,
        cities(row),
        i18n.of(row.pair.theme),
        label(row.pair.status),
        benchmark(row),
        label(row.stage.step) if row.stage else "",
        row.next.due_on if row.next else None,
        label(row.next.step) if row.next else "",
        "\n".join(f"{label(one.deadline.step)}: {one.words}" for one in row.late),
        last_day(row),
        row.actions_done,
        row.actions,
    ]


def step_head() -> list[str]:
    return [_("Pair"), _("Cities"), _("Step"), _("Due on"), _("Done on")]


def step_lines(row: BoardRow) -> list[list[Cell]]:
    steps = sorted(row.steps, key=lambda one: one.due_on)
    return [
        [row.pair.number, cities(row), label(one.step), one.due_on, one.done_on]
        for one in steps
    ]


def word_head() -> list[str]:
    return [_("Pair"), _("Cities"), _("Key factor"), _("Title"), _("Word")]


def word_lines(row: BoardRow, board: Board) -> list[list[Cell]]:
    """In the order of the factors."""
    found = sorted((n, group.word) for group in row.words for n in group.numbers)
    version = row.pair.benchmark_version_id
    return [
        [
            row.pair.number,
            cities(row),
            number,
            i18n.of(board.titles[(version, number)]),
            label(word),
        ]
        for number, word in found
    ]


def cities(row: BoardRow) -> str:
    return i18n.listed([i18n.of(c.city.name) for c in row.cities if not c.former])


def benchmark(row: BoardRow) -> str:
    if row.version is None:
        return i18n.of(row.pair.benchmark_note)
    title = i18n.of(row.version.title)
    return (
        _("%(title)s (illustrative)", title=title)
        if row.version.illustrative
        else title
    )


def last_day(row: BoardRow) -> Cell:
    days = row.last_visit.days if row.last_visit else []
    return days[-1].day_on if days else None
