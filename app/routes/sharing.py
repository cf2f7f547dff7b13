"""`/sharing/{subject}/{id}`: which city has agreed to share what, and what others see."""

from typing import Annotated
from uuid import UUID

from starlette.responses import Response

from app.errors import Rejected
from app.forms import Form
from app.i18n import _
from app.sharing.actions import agree_to_share, end_sharing
from app.sharing.forms import AgreementForm, EndingForm
from app.sharing.pages import asking, content_of
from app.sharing.queries import subject_asked
from app.values import SharedSubject
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()
Kind = SharedSubject


@router.get("/sharing/{kind}/{subject_id}")
def show(
    page: PageOf, session: DbSession, actor: SignedIn, kind: Kind, subject_id: UUID
) -> Response:
    subject = subject_asked(session, actor, kind, subject_id)
    return page.show("sharing/show.html", **asking(session, actor, subject))


@router.post("/sharing/{kind}/{subject_id}")
def agree(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    kind: Kind,
    subject_id: UUID,
    form: Annotated[Form[AgreementForm], posted(AgreementForm)],
) -> Response:
    subject = subject_asked(session, actor, kind, subject_id)
    content = content_of(session, subject)
    try:
        agree_to_share(session, actor, subject, content, form.checked())
    except Rejected as rejected:
        context = asking(session, actor, subject, form.showing(rejected))
        raise page.refuse("sharing/show.html", **context) from rejected
    said = _("Your city agrees. You can end it at any time on this page.")
    return page.go(f"/sharing/{kind.value}/{subject_id}", said)


@router.post("/sharing/{kind}/{subject_id}/ending")
def end(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    kind: Kind,
    subject_id: UUID,
    form: Annotated[Form[EndingForm], posted(EndingForm)],
) -> Response:
    subject = subject_asked(session, actor, kind, subject_id)
    end_sharing(session, actor, subject, form.checked().city)
    said = _("Ended: nobody else sees it any more. You can agree again below.")
    return page.go(f"/sharing/{kind.value}/{subject_id}", said)
