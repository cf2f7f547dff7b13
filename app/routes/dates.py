"""`/visits/{id}/dates`: finding the days of a visit; and the page of a link to say so."""

from typing import Annotated, Any
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response

from app.access import Actor
from app.errors import Conflict, NotPermitted, Rejected
from app.forms import Form
from app.i18n import _, ngettext
from app.ids import uuid7
from app.models import AccessLink, DaySet, Visit
from app.models.base import now
from app.people.attempts import spend
from app.people.links import link_to_use
from app.people.rules import LINK_ANSWERED
from app.routes.days import OFFERED, after
from app.values_people import LinkPurpose
from app.visits.actions import remove_part, restore_part
from app.visits.dates_actions import (
    choose_days,
    effect_of,
    left_over,
    open_again,
    propose_days,
)
from app.visits.dates_asking import ask, remind, say
from app.visits.dates_forms import AskingForm, DaySetForm, SuitsForm
from app.visits.dates_pages import dates_page, link_page, people_to_ask, proposing
from app.visits.dates_queries import (
    askable,
    asked_reader,
    own_question,
    question_with,
    questions_of,
    set_for,
)
from app.visits.forms import RevisionForm
from app.visits.queries import visit_planned, visit_shown, visit_with_link
from app.visits.rules import changed_meanwhile
from app.visits.use_queries import taken_off
from app.web import (
    Anybody,
    DbSession,
    Page,
    PageOf,
    SignedIn,
    posted,
    router as new_router,
    then_send,
)

router = new_router()
INDEX, NEW, LINK = "dates/index.html", "dates/new.html", "dates/link.html"


