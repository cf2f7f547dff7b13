"""How long a programme keeps what; the bounds are those of the rules."""

from typing import Annotated

from pydantic import Field

from app.forms import FormModel, Revision
from app.kept import Kept
from app.people.retention_rules import RULES

BOUNDS = {rule.kept: (rule.least, rule.most) for rule in RULES}


def length(kept: Kept) -> object:
    least, most = BOUNDS[kept]
    return Field(ge=least, le=most)


class RetentionForm(FormModel):
    """Months, of sound recordings days; each field is a rule, with `_` for `-`."""

    raw_evidence: Annotated[int, length(Kept.RAW_EVIDENCE)]
    speakers: Annotated[int, length(Kept.SPEAKERS)]
    audio: Annotated[int, length(Kept.AUDIO)]
    quarantine: Annotated[int, length(Kept.QUARANTINE)]
    rival_texts: Annotated[int, length(Kept.RIVAL_TEXTS)]
    released: Annotated[int, length(Kept.RELEASED)]
    history: Annotated[int, length(Kept.HISTORY)]
    contacts: Annotated[int, length(Kept.CONTACTS)]
    team: Annotated[int, length(Kept.TEAM)]
    audit: Annotated[int, length(Kept.AUDIT)]
    revision: Revision | None = None


def field_of(kept: Kept) -> str:
    return kept.value.replace("-", "_")
