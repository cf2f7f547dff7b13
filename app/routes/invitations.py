"""`/people/invitations`: who was asked to take part, and asking somebody."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access import Actor, must_be_asked_again
from app.errors import Conflict, Problem, Rejected
from app.forms import Form
from app.i18n import LANGUAGES, _, language_name
from app.labels import choices
from app.models import Invitation
from app.models.base import now
from app.people.forms import InvitationFilter, InvitationForm, RevokeForm
from app.people.invitation_actions import (
    SUBJECT,
    Sent,
    invite,
    revoke,
    send_again,
    withdraw,
)
from app.people.invitation_pages import invitation_for, invitations_page, rows_of
from app.people.links import links_of, recall_mail, state_of
from app.people.role_queries import (
    offer_in,
    programme_to_invite_to,
    programmes_to_invite_to,
)
from app.values import TeamPart
from app.values_people import InvitationState
from app.visits.rules import changed_meanwhile
from app.web import (
    DbSession,
    Page,
    PageOf,
    SignedIn,
    posted,
    router as new_router,
    then_send,
)

router = new_router()
NEW, SHOW = "invitations/new.html", "invitations/show.html"
Sending = Annotated[Form[InvitationForm], posted(InvitationForm)]


async def asked(request: Request) -> Form[InvitationFilter]:
    """The filter as the address has it."""
    names = [one for one in request.query_params if one in InvitationFilter.model_fields]  # fmt: skip
    return Form(InvitationFilter, {n: request.query_params.getlist(n) for n in names})


@router.get("/people/invitations")
def invitations(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    form: Annotated[Form[InvitationFilter], Depends(asked)],
) -> Response:
    programmes_to_invite_to(session, actor)
    try:
        wanted = form.checked()
    except Rejected:
        wanted = InvitationFilter()
    found = invitations_page(session, actor, wanted)
    states = choices(InvitationState)
    part = "invitations/_list.html"
    return page.show(
        "invitations/index.html", part=part, form=form, states=states, **found
    )


@router.get("/people/invitations/new")
def new(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    programme: UUID | None = None,
    visit: UUID | None = None,
) -> Response:
    chosen = programme_to_invite_to(session, actor, programme)
    must_be_asked_again(actor)
    start = {"programme_id": chosen.id, "part": "member", "language": page.language}
    form = Form.of(InvitationForm, {**start, "visits": [visit] if visit else []})
    return page.show(NEW, **offered(session, actor, form))


@router.post("/people/invitations")
def ask(page: PageOf, session: DbSession, actor: SignedIn, form: Sending) -> Response:
    must_be_asked_again(actor)
    try:
        check_mail(page)
        sent = invite(session, page.settings.key, actor, form.checked())
    except Rejected as rejected:
        context = offered(session, actor, form.showing(rejected))
        raise page.refuse(NEW, **context) from rejected
    return told(page, session, sent)


@router.get("/people/invitations/{invitation_id}")
def show(
    page: PageOf, session: DbSession, actor: SignedIn, invitation_id: UUID
) -> Response:
    found = invitation_for(session, actor, invitation_id)
    return page.show(SHOW, **shown(session, found))


@router.post("/people/invitations/{invitation_id}/sending")
def again(
    page: PageOf, session: DbSession, actor: SignedIn, invitation_id: UUID
) -> Response:
    found = invitation_for(session, actor, invitation_id)
    must_be_asked_again(actor)
    try:
        check_mail(page)
        sent = send_again(session, page.settings.key, actor, found)
    except Rejected as rejected:
        problems = rejected.problems
        raise page.refuse(SHOW, **shown(session, found, problems)) from rejected
    return told(page, session, sent)


@router.post("/people/invitations/{invitation_id}/revocation")
def revoke_its_link(
    page: PageOf, session: DbSession, actor: SignedIn, invitation_id: UUID
) -> Response:
    found = invitation_for(session, actor, invitation_id)
    try:
        revoke(session, actor, found)
    except Rejected as rejected:
        problems = rejected.problems
        raise page.refuse(SHOW, **shown(session, found, problems)) from rejected
    said = _("The link no longer opens anything. You can send a new one.")
    return page.go(f"/people/invitations/{invitation_id}", said)


@router.post("/people/invitations/{invitation_id}/withdrawal")
def take_back(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    invitation_id: UUID,
    form: Annotated[Form[RevokeForm], posted(RevokeForm)],
) -> Response:
    found = invitation_for(session, actor, invitation_id)
    try:
        withdraw(session, actor, found, form.checked().revision)
    except (Rejected, Conflict) as error:
        stale = error if isinstance(error, Rejected) else changed_meanwhile()
        status = 422 if isinstance(error, Rejected) else 409
        context = shown(session, found, stale.problems)
        raise page.refuse(SHOW, status=status, **context) from error
    said = _("The invitation is withdrawn: its link no longer opens anything.")
    return page.go("/people/invitations", said)


def check_mail(page: Page) -> None:
    """In the demo the link is shown instead; elsewhere nobody but its reader sees it."""
    if page.settings.mail is None and not page.settings.demo:
        said = _(
            "Mail is not set up here, so no invitation can be sent. The person who runs this service sets REPERE_MAIL_URL, or invites with the command repere person invite."
        )
        raise Rejected(Problem("", said))


def told(page: Page, session: Session, sent: Sent) -> Response:
    """Answers the same whether the address has an account or not."""
    if page.settings.mail is None:
        recall_mail(session, sent.invitation.id)
        return page.show("invitations/sent.html", sent=sent)
    said = _("The invitation is on its way to %(email)s.", email=sent.invitation.email)
    return then_send(page, page.go("/people/invitations", said))


def offered(
    session: Session, actor: Actor, form: Form[InvitationForm]
) -> dict[str, Any]:
    chosen = programme_to_invite_to(session, actor, in_form(form))
    return {
        "form": form,
        "offer": offer_in(session, actor, chosen),
        "programmes": programmes_to_invite_to(session, actor),
        "parts": choices(TeamPart),
        "writes": [(code, language_name(code)) for code in LANGUAGES],
    }


def in_form(form: Form[Any]) -> UUID | None:
    try:
        return UUID(form.value("programme_id"))
    except ValueError:
        return None


def shown(
    session: Session, found: Invitation, problems: tuple[Problem, ...] = ()
) -> dict[str, Any]:
    links = [(one, state_of(one, now())) for one in links_of(session, SUBJECT, [found.id])]  # fmt: skip
    row = rows_of(session, [found])[0]
    return {"row": row, "links": links, "problems": problems}
