"""`/visits/{id}/copies`: beginning the agenda from another visit's, or from a pattern."""

from typing import Annotated, Any
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response

from app.access import Actor
from app.errors import Rejected
from app.forms import Form
from app.i18n import language, ngettext
from app.ids import uuid7
from app.models import Visit
from app.visits.copy_actions import copy_agenda, undo_copy
from app.visits.copy_queries import fitting_of, outline_for, unmet, visits_to_copy
from app.visits.outlines import Outline, counted, in_order, matched, patterns
from app.visits.planning_forms import CopyForm, SourceForm
from app.visits.queries import visit_planned
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()
Sent = Annotated[Form[CopyForm], posted(CopyForm)]


@router.get("/visits/{visit_id}/copies")
def copies(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, source: str = ""
) -> Response:
    visit = visit_planned(session, actor, visit_id)
    if source:
        outline = outline_for(session, actor, visit, source)
        likely = unmet(session, visit) if outline.is_own else []
        form = Form.of(CopyForm, {"id": uuid7(), "source": source, "people": likely})
        return page.show("copies/fit.html", **fitting(session, visit, outline, form))
    return page.show("copies/index.html", **beginnings(session, actor, visit))


@router.post("/visits/{visit_id}/copies")
def copy(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, form: Sent
) -> Response:
    visit = visit_planned(session, actor, visit_id)
    outline = outline_for(session, actor, visit, form.value("source"))
    try:
        made = copy_agenda(session, actor, visit, outline, form.checked())
    except Rejected as rejected:
        shown = fitting(session, visit, outline, form.showing(rejected))
        raise page.refuse("copies/fit.html", **shown) from rejected
    at = f"/visits/{visit_id}/copies/{form.value('id')}?source={outline.key}"
    return page.go(at, brought(len(made)))


@router.get("/visits/{visit_id}/copies/{copy_id}")
def done(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    copy_id: UUID,
    source: str = "",
) -> Response:
    visit = visit_planned(session, actor, visit_id)
    outline = outline_for(session, actor, visit, source)
    return page.show("copies/show.html", visit=visit, outline=outline, copy_id=copy_id)


@router.post("/visits/{visit_id}/copies/{copy_id}/removal")
def take_back(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    copy_id: UUID,
    form: Annotated[Form[SourceForm], posted(SourceForm)],
) -> Response:
    visit = visit_planned(session, actor, visit_id)
    outline = outline_for(session, actor, visit, form.checked().source)
    gone = undo_copy(session, actor, visit, outline, copy_id)
    said = ngettext(
        "%(count)s session is taken out again.",
        "%(count)s sessions are taken out again.",
        gone,
    )
    return page.go(f"/visits/{visit_id}/agenda", said % {"count": gone})


def beginnings(session: Session, actor: Actor, visit: Visit) -> dict[str, Any]:
    return {
        "visit": visit,
        "patterns": [(one.key, one.name, counted(one)) for one in patterns(language())],
        "unmet": len(unmet(session, visit)),
        "others": visits_to_copy(session, actor, visit),
    }


def brought(count: int) -> str:
    said = ngettext("%(count)s session is added.", "%(count)s sessions are added.", count)  # fmt: skip
    return said % {"count": count}


def fitting(
    session: Session, visit: Visit, outline: Outline, form: Form[CopyForm]
) -> dict[str, Any]:
    """What stands chosen: as posted, else days in their order and people by name."""
    here = fitting_of(session, visit)
    days, people, members = (
        lines(theirs, form.values(name), likely)
        for name, theirs, likely in (
            ("days", outline.days, in_order(outline.days, here.days)),
            ("people", outline.people, matched(outline.people, here.people)),
            ("members", outline.members, likely_members(outline, here.members)),
        )
    )
    return {
        "visit": visit,
        "outline": outline,
        "count": counted(outline),
        "here": here,
        "form": form,
        "days": days,
        "people": people,
        "members": members,
    }


def likely_members(outline: Outline, ours: Any) -> dict[str, str]:
    """By shown name; else by place, where nobody is called the same."""
    return matched(outline.members, ours) or in_order(outline.members, ours)


def lines(theirs: Any, posted_: list[str], likely: dict[str, str]) -> list[Any]:
    """(words, chosen) line by line."""
    return [
        (words, posted_[n] if n < len(posted_) else likely.get(key, ""))
        for n, (key, words) in enumerate(theirs)
    ]
