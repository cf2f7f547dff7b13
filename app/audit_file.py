"""The audit as a table for a spreadsheet: the same words as on the page."""

import csv
from collections.abc import Sequence
from io import StringIO

from app.audit_pages import Entry
from app.i18n import _
from app.labels import label

#: A spreadsheet takes what begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def audit_file(entries: Sequence[Entry]) -> bytes:
    """UTF-8 with a mark at its beginning, which spreadsheets need to read it as such."""
    sheet = StringIO()
    rows = csv.writer(sheet)
    rows.writerow(
        [_("When (UTC)"), _("Person"), _("What was done"), _("Why"), _("Account of"), _("Visit")]
    )  # fmt: skip
    for one in entries:
        visit = str(one.visit.id) if one.visit else ""
        said = [one.person, label(one.verb), one.reason, one.about, visit]
        rows.writerow([f"{one.at:%Y-%m-%d %H:%M:%S}", *map(harmless, said)])
    return sheet.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
