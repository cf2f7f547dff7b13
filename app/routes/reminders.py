"""`/account/reminders`: whether somebody is reminded of their steps by mail."""

from typing import Annotated

from starlette.responses import Response

from app.forms import Form
from app.i18n import _
from app.people.account_actions import choose_reminders
from app.people.forms import RemindersForm
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()


@router.post("/account/reminders")
def choose(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    form: Annotated[Form[RemindersForm], posted(RemindersForm)],
) -> Response:
    wanted = form.checked().wanted
    choose_reminders(session, actor, wanted=wanted)
    on, off = _("Reminders are on."), _("Reminders are off.")
    return page.go("/account#reminders", on if wanted else off)
