"""`/pairs/{id}/cities`: who takes part since when, and one city replaced by another."""

from typing import Annotated, Any
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response

from app.access import Actor, may_replace_city, must_be_asked_again
from app.errors import Conflict, NotPermitted, Rejected
from app.findings.forms import RevisionForm
from app.forms import Form
from app.i18n import _
from app.models import Pair, PairCity
from app.models.base import now
from app.programmes.forms import ReplacementForm
from app.programmes.queries import pair_shown
from app.programmes.replacing_actions import check_replacement, replace_city
from app.programmes.replacing_pages import (
    check_page,
    cities_page,
    part_for,
    replacement_page,
)
from app.programmes.undoing_actions import undo_replacement
from app.visits.rules import changed_meanwhile
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()
INDEX, NEW, CHECK = "cities/index.html", "cities/new.html", "cities/check.html"


@router.get("/pairs/{pair_id}/cities")
def cities(
    page: PageOf, session: DbSession, actor: SignedIn, pair_id: UUID
) -> Response:
    pair = pair_shown(session, actor, pair_id)
    return page.show(INDEX, problems=(), **cities_page(session, pair))


@router.get("/pairs/{pair_id}/cities/{part_id}/replacement")
def choose(
    page: PageOf, session: DbSession, actor: SignedIn, pair_id: UUID, part_id: UUID
) -> Response:
    pair, part = replaceable(session, actor, pair_id, part_id)
    start = {"from_on": now().date(), "revision": part.revision}
    form = Form.of(ReplacementForm, start)
    return page.show(NEW, form=form, **replacement_page(session, pair, part))


@router.post("/pairs/{pair_id}/cities/{part_id}/replacement")
def replace(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    pair_id: UUID,
    part_id: UUID,
    form: Annotated[Form[ReplacementForm], posted(ReplacementForm)],
) -> Response:
    """Shows what follows; does it once that was read."""
    pair, part = replaceable(session, actor, pair_id, part_id)
    today = now().date()
    try:
        wanted = form.checked()
        city = check_replacement(session, actor, part, wanted, today)
        if not wanted.checked:
            return page.show(CHECK, form=form, **check_page(session, pair, part, city))
        replace_city(session, actor, part, wanted, today)
    except (Rejected, Conflict) as error:
        shown, status = mending(form, error)
        context = replacement_page(session, pair, part)
        raise page.refuse(NEW, status=status, form=shown, **context) from error
    return page.go(f"/pairs/{pair_id}/cities", _("The city is replaced."))


@router.post("/pairs/{pair_id}/cities/{part_id}/undoing")
def undo(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    pair_id: UUID,
    part_id: UUID,
    form: Annotated[Form[RevisionForm], posted(RevisionForm)],
) -> Response:
    pair, part = replaceable(session, actor, pair_id, part_id)
    try:
        undo_replacement(session, actor, part, form.checked().revision)
    except (Rejected, Conflict) as error:
        stale = error if isinstance(error, Rejected) else changed_meanwhile()
        context = {**cities_page(session, pair), "problems": stale.problems}
        status = 422 if isinstance(error, Rejected) else 409
        raise page.refuse(INDEX, status=status, **context) from error
    said = _("The replacement is undone: the city before takes part again.")
    return page.go(f"/pairs/{pair_id}/cities", said)


def replaceable(
    session: Session, actor: Actor, pair_id: UUID, part_id: UUID
) -> tuple[Pair, PairCity]:
    pair, part = part_for(session, actor, pair_id, part_id)
    if not may_replace_city(actor, pair):
        raise NotPermitted
    must_be_asked_again(actor)
    return pair, part


def mending(
    form: Form[ReplacementForm], error: Rejected | Conflict
) -> tuple[Form[Any], int]:
    if isinstance(error, Rejected):
        return form.showing(error), 422
    return form.clashing(error), 409
