"""What a page that looks for news by itself says of where it stands."""

from typing import Annotated

from pydantic import Field

from app.evidence.forms import INT32, FilterForm, Moment
from app.forms import FormModel, IsoDate, Line


class WaitingForm(FilterForm):
    """A list of notes, shown at `since` with `had` of those that came since then on it.

    `known` is how many more the page says already.
    """

    since: Moment
    had: Annotated[int, Field(ge=0, le=INT32)] = 0
    known: Annotated[int, Field(ge=0, le=INT32)] = 0


class LiveForm(FormModel):
    """A day of the visit; `seen` is the state of its notes that the page shows."""

    day: IsoDate | None = None
    seen: Line = ""
