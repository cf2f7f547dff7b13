"""What people send: debrief notes, findings, the host's comments, what is taken home."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import Field, model_validator

from app.forms import FormModel, LanguageTag, Line, Prose, Revision, Slug
from app.values import Judgement, ReplyKind, Support

#: A page posts one choice per piece of evidence, `use-{id}`: for, against or not.
USE = "use-"
FOR, AGAINST, NOT_USED = "for", "against", "not"


class DebriefForm(FormModel):
    agreement: Prose = ""
    dissent: Prose = ""
    contrary: Prose = ""
    tomorrow: Prose = ""
    language: LanguageTag
    revision: Revision | None = None


class FindingForm(FormModel):
    """A draft may be incomplete: what it needs is asked when it is agreed."""

    sentence: Prose = ""
    word: Judgement = Judgement.NOT_EXPLORED
    reason: Prose = ""
    support: Support | None = None
    support_reason: Prose = ""
    contexts: list[Slug] = Field(default=[], max_length=50)
    dissent: Prose = ""
    evidence_for: list[UUID] = Field(default=[], max_length=2000)
    evidence_against: list[UUID] = Field(default=[], max_length=2000)
    language: LanguageTag
    revision: Revision | None = None

    @model_validator(mode="before")
    @classmethod
    def choices_become_lists(cls, sent: Any) -> Any:
        if not isinstance(sent, Mapping):
            return sent
        chosen = {k: v for k, v in sent.items() if str(k).startswith(USE)}
        if not chosen:
            return sent
        kept = {name: value for name, value in sent.items() if name not in chosen}
        for name, use in (("evidence_for", FOR), ("evidence_against", AGAINST)):
            kept[name] = [
                str(k).removeprefix(USE) for k, v in chosen.items() if v == use
            ]
        return kept


class RevisionForm(FormModel):
    """For a step that changes nothing but the state of a record."""

    revision: Revision


class ReplyForm(FormModel):
    kind: ReplyKind
    text: Prose = ""
    language: LanguageTag
    revision: Revision | None = None


class TakeHomeForm(FormModel):
    practice: Prose
    factor: Slug
    what_failed_there: Prose = ""
    what_must_change_here: Prose = ""
    who: Line = ""
    language: LanguageTag
    revision: Revision | None = None
