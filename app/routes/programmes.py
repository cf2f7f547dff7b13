"""`/programmes`: the list, and the board across the pairs of one."""

from typing import Annotated

from fastapi import Depends, Request
from starlette.responses import Response

from app.access import programme_for
from app.audit import Deed
from app.errors import Rejected
from app.forms import Form
from app.models.base import now
from app.people.rules import EXPORTS
from app.programmes.board_queries import board_page, cities_of, whole_board
from app.programmes.board_sheet import board_file
from app.programmes.forms import BoardFilter
from app.programmes.queries import programmes_shown
from app.routes.limiting import limited
from app.values_audit import Verb
from app.web import DbSession, PageOf, SignedIn, router as new_router

router = new_router()
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def asked(request: Request) -> Form[BoardFilter]:
    """The filter as the address has it."""
    names = [name for name in request.query_params if name in BoardFilter.model_fields]
    lists = {name: request.query_params.getlist(name) for name in names}
    return Form(BoardFilter, lists)


Filter = Annotated[Form[BoardFilter], Depends(asked)]


def narrowing(form: Form[BoardFilter]) -> BoardFilter:
    """A filter that cannot be read narrows nothing."""
    try:
        return form.checked()
    except Rejected:
        return BoardFilter()


@router.get("/programmes")
def programmes(page: PageOf, session: DbSession, actor: SignedIn) -> Response:
    found = programmes_shown(session, actor)
    return page.show("programmes/index.html", programmes=found)


@router.get("/programmes/{slug}")
def board(
    page: PageOf, session: DbSession, actor: SignedIn, slug: str, form: Filter
) -> Response:
    programme = programme_for(session, actor, slug)
    wanted = narrowing(form)
    found = board_page(session, actor, programme, wanted, now().date())
    return page.show(
        "programmes/show.html",
        part="programmes/_board.html",
        programme=programme,
        board=found,
        cities=cities_of(session, found.rows),
        form=form,
    )


@router.get("/programmes/{slug}/board.xlsx")
def sheet(
    page: PageOf, session: DbSession, actor: SignedIn, slug: str, form: Filter
) -> Response:
    programme = programme_for(session, actor, slug)
    limited(page, EXPORTS)
    wanted = narrowing(form)
    found = whole_board(session, actor, programme, wanted, now().date())
    page.noted(Deed(Verb.EXPORTED, programme.id, None, "programme", programme.id))
    headers = {"Content-Disposition": f'attachment; filename="{slug}.xlsx"'}
    return Response(board_file(programme, found), media_type=XLSX, headers=headers)
