"""What may be sent about a proposal of an agenda."""

from typing import Annotated

from pydantic import Field

from app.forms import FormModel, LocalTime, Text
from app.values_proposals import ProposalMode
from app.visits.forms import Ids


class ProposalForm(FormModel):
    """`teams`: in how many sub-teams one may go; `keep`: sessions that stay as well;
    `out`: people met, members and interpreters who no longer come; `way`: a way out of an earlier explanation, `kind:key`. Times are local to the days."""

    mode: ProposalMode = ProposalMode.EMPTY
    seconds: int = Field(default=10, ge=1, le=60)
    teams: int = Field(default=1, ge=1, le=4)
    opens: LocalTime = Field(default="09:00", validate_default=True)
    closes: LocalTime = Field(default="18:00", validate_default=True)
    keep: Ids = []
    out: Ids = []
    way: Annotated[Text, Field(max_length=120)] = ""


class AcceptForm(FormModel):
    """The sessions whose proposed place is taken over; `all` takes every one."""

    sessions: Ids = []
    all: bool = False
