"""What is sent about somebody who spoke, and by them when they withdraw."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from app.forms import FormModel, Line, Revision, storable
from app.values import ConsentTo, Voice

Role = Annotated[str, Field(max_length=120), AfterValidator(storable)]
Witness = Annotated[str, Field(max_length=120), AfterValidator(storable)]
Consents = Annotated[list[ConsentTo], Field(max_length=8)]


class ConsentForm(FormModel):
    """What somebody agrees to now; what is not named they do not agree to."""

    revision: Revision
    guardian_agrees: bool = False
    consents: Consents = []
    witness: Witness = ""


class SpeakerForm(FormModel):
    """A role and a number, never a name. A tablet makes the code itself, and its hash.

    Without a role their voice stands for it.
    """

    id: UUID
    session_id: UUID | None = None
    role: Role = ""
    voice: Voice
    minor: bool = False
    guardian_agrees: bool = False
    consents: Consents = []
    witness: Witness = ""
    withdrawal_code_hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None


class CodeForm(FormModel):
    code: Line
