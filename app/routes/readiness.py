"""`/pairs/{id}/readiness/{condition}`: what stands about one condition of readiness."""

from typing import Annotated, Any
from uuid import UUID

from starlette.responses import Response

from app.access import may_read_readiness, may_write_readiness
from app.errors import Conflict, NotFound, NotPermitted, Rejected
from app.forms import Form
from app.i18n import _
from app.models import Pair
from app.programmes.actions import write_readiness
from app.programmes.forms import ReadinessForm
from app.programmes.queries import pair_shown, programme_of, readiness_of
from app.values import Condition
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()
FIELDS = tuple(name for name in ReadinessForm.model_fields if name != "id")


@router.get("/pairs/{pair_id}/readiness/{condition}")
def readiness(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    pair_id: UUID,
    condition: Condition,
) -> Response:
    pair = pair_with_readiness(session, actor, pair_id)
    if not may_write_readiness(actor, pair):
        raise NotPermitted
    found = readiness_of(session, pair).get(condition)
    values = {name: getattr(found, name) for name in FIELDS} if found else {}
    form = Form.of(ReadinessForm, {"language": page.language, **values})
    context = editing(session, pair, condition, form)
    return page.show("readiness/show.html", **context)


@router.post("/pairs/{pair_id}/readiness/{condition}")
def save(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    pair_id: UUID,
    condition: Condition,
    form: Annotated[Form[ReadinessForm], posted(ReadinessForm)],
) -> Response:
    pair = pair_with_readiness(session, actor, pair_id)
    try:
        write_readiness(session, actor, pair, condition, form.checked())
    except Rejected as rejected:
        context = editing(session, pair, condition, form.showing(rejected))
        raise page.refuse("readiness/show.html", **context) from rejected
    except Conflict as conflict:
        context = editing(session, pair, condition, form.clashing(conflict))
        raise page.refuse("readiness/show.html", status=409, **context) from conflict
    return page.go(f"/pairs/{pair_id}#readiness", _("The condition is saved."))


def pair_with_readiness(session: DbSession, actor: SignedIn, pair_id: UUID) -> Pair:
    """The team sees the pair and nothing of its readiness."""
    pair = pair_shown(session, actor, pair_id)
    if not may_read_readiness(actor, pair):
        raise NotFound
    return pair


def editing(
    session: DbSession, pair: Pair, condition: Condition, form: Form[ReadinessForm]
) -> dict[str, Any]:
    return {
        "pair": pair,
        "programme": programme_of(session, pair),
        "condition": condition,
        "form": form,
    }
