"""`/api/v1/visits/…/pack`: what a tablet takes with it."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Header
from starlette.responses import JSONResponse, Response

from app.answers import Answer
from app.errors import NotPermitted
from app.evidence.field_pages import field_visit
from app.evidence.pack import visit_pack
from app.routes.api_intake import EpochRoute
from app.routes.field import only_tablet
from app.web import Anybody, DbSession, PageOf, keyring_of, router as new_router

Listed = list[dict[str, Any]]


class PackAnswer(Answer):
    """`seats` opens only with pass cards; `sessions` are in order of time.

    `names` is null unless seats may be opened by touch. `version` changes with the plan, `release` with the software; `starts` and `ends`
    are UTC, `starts_local` and `ends_local` the hours of the day's own zone.
    """

    version: str
    release: str
    form_version: int
    visit: dict[str, Any]
    tablet: dict[str, Any]
    days: Listed
    sessions: Listed
    factors: Listed
    contexts: Listed
    key: dict[str, str]
    seats: Listed
    seats_mark: str
    names: Listed | None


router = new_router(prefix="/api/v1", tags=["evidence"])
router.route_class = EpochRoute


@router.get(
    "/visits/{visit_id}/pack",
    response_model=PackAnswer,
    responses={304: {"description": "As the tablet has it."}},
)
def read_pack(
    page: PageOf,
    session: DbSession,
    actor: Anybody,
    visit_id: UUID,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Agenda, factors, questions and the key to seal with, for a tablet of the visit.

    Nothing about the people met. An ended tablet is refused: it only hands in.
    """
    visit = field_visit(session, only_tablet(actor), visit_id)
    assert actor.tablet
    if actor.tablet.ended:
        raise NotPermitted
    key = keyring_of(page.request).public_key(visit_id)
    pack = visit_pack(session, visit, actor.tablet, key)
    tag = f'"{pack["version"]}"'
    if if_none_match == tag:
        return Response(status_code=304, headers={"ETag": tag})
    return JSONResponse(pack, headers={"ETag": tag})
