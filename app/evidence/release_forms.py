"""What is sent about a text that is to leave the team."""

from typing import Literal
from uuid import UUID

from app.forms import FormModel, Prose, Revision, Slug


class ReleaseForm(FormModel):
    id: UUID
    evidence: UUID
    factor: Slug
    text: Prose


class PassingForm(FormModel):
    """The answer to "Could the host guess who said this?"."""

    revision: Revision
    guess: Literal["yes", "no"]
