"""`/pairs/{id}/deadlines/{id}`: one step of the cycle, its date and whether it is done."""

from typing import Annotated, Any
from uuid import UUID

from starlette.responses import Response

from app.access import may_plan
from app.errors import Conflict, NotPermitted, Rejected
from app.forms import Form
from app.i18n import _
from app.models import Deadline, Pair
from app.programmes.actions import change_deadline
from app.programmes.forms import DeadlineForm
from app.programmes.queries import (
    deadline_for,
    pair_shown,
    people_of_pair,
    programme_of,
)
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()
FIELDS = ("due_on", "done_on", "owner_id", "revision")


@router.get("/pairs/{pair_id}/deadlines/{deadline_id}")
def deadline(
    page: PageOf, session: DbSession, actor: SignedIn, pair_id: UUID, deadline_id: UUID
) -> Response:
    pair = pair_shown(session, actor, pair_id)
    found = deadline_for(session, pair, deadline_id)
    if not may_plan(actor, pair):
        raise NotPermitted
    form = Form.of(DeadlineForm, {name: getattr(found, name) for name in FIELDS})
    context = editing(session, pair, found, form)
    return page.show("deadlines/show.html", **context)


@router.post("/pairs/{pair_id}/deadlines/{deadline_id}")
def save(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    pair_id: UUID,
    deadline_id: UUID,
    form: Annotated[Form[DeadlineForm], posted(DeadlineForm)],
) -> Response:
    pair = pair_shown(session, actor, pair_id)
    found = deadline_for(session, pair, deadline_id)
    try:
        change_deadline(session, actor, pair, found, form.checked())
    except Rejected as rejected:
        context = editing(session, pair, found, form.showing(rejected))
        raise page.refuse("deadlines/show.html", **context) from rejected
    except Conflict as conflict:
        context = editing(session, pair, found, form.clashing(conflict))
        raise page.refuse("deadlines/show.html", status=409, **context) from conflict
    return page.go(f"/pairs/{pair_id}#cycle", _("The step is saved."))


def editing(
    session: DbSession, pair: Pair, found: Deadline, form: Form[DeadlineForm]
) -> dict[str, Any]:
    return {
        "pair": pair,
        "programme": programme_of(session, pair),
        "deadline": found,
        "choices": [(one.id, one.name) for one in people_of_pair(session, pair)],
        "form": form,
    }
