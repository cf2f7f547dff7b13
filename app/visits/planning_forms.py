"""What may be sent about what surrounds an agenda: interpreters, ways, tables, copies."""

import re
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from app.forms import (
    FormModel,
    LanguageTag,
    Line,
    Prose,
    Revision,
    Text,
    storable,
)
from app.ids import uuid7


def _language_pair(value: str) -> str:
    """In the order of the alphabet, so that a pair is written in one way."""
    if not re.fullmatch(r"[A-Za-z0-9-]{2,35}/[A-Za-z0-9-]{2,35}", value):
        raise PydanticCustomError("language_pair", "not two languages")
    return "/".join(sorted(value.split("/")))


LanguagePair = Annotated[str, AfterValidator(_language_pair)]


class InterpreterForm(FormModel):
    """Somebody who interprets, by a letter.

    `pairs` are `ar/fr`, in both directions; `one` and `other` are one pair more.
    """

    id: UUID | None = None
    name: Line
    pairs: list[LanguagePair] = Field(default=[], max_length=12)
    one: LanguageTag | None = Field(default=None, exclude=True)
    other: LanguageTag | None = Field(default=None, exclude=True)
    contact: Line = ""
    hours_a_day: int | None = Field(default=None, ge=1, le=12)
    note: Prose = ""
    revision: Revision | None = None

    @model_validator(mode="after")
    def with_one_pair_more(self) -> Self:
        if self.one and self.other and self.one != self.other:
            self.pairs = sorted({*self.pairs, "/".join(sorted((self.one, self.other)))})
        return self


class CopyForm(FormModel):
    """An agenda to begin from; lines in the order of the outline, blank leaves out."""

    id: UUID = Field(default_factory=uuid7)
    source: Annotated[Text, Field(max_length=40)] = ""
    days: list[Annotated[Text, Field(max_length=36)]] = Field(default=[], max_length=40)
    people: list[Annotated[Text, Field(max_length=36)]] = Field(
        default=[], max_length=300
    )
    members: list[Annotated[Text, Field(max_length=36)]] = Field(
        default=[], max_length=60
    )


class SourceForm(FormModel):
    """Which agenda a copy was of."""

    source: Annotated[Text, Field(max_length=40)] = ""


class AvailabilityForm(FormModel):
    """When somebody can come, line by line: a day, from, to, as typed. `away` are days on
    which they cannot, `all_day` those of which any hour will do, `preferred` days whose
    hours suit them best."""

    days: list[UUID] = Field(default=[], max_length=120)
    starts: list[Annotated[Text, Field(max_length=8)]] = Field(
        default=[], max_length=120
    )
    ends: list[Annotated[Text, Field(max_length=8)]] = Field(default=[], max_length=120)
    away: list[UUID] = Field(default=[], max_length=40)
    all_day: list[UUID] = Field(default=[], max_length=40)
    preferred: list[UUID] = Field(default=[], max_length=40)
    mark: Annotated[Text, Field(max_length=16)] = ""


class ImportForm(FormModel):
    """A table as text; `confirmed` once its reader has seen what it would bring."""

    text: Annotated[str, Field(min_length=1, max_length=300_000), AfterValidator(storable)]  # fmt: skip
    confirmed: bool = False


class WaysForm(FormModel):
    """The ways between places, line by line: both ends as `id/id`, the minutes as typed,
    and what stood there when the page was made."""

    ways: list[Annotated[Text, Field(max_length=73)]] = Field(
        default=[], max_length=800
    )
    minutes: list[Annotated[Text, Field(max_length=10)]] = Field(
        default=[], max_length=800
    )
    seen: list[Annotated[Text, Field(max_length=10)]] = Field(
        default=[], max_length=800
    )
