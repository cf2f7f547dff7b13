"""`/visits/{id}/proposals`: agendas the planner proposes, accepted one by one or all."""

from typing import Annotated
from uuid import UUID

from starlette.responses import Response

from app.errors import Rejected
from app.forms import Form
from app.i18n import _, listed, ngettext
from app.models.base import now
from app.visits.proposal_actions import (
    Accepted,
    Begun,
    accept_sessions,
    begin_proposal,
    stop_proposal,
)
from app.visits.proposal_forms import AcceptForm, ProposalForm
from app.visits.proposal_new_pages import new_page
from app.visits.proposal_pages import show_page
from app.visits.proposal_queries import proposal_for
from app.visits.proposal_running import start_search
from app.visits.queries import visit_planned, visit_shown
from app.web import DbSession, Page, PageOf, SignedIn, posted, router as new_router

router = new_router()
INDEX, SHOW = "proposals/index.html", "proposals/show.html"


@router.get("/visits/{visit_id}/proposals")
def proposals(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    out: UUID | None = None,
) -> Response:
    """`out`: somebody who has just withdrawn."""
    visit = visit_planned(session, actor, visit_id)
    return page.show(INDEX, **new_page(session, actor, visit, None, out))


@router.post("/visits/{visit_id}/proposals")
def begin(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    form: Annotated[Form[ProposalForm], posted(ProposalForm)],
) -> Response:
    visit = visit_planned(session, actor, visit_id)
    try:
        begun = begin_proposal(session, actor, visit, form.checked(), now().date())
    except Rejected as rejected:
        context = new_page(session, actor, visit, form.showing(rejected))
        raise page.refuse(INDEX, **context) from rejected
    search_afterwards(page, begun)
    return page.go(f"/visits/{visit_id}/proposals/{begun.proposal.id}")


@router.get("/visits/{visit_id}/proposals/{proposal_id}")
def proposal(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, proposal_id: UUID
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = proposal_for(session, actor, visit, proposal_id)
    context = show_page(session, actor, visit, found)
    return page.show(SHOW, part="proposals/_found.html", **context)


@router.post("/visits/{visit_id}/proposals/{proposal_id}/ending")
def stop(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, proposal_id: UUID
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = proposal_for(session, actor, visit, proposal_id)
    stop_proposal(session, actor, visit, found)
    said = _("It stops with the best agenda found so far.")
    return page.go(f"/visits/{visit_id}/proposals/{proposal_id}", said)


@router.post("/visits/{visit_id}/proposals/{proposal_id}/acceptance")
def accept(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    proposal_id: UUID,
    form: Annotated[Form[AcceptForm], posted(AcceptForm)],
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    found = proposal_for(session, actor, visit, proposal_id)
    wanted = form.checked()
    ids = None if wanted.all else wanted.sessions
    taken = accept_sessions(session, actor, visit, found, ids)
    return page.go(f"/visits/{visit_id}/proposals/{proposal_id}", said_of(taken))


def search_afterwards(page: Page, begun: Begun) -> None:
    """Once the row is there for the search to write into."""
    problem, proposal = begun.problem, begun.proposal
    if problem is not None:
        page.afterwards.append(
            lambda database: start_search(
                database, proposal.id, problem, proposal.seconds
            )
        )


def said_of(taken: Accepted) -> str:
    """What was taken over, and what somebody had changed since."""
    count = len(taken.taken)
    said = []
    if count:
        said.append(ngettext("One session is taken over into the agenda.", "%(count)s sessions are taken over into the agenda.", count) % {"count": count})  # fmt: skip
    if taken.skipped:
        numbers = listed([str(number) for number in taken.skipped])
        said.append(_("Changed meanwhile by somebody, and left as they are: %(numbers)s.", numbers=numbers))  # fmt: skip
    return " ".join(said) or _("No session was chosen: nothing is changed.")