@router.get("/visits/{visit_id}/dates")
def dates(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    removed: UUID | None = None,
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    gone = taken_off(session, visit, DaySet, removed)
    return page.show(INDEX, removed=gone, **dates_page(session, actor, visit))


@router.get("/visits/{visit_id}/dates/new")
def new(page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID) -> Response:
    visit = visit_planned(session, actor, visit_id)
    form = Form.of(DaySetForm, {"id": uuid7()})
    return page.show(NEW, zones=OFFERED, **proposing(visit, form))


@router.post("/visits/{visit_id}/dates")
def propose(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    form: Annotated[Form[DaySetForm], posted(DaySetForm)],
) -> Response:
    visit = visit_planned(session, actor, visit_id)
    try:
        propose_days(session, actor, visit, form.checked(), now().date())
    except Rejected as rejected:
        context = proposing(visit, form.showing(rejected))
        raise page.refuse(NEW, zones=OFFERED, **context) from rejected
    return page.go(f"/visits/{visit_id}/dates", _("The days are proposed."))


@router.get("/visits/{visit_id}/dates/asking")
def whom_to_ask(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    visit = visit_planned(session, actor, visit_id)
    return page.show("dates/ask.html", **asking(session, visit, Form(AskingForm)))


@router.post("/visits/{visit_id}/dates/asking")
def ask_them(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    form: Annotated[Form[AskingForm], posted(AskingForm)],
) -> Response:
    visit = visit_planned(session, actor, visit_id)
    try:
        asked = ask(session, actor, visit, form.checked())
    except Rejected as rejected:
        context = asking(session, visit, form.showing(rejected))
        raise page.refuse("dates/ask.html", **context) from rejected
    said = ngettext("%(count)s person is asked.", "%(count)s people are asked.", len(asked))  # fmt: skip
    answer = page.go(f"/visits/{visit_id}/dates", said % {"count": len(asked)})
    return then_send(page, answer)


@router.post("/visits/{visit_id}/dates/reminder")
def remind_them(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    visit = visit_planned(session, actor, visit_id)
    try:
        count = len(remind(session, actor, visit))
    except Rejected as rejected:
        raise refused(page, session, actor, visit, rejected) from rejected
    said = ngettext("%(count)s person is asked again.", "%(count)s people are asked again.", count)  # fmt: skip
    answer = page.go(f"/visits/{visit_id}/dates", said % {"count": count})
    return then_send(page, answer)


@router.post("/visits/{visit_id}/dates/opening")
def open_once_more(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    visit = visit_planned(session, actor, visit_id)
    open_again(session, actor, visit)
    said = _("The question is open again. The days of the visit stay as they are.")
    return page.go(f"/visits/{visit_id}/dates", said)


@router.post("/visits/{visit_id}/dates/answer")
def answer(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    form: Annotated[Form[SuitsForm], posted(SuitsForm)],
) -> Response:
    visit = visit_shown(session, actor, visit_id)
    if (own := own_question(session, actor, visit)) is None:
        raise NotPermitted
    try:
        say(session, visit, own, form.checked())
    except Rejected as rejected:
        context = dates_page(session, actor, visit, form.showing(rejected))
        raise page.refuse(INDEX, removed=None, **context) from rejected
    return page.go(f"/visits/{visit_id}/dates", _("Your answer is kept."))


@router.get("/visits/{visit_id}/dates/{set_id}")
def choice(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, set_id: UUID
) -> Response:
    visit = visit_planned(session, actor, visit_id)
    found = set_for(session, actor, visit, set_id)
    return page.show("dates/choice.html", **choosing(session, visit, found))


@router.post("/visits/{visit_id}/dates/{set_id}/choice")
def choose(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, set_id: UUID
) -> Response:
    visit = visit_planned(session, actor, visit_id)
    found = set_for(session, actor, visit, set_id)
    try:
        choose_days(session, actor, visit, found)
    except Rejected as rejected:
        context = choosing(session, visit, found, rejected)
        raise page.refuse("dates/choice.html", **context) from rejected
    return page.go(after(session, visit), _("These are the days of the visit now."))


@router.post("/visits/{visit_id}/dates/{set_id}/removal")
def remove(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    set_id: UUID,
    form: Annotated[Form[RevisionForm], posted(RevisionForm)],
) -> Response:
    visit = visit_planned(session, actor, visit_id)
    found = set_for(session, actor, visit, set_id)
    try:
        remove_part(session, actor, visit, found, form.checked().revision)
    except Rejected as rejected:
        raise refused(page, session, actor, visit, rejected) from rejected
    except Conflict as stale:
        raise refused(page, session, actor, visit, changed_meanwhile(), 409) from stale
    return page.go(f"/visits/{visit_id}/dates", removed=found.id)


@router.post("/visits/{visit_id}/dates/{set_id}/return")
def put_back(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, set_id: UUID
) -> Response:
    visit = visit_planned(session, actor, visit_id)
    found = set_for(session, actor, visit, set_id, removed=True)
    restore_part(session, actor, visit, found)
    return page.go(f"/visits/{visit_id}/dates", _("These days are proposed again."))


def asked_by_link(
    page: Page, session: Session, link: AccessLink, token: str
) -> Response:
    """What whoever holds a link is asked; looking changes nothing."""
    return page.show(LINK, **link_page(session, link, token))


@router.post("/links/{token}/dates")
def answer_by_link(
    page: PageOf,
    session: DbSession,
    actor: Anybody,
    token: str,
    form: Annotated[Form[SuitsForm], posted(SuitsForm)],
) -> Response:
    link = link_to_use(session, token, LinkPurpose.POLL)
    spend(session, LINK_ANSWERED, str(link.id), now())
    visit = visit_with_link(session, link)
    try:
        say(session, visit, question_with(session, link, visit), form.checked())
    except Rejected as rejected:
        context = link_page(session, link, token, form.showing(rejected))
        raise page.refuse(LINK, **context) from rejected
    return page.go(f"/links/{token}", _("Thank you: your answer is kept."))


def asking(session: Session, visit: Visit, form: Form[AskingForm]) -> dict[str, Any]:
    asked = {asked_reader(one) for one in questions_of(session, visit)}
    people = people_to_ask(asked, askable(session, visit))
    return {"visit": visit, "form": form, "people": people}


def choosing(
    session: Session, visit: Visit, found: DaySet, rejected: Rejected | None = None
) -> dict[str, Any]:
    """What choosing would do, and what stands in its way."""
    effect = effect_of(session, visit, found)
    problems = rejected.problems if rejected else tuple(left_over(session, effect.go))
    return {"visit": visit, "found": found, "effect": effect, "problems": problems}


def refused(
    page: Page,
    session: Session,
    actor: Actor,
    visit: Visit,
    rejected: Rejected,
    status: int = 422,
) -> Exception:
    context = dates_page(session, actor, visit)
    context["form"] = context["form"].showing(rejected)
    return page.refuse(INDEX, status=status, removed=None, **context)
