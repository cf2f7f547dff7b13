"""What a session of the agenda needs, and when its values can stand."""

from collections.abc import Sequence

from app.errors import Problem
from app.i18n import _
from app.values import Need


def room_lacks(needs: Sequence[str], private: bool, step_free: bool) -> list[str]:
    """What a session needs and its room is not, in sentences."""
    said = []
    if Need.PRIVATE in needs and not private:
        said.append(_("The room is not private."))
    if Need.STEP_FREE in needs and not step_free:
        said.append(_("The room is not step-free."))
    return said


def link_problems(link: str) -> list[Problem]:
    """A link is opened by those who take part: it leads to a page, nothing else."""
    if link and not link.lower().startswith(("https://", "http://")):
        return [Problem("link", _("Begin the link with https://"))]
    return []
