"""`/visits/{id}/briefing`: what a member takes along, as a page and as a PDF."""

from typing import Any
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response

from app.access import Actor, may_edit_agenda, may_read_plan_notes
from app.documents import PDF, pdf_of
from app.errors import NotFound, NotPermitted
from app.i18n import LANGUAGES, _, speaking
from app.models import TeamMember, Visit
from app.visits.briefing_pages import Briefing, briefing_of, language_of
from app.visits.overview_queries import members_of
from app.visits.queries import visit_shown
from app.web import DbSession, PageOf, SignedIn, router as new_router

router = new_router()


@router.get("/visits/{visit_id}/briefing")
def briefing(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    member: UUID | None = None,
) -> Response:
    visit = visit_briefed(session, actor, visit_id)
    chosen = member_chosen(session, actor, visit, member)
    return page.show("briefing/show.html", **context(session, actor, visit, chosen))


@router.get("/visits/{visit_id}/briefing.pdf")
def pack(
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    member: UUID | None = None,
    language: str = "",
) -> Response:
    visit = visit_briefed(session, actor, visit_id)
    chosen = member_chosen(session, actor, visit, member)
    code = language if language in LANGUAGES else language_of(chosen)
    with speaking(code):
        content = briefing_of(session, visit, chosen)
        made = pdf_of("briefing/pack.typ", content, words_of(content))
    headers = {"Content-Disposition": f'inline; filename="briefing-{code}.pdf"'}
    return Response(made, media_type=PDF, headers=headers)


def visit_briefed(session: Session, actor: Actor, visit_id: UUID) -> Visit:
    visit = visit_shown(session, actor, visit_id)
    if not may_read_plan_notes(actor, visit):
        raise NotPermitted
    return visit


def member_chosen(
    session: Session, actor: Actor, visit: Visit, member_id: UUID | None
) -> TeamMember | None:
    """Who prepares the visit chooses anybody; a member gets their own."""
    team = members_of(session, visit)
    own = next((m for m in team if actor.person_id and m.person_id == actor.person_id), None)  # fmt: skip
    if member_id is None or (own and member_id == own.id):
        return own
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    found = next((one for one in team if one.id == member_id), None)
    if found is None:
        raise NotFound
    return found


def context(
    session: Session, actor: Actor, visit: Visit, chosen: TeamMember | None
) -> dict[str, Any]:
    team = members_of(session, visit) if may_edit_agenda(actor, visit) else []
    return {
        "visit": visit,
        "briefing": briefing_of(session, visit, chosen),
        "chosen": chosen,
        "team": [(one.id, one.shown_name) for one in team],
        "languages_offered": list(LANGUAGES),
    }


def words_of(content: Briefing) -> dict[str, str]:
    """What the document says by itself."""
    version = (
        _("Agenda, version %(number)s", number=content.version)
        if content.version
        else _("A draft: the agenda is not released yet")
    )
    return {
        "title": _("Briefing pack"),
        "kicker": _("Briefing pack") + " · Repère",
        "version": version,
        "footer": version,
        "statement": _("What we can say about this visit"),
        "danger": _("If somebody is in danger"),
        "contact": _("Local contact:"),
        "nobody": _("nobody is named yet"),
        "lead": _("Lead:"),
        "questions": _("Questions of the learning city"),
        "zone": _("Local time:"),
        "others": _("without you"),
        "people": _("People met:"),
        "team": _("Team:"),
        "speech": _("Languages:"),
        "link": _("Link:"),
    }
