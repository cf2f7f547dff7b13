"""`/api/v1/visits/…/rivals`: two texts of one note, and which of them stands."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from app.addresses import After, Limit
from app.answers import Answer, ListOf, key_of, list_of
from app.audit import deed
from app.evidence.forms import RivalForm
from app.evidence.queries import raw_visit
from app.evidence.rivals import choose_text, rivals_to_choose
from app.forms import FormModel, Revision
from app.routes.api_intake import EpochRoute
from app.values_audit import Verb
from app.web import DbSession, PageOf, Working, router as new_router

router = new_router(prefix="/api/v1", tags=["evidence"])
router.route_class = EpochRoute


class RivalAnswer(Answer):
    """`theirs` stands as `revision` of the note, `yours` came beside it."""

    id: UUID
    evidence_id: UUID
    revision: int
    theirs: dict[str, Any]
    yours: dict[str, Any]
    received_at: datetime


class TextChoiceForm(FormModel):
    """`this` keeps the note as it stands, `that` takes the text that came beside it."""

    keep: Literal["this", "that"]
    revision: Revision


class ChosenAnswer(Answer):
    """The note, and the revision that stands now."""

    id: UUID
    revision: int


@router.get("/visits/{visit_id}/rivals")
def list_rivals(
    page: PageOf,
    session: DbSession,
    actor: Working,
    visit_id: UUID,
    limit: Limit = 50,
    after: After = None,
) -> ListOf[RivalAnswer]:
    """Between which the reader may choose: the author, the lead and the facilitator."""
    visit = raw_visit(session, actor, visit_id)
    start = key_of(after)[0]
    found = rivals_to_choose(session, actor, visit)
    rows = [one for one in found if str(one.id) > start]
    if rows:
        page.noted(deed(Verb.READ_EVIDENCE, visit))
    return list_of(rows[: limit + 1], limit, lambda one: str(one.id), RivalAnswer)


@router.post("/visits/{visit_id}/rivals/{rival_id}")
def choose(
    session: DbSession,
    actor: Working,
    visit_id: UUID,
    rival_id: UUID,
    choice: TextChoiceForm,
) -> ChosenAnswer:
    """The other text stays in the note's history."""
    visit = raw_visit(session, actor, visit_id)
    form = RivalForm(rival=rival_id, keep=choice.keep, revision=choice.revision)
    evidence_id, revision = choose_text(session, actor, visit, form)
    return ChosenAnswer(id=evidence_id, revision=revision)
