"""`/pairs/{id}/questions`: what the learning city wants to know."""

from typing import Annotated, Any
from uuid import UUID

from starlette.responses import Response

from app.access import Actor, may_write_questions
from app.errors import Conflict, NotPermitted, Rejected
from app.forms import Form
from app.i18n import _
from app.models import Pair
from app.programmes.asking_actions import write_questions
from app.programmes.forms import QUESTION, QuestionsForm
from app.programmes.queries import pair_shown, programme_of
from app.web import DbSession, PageOf, SignedIn, posted, router as new_router

router = new_router()
SHOW = "questions/show.html"
NUMBERS = (1, 2, 3)


@router.get("/pairs/{pair_id}/questions")
def questions(
    page: PageOf, session: DbSession, actor: SignedIn, pair_id: UUID
) -> Response:
    pair = pair_asking(session, actor, pair_id)
    values = {**fields_of(pair.questions), "revision": pair.revision}
    form = Form.of(QuestionsForm, values)
    return page.show(SHOW, **editing(session, pair, form))


@router.post("/pairs/{pair_id}/questions")
def save(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    pair_id: UUID,
    form: Annotated[Form[QuestionsForm], posted(QuestionsForm)],
) -> Response:
    pair = pair_asking(session, actor, pair_id)
    try:
        write_questions(session, actor, pair, form.checked())
    except Rejected as rejected:
        context = editing(session, pair, form.showing(rejected))
        raise page.refuse(SHOW, **context) from rejected
    except Conflict as conflict:
        theirs = fields_of(conflict.theirs["questions"])
        again = form.clashing(Conflict(conflict.revision, blank() | theirs))
        context = editing(session, pair, again)
        raise page.refuse(SHOW, status=409, **context) from conflict
    return page.go(f"/pairs/{pair_id}#questions", _("The questions are saved."))


def pair_asking(session: DbSession, actor: Actor, pair_id: UUID) -> Pair:
    pair = pair_shown(session, actor, pair_id)
    if not may_write_questions(actor, pair):
        raise NotPermitted
    return pair


def fields_of(asked: list[dict[str, str]]) -> dict[str, Any]:
    """The maps as the fields of the page."""
    return {
        f"{QUESTION}{number}-{language}": text
        for number, texts in enumerate(asked, 1)
        for language, text in texts.items()
    }


def blank() -> dict[str, Any]:
    return {f"{QUESTION}{n}-{code}": "" for n in NUMBERS for code in ("en", "fr")}


def editing(
    session: DbSession, pair: Pair, form: Form[QuestionsForm]
) -> dict[str, Any]:
    programme = programme_of(session, pair)
    codes = {code for texts in pair.questions for code in texts}
    languages = [*programme.languages, *sorted(codes - {*programme.languages})]
    context = {"pair": pair, "programme": programme, "form": form}
    return {**context, "numbers": NUMBERS, "written_in": languages}
