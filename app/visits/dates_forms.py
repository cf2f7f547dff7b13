"""What may be sent about the days of a visit that are still to be found."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.forms import FormModel, Text

#: Days that a form offers in one set.
MOST_DAYS = 12
Cell = Annotated[Text, Field(max_length=64)]
Column = Annotated[list[Cell], Field(max_length=MOST_DAYS)]


class DaySetForm(FormModel):
    """Days that go together, line by line, as typed: the day, how, its zone, from, to."""

    id: UUID | None = None
    on: Column = []
    mode: Column = []
    zone: Column = []
    starts: Column = []
    ends: Column = []


class AskingForm(FormModel):
    """Whom to ask, each as `seat:id`."""

    whom: list[Annotated[Text, Field(max_length=60)]] = Field(
        default=[], max_length=500
    )


class SuitsForm(FormModel):
    """What somebody says of each set of days, as `set:word`; blank says nothing of it."""

    answers: list[Annotated[Text, Field(max_length=60)]] = Field(
        default=[], max_length=60
    )
    remark: Annotated[Text, Field(max_length=1000)] = ""
