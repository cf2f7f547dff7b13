from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.forms import FormModel
from app.values import Audience


class AgreementForm(FormModel):
    """A city agrees to what was shown to its officer; `mark` says what that was."""

    city: UUID
    audience: Audience
    mark: Annotated[str, Field(max_length=64)]


class EndingForm(FormModel):
    city: UUID
