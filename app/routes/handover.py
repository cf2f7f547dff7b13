"""`/people/{id}/handover`: what is open passes to a successor; read first, then done."""

from typing import Annotated, Any
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response

from app.access import Actor, must_be_asked_again
from app.errors import Rejected
from app.forms import Form
from app.i18n import LANGUAGES, _, language_name
from app.models import Person
from app.people.forms import HandoverForm
from app.people.handing_over import check_handover, hand_over
from app.people.handover_pages import handover_page, moving_page
from app.people.people_pages import person_for
from app.routes.invitations import check_mail, told
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
CHOOSE, CHECK = "handover/new.html", "handover/check.html"


@router.get("/people/{person_id}/handover")
def choose(
    page: PageOf, session: DbSession, actor: SignedIn, person_id: UUID
) -> Response:
    leaver = person_for(session, actor, person_id)
    must_be_asked_again(actor)
    form = Form.of(HandoverForm, {"language": page.language})
    return page.show(CHOOSE, **offered(session, actor, leaver, form))


@router.post("/people/{person_id}/handover")
def pass_on(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    person_id: UUID,
    form: Annotated[Form[HandoverForm], posted(HandoverForm)],
) -> Response:
    """Shows what will move; does it once that was read."""
    leaver = person_for(session, actor, person_id)
    must_be_asked_again(actor)
    try:
        wanted = form.checked()
        successor = check_handover(session, actor, leaver, wanted)
        if not wanted.checked:
            context = moving_page(session, (leaver, successor), wanted)
            return page.show(CHECK, form=form, **context)
        return done(page, session, actor, leaver, wanted)
    except Rejected as rejected:
        context = offered(session, actor, leaver, form.showing(rejected))
        raise page.refuse(CHOOSE, **context) from rejected


def done(
    page: Page, session: Session, actor: Actor, leaver: Person, wanted: HandoverForm
) -> Response:
    if wanted.successor_id is None:
        check_mail(page)
    sent = hand_over(session, page.settings.key, actor, leaver, wanted)
    if sent is not None:
        return told(page, session, sent)
    said = _("It is handed over. Both are told by mail.")
    back = "/" if actor.person_id == leaver.id else f"/people/{leaver.id}"
    return then_send(page, page.go(back, said))


def offered(
    session: Session, actor: Actor, leaver: Person, form: Form[HandoverForm]
) -> dict[str, Any]:
    writes = [(code, language_name(code)) for code in LANGUAGES]
    return {**handover_page(session, actor, leaver), "form": form, "writes": writes}
