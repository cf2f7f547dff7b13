"""What the audit can be narrowed to."""

from uuid import UUID

from app.forms import FormModel
from app.values_audit import Verb


class AuditFilter(FormModel):
    person: UUID | None = None
    verb: Verb | None = None
    visit: UUID | None = None
