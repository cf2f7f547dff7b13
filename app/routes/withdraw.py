"""`/links/withdraw`: whoever spoke takes it back, by their code and without signing in."""

from typing import Annotated

from sqlmodel import Session
from starlette.responses import Response

from app.db import Database
from app.errors import Problem, Rejected
from app.evidence.codes import code_hash
from app.evidence.erasures_kept import keep_outside
from app.evidence.guessing import minutes_to_wait, note_attempt, sender_of
from app.evidence.speaker_forms import CodeForm
from app.evidence.withdrawing import withdraw
from app.forms import Form
from app.i18n import _
from app.models.base import now
from app.routes.sent_files import erasing
from app.web import (
    Anybody,
    DbSession,
    Page,
    PageOf,
    posted,
    router as new_router,
)

router = new_router()


@router.get("/links/withdraw")
def ask(page: PageOf, actor: Anybody) -> Response:
    return page.show("withdraw/index.html", form=Form(CodeForm), wait=0)


@router.post("/links/withdraw")
def take_back(
    page: PageOf,
    session: DbSession,
    actor: Anybody,
    form: Annotated[Form[CodeForm], posted(CodeForm)],
) -> Response:
    """The same answer for a code that is known and for one that is not yet."""
    sender = sender_of(page.settings.secret, page.client)
    if wait := minutes_to_wait(session, sender, now()):
        answer = page.show("withdraw/index.html", status=429, form=form, wait=wait)
        answer.headers["Retry-After"] = str(wait * 60)
        return answer
    try:
        erase(page, session, sender, hash_in(form))
    except Rejected as rejected:
        shown = form.showing(rejected)
        raise page.refuse("withdraw/index.html", form=shown, wait=0) from rejected
    return page.show("withdraw/done.html")


def hash_in(form: Form[CodeForm]) -> str:
    hashed = code_hash(form.checked().code)
    if hashed is None:
        said = _("A code has 16 letters and digits. Look at it again.")
        raise Rejected(Problem("code", said))
    return hashed


def erase(page: Page, session: Session, sender: str, hashed: str) -> None:
    gone = withdraw(session, hashed)
    if len(gone) == 1:
        note_attempt(session, sender, now())
    keep_outside(page.settings.erasures_file, gone)
    page.afterwards += [Database.forget_log, erasing(page.request)]
