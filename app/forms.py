"""What people may send: pydantic forms, and the posted form that can be shown again."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from enum import StrEnum
from typing import Annotated, Any, Generic, TypeVar, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from app.errors import Conflict, Problem, Rejected
from app.i18n import _, lazy

Posted = dict[str, list[str]]

#: Error type of pydantic → what we say. `{…}` are the error's own values.
MESSAGES: dict[str, str] = {
    "missing": lazy("This is needed."),
    "blank": lazy("This is needed."),
    "extra_forbidden": lazy("This field is not known here."),
    "string_too_long": lazy("Shorten this to %(max_length)s characters at most."),
    "string_too_short": lazy("Write %(min_length)s characters at least."),
    "string_type": lazy("Write this as text."),
    "string_pattern_mismatch": lazy("Only small letters, digits and hyphens fit here."),
    "unstorable": lazy("Take out the characters that cannot be stored."),
    "int_parsing": lazy("Write a whole number."),
    "int_type": lazy("Write a whole number."),
    "int_from_float": lazy("Write a whole number."),
    "int_parsing_size": lazy("This number is too large."),
    "float_type": lazy("Write a number."),
    "float_parsing": lazy("Write a number."),
    "finite_number": lazy("Write a number."),
    "greater_than_equal": lazy("Write %(ge)s or more."),
    "less_than_equal": lazy("Write %(le)s or less."),
    "bool_parsing": lazy("Answer yes or no."),
    "bool_type": lazy("Answer yes or no."),
    "enum": lazy("Choose one of the words offered."),
    "literal_error": lazy("Choose one of the words offered."),
    "iso_date": lazy("Write the day as year-month-day, such as 2027-04-24."),
    "local_time": lazy("Write the time as hours:minutes, such as 09:30."),
    "language_tag": lazy("Choose a language."),
    "datetime_type": lazy("Write the moment as 2027-04-24T09:30:00Z."),
    "datetime_parsing": lazy("Write the moment as 2027-04-24T09:30:00Z."),
    "datetime_from_date_parsing": lazy("Write the moment as 2027-04-24T09:30:00Z."),
    "datetime_object_invalid": lazy("Write the moment as 2027-04-24T09:30:00Z."),
    "timezone_aware": lazy("Say the time zone too, such as 2027-04-24T09:30:00Z."),
    "uuid_parsing": lazy("This reference is not known."),
    "uuid_type": lazy("This reference is not known."),
    "uuid_version": lazy("This reference is not known."),
    "list_type": lazy("Send this as a list."),
    "tuple_type": lazy("Send this as a list."),
    "dict_type": lazy("Send this as an object."),
    "model_type": lazy("Send this as an object."),
    "model_attributes_type": lazy("Send this as an object."),
    "too_long": lazy("Choose %(max_length)s at most."),
    "too_short": lazy("Choose at least one."),
    "email": lazy("Write a full e-mail address, such as name@example.org."),
    "language_pair": lazy("Choose two languages."),
    "coordinates": lazy("Write latitude and longitude, or neither."),
    "time_zone": lazy("Choose a time zone, such as Europe/Paris."),
}


class FormModel(BaseModel):
    """Blank means absent; unknown fields are refused; text is trimmed and storable."""

    model_config = ConfigDict(
        extra="forbid", str_strip_whitespace=True, allow_inf_nan=False
    )

    @model_validator(mode="before")
    @classmethod
    def blank_is_absent(cls, sent: Any) -> Any:
        if not isinstance(sent, Mapping):
            return sent
        return {
            str(key): value
            for key, value in sent.items()
            if not (isinstance(value, str) and not value.strip())
        }


def storable(text: str) -> str:
    """No NUL (PostgreSQL refuses it) and no lone surrogates (nothing can encode them)."""
    if "\0" in text or re.search("[\ud800-\udfff]", text):
        raise PydanticCustomError("unstorable", "text cannot be stored")
    return text.replace("\r\n", "\n")


def _iso_date(value: Any) -> Any:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise PydanticCustomError("iso_date", "not an ISO date")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("iso_date", "no such day") from None


def _local_time(value: Any) -> Any:
    if isinstance(value, time):
        return value
    if not isinstance(value, str) or not re.fullmatch(
        r"([01]\d|2[0-3]):[0-5]\d(:00)?", value
    ):
        raise PydanticCustomError("local_time", "not a local time")
    return time.fromisoformat(value)


def _language_tag(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", value):
        raise PydanticCustomError("language_tag", "not a language tag")
    return value


def _email(value: str) -> str:
    if not re.fullmatch(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]{2,}", value):
        raise PydanticCustomError("email", "not an address")
    return value


#: A day as `2027-04-24` only: pydantic's own date reads "0" as 1970.
IsoDate = Annotated[date, BeforeValidator(_iso_date)]
LocalTime = Annotated[time, BeforeValidator(_local_time)]
Text = Annotated[str, AfterValidator(storable)]
Line = Annotated[str, Field(max_length=200), AfterValidator(storable)]
Prose = Annotated[str, Field(max_length=10_000), AfterValidator(storable)]
Slug = Annotated[str, Field(max_length=80, pattern=r"^[a-z0-9][a-z0-9-]*$")]
LanguageTag = Annotated[str, Field(max_length=35), AfterValidator(_language_tag)]
Email = Annotated[str, Field(max_length=254), AfterValidator(_email)]
Revision = Annotated[int, Field(ge=1, le=2**31 - 1)]

F = TypeVar("F", bound=FormModel)


class Form(Generic[F]):
    """A form as posted: it can be checked, or shown again with what is wrong."""

    def __init__(
        self,
        model: type[F],
        posted: Posted | None = None,
        problems: tuple[Problem, ...] = (),
        conflict: Conflict | None = None,
    ) -> None:
        self.model = model
        self.posted = posted or {}
        self.problems = problems
        self.conflict = conflict

    @classmethod
    def of(cls, model: type[F], values: Mapping[str, Any]) -> "Form[F]":
        """The form of a record that stands, for editing."""
        return cls(model, {name: as_posted(value) for name, value in values.items()})

    def checked(self) -> F:
        """The values, or `Rejected` with a problem per field."""
        return check(
            self.model,
            {
                name: values if takes_many(self.model, name) else values[-1]
                for name, values in self.posted.items()
                if values
            },
        )

    def showing(self, rejected: Rejected) -> "Form[F]":
        return Form(self.model, self.posted, rejected.problems)

    def clashing(self, conflict: Conflict) -> "Form[F]":
        """Keeps what was typed, carries the new revision, shows the other text beside."""
        posted = {**self.posted, "revision": [str(conflict.revision)]}
        return Form(self.model, posted, (), conflict)

    def value(self, name: str) -> str:
        return (self.posted.get(name) or [""])[-1]

    def values(self, name: str) -> list[str]:
        return self.posted.get(name, [])

    def error(self, name: str) -> str:
        return next((str(p.message) for p in self.problems if p.field == name), "")

    def theirs(self, name: str) -> str | None:
        """What somebody else saved meanwhile in this field, if it differs."""
        saved = self.saved_meanwhile(name)
        return None if saved is None else ", ".join(saved)

    def saved_meanwhile(self, name: str) -> list[str] | None:
        """As it would be posted; None where it is the same as what is posted here."""
        if self.conflict is None or name not in self.conflict.theirs:
            return None
        saved = as_posted(self.conflict.theirs[name])
        many = takes_many(self.model, name)
        own = self.values(name) if many else [self.value(name)]
        return None if same(own, saved) else saved


def check(model: type[F], sent: Any) -> F:
    """Validate JSON or form values alike; raises `Rejected` in the reader's language."""
    try:
        return model.model_validate(sent)
    except ValidationError as error:
        raise Rejected(*(problem_of(e) for e in error.errors()[:50])) from None


