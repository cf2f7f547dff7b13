"""What may be sent about clashes: what a visit does about each rule, and why one stands."""

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from app.forms import FormModel, LanguageTag, Revision, Text
from app.values_agenda import ClashLevel, ClashRule


def _rule_and_level(value: str) -> str:
    rule, _is, level = value.partition("=")
    if rule not in list(ClashRule) or level not in list(ClashLevel):
        raise PydanticCustomError("enum", "not a rule and a level")
    return value


class ClashRulesForm(FormModel):
    """`levels` are `room=block`: a rule and what it does; a rule left out warns."""

    levels: list[Annotated[str, AfterValidator(_rule_and_level)]] = Field(
        default=[], max_length=len(ClashRule)
    )
    revision: Revision | None = None


class AcceptForm(FormModel):
    """Why a clash is taken on."""

    reason: Annotated[Text, Field(max_length=300)]
    language: LanguageTag = "en"
