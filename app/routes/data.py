"""`/account/data`: what is kept about oneself, to read and to take along."""

from uuid import UUID

from starlette.responses import Response

from app.access import must_be_asked_again, was_asked_again
from app.audit import Deed
from app.models.base import now
from app.people.copy_file import copy_file
from app.people.copy_names_queries import names_of
from app.people.copy_queries import own_copy
from app.people.rules import EXPORTS
from app.routes.limiting import limited
from app.values_audit import Verb
from app.web import DbSession, PageOf, SignedIn, router as new_router

router = new_router()


@router.get("/account/data")
def about_copy(page: PageOf, session: DbSession, actor: SignedIn) -> Response:
    return page.show("data/show.html", confirmed=was_asked_again(actor))


@router.get("/account/data.zip")
def take_copy(page: PageOf, session: DbSession, actor: SignedIn) -> Response:
    must_be_asked_again(actor)
    limited(page, EXPORTS)
    lists = own_copy(session, actor)
    values = [value for one in lists for row in one.rows for value in row.values()]
    ids = [value for value in values if isinstance(value, UUID)]
    content = copy_file(lists, names_of(session, ids), now())
    page.noted(Deed(Verb.EXPORTED, None, None, "person", actor.person_id))
    headers = {"Content-Disposition": 'attachment; filename="repere-my-data.zip"'}
    return Response(content, media_type="application/zip", headers=headers)