def problem_of(error: Any) -> Problem:
    """The first part of the place names the field; of a list, the whole list."""
    place = [str(part) for part in error["loc"] if not isinstance(part, int)]
    message = str(MESSAGES.get(_kind(error), lazy("This does not fit here.")))
    context = dict(error.get("ctx", {}))
    return Problem(place[0] if place else "", message % context if context else message)


def _kind(error: Any) -> str:
    """Of text with a rule of its own pydantic says the lengths as of a list."""
    kind = str(error["type"])
    if kind in ("too_long", "too_short") and isinstance(error.get("input"), str):
        return f"string_{kind}"
    return kind


def takes_many(model: type[FormModel], name: str) -> bool:
    field = model.model_fields.get(name)
    if field is None:
        return False
    kinds = [field.annotation, *get_args(field.annotation)]
    return any(get_origin(kind) in (list, set, tuple, frozenset) for kind in kinds)


def as_posted(value: Any) -> list[str]:
    """A stored value as the browser would post it."""
    if value is None or value is False or value == "":
        return []
    if isinstance(value, (list, tuple, set, frozenset)):
        return [item for one in value for item in as_posted(one)]
    if value is True:
        return ["on"]
    if isinstance(value, StrEnum):
        return [value.value]
    if isinstance(value, time):
        return [value.strftime("%H:%M")]
    if isinstance(value, date):
        return [value.isoformat()]
    return [str(value)]


def same(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two posted values are stored alike: blank is absent; the order of what is
    chosen, line ends and space around make no difference."""
    return _as_stored(one) == _as_stored(other)


def _as_stored(posted: Iterable[str]) -> list[str]:
    texts = [value.replace("\r\n", "\n").strip() for value in posted]
    return sorted(text for text in texts if text)


def needed(field: str) -> Problem:
    return Problem(field, _("This is needed."))
