"""The name somebody chooses to be shown by: seen by the team and by the host city."""

import re
import unicodedata

from app.errors import Problem
from app.i18n import _

#: Marks that turn the direction of what stands after a name (Unicode UAX 9).
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
#: So many digits in a row, spaces and hyphens aside, are a telephone number.
TELEPHONE = re.compile(r"(?:\d[\s().-]*){6,}")


def name_problems(name: str) -> list[Problem]:
    """An empty list means that it can be shown."""
    if not any(unicodedata.category(one)[0] in "LN" for one in name):
        return [Problem("shown_name", _("Write at least a letter or a number."))]
    if "@" in name or TELEPHONE.search(name):
        said = _("Leave addresses and telephone numbers out: the host city reads this.")
        return [Problem("shown_name", said)]
    if TURNING.search(name) or any(unicodedata.category(one) == "Cc" for one in name):
        said = _("Take out the invisible marks: they would turn what stands beside it.")
        return [Problem("shown_name", said)]
    return []
