"""`/visits/{id}/speakers`: who spoke, what they agreed to, and their withdrawal code."""

from typing import Annotated, Any
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response

from app.access import Actor
from app.audit import deed
from app.errors import Rejected
from app.evidence.codes import code_hash, new_code
from app.evidence.outcomes import Gone
from app.evidence.pages import session_options
from app.evidence.queries import raw_visit_shown
from app.evidence.speaker_actions import change_consents, register_speaker
from app.evidence.speaker_forms import ConsentForm, SpeakerForm
from app.evidence.speaker_queries import speaker_for, speakers_of
from app.forms import Form
from app.i18n import _
from app.ids import uuid7
from app.labels import choices
from app.models import Visit
from app.values import ConsentTo, Voice
from app.values_audit import Verb
from app.web import DbSession, Page, PageOf, SignedIn, posted, router as new_router

router = new_router()


@router.get("/visits/{visit_id}/speakers")
def speakers(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    visit = raw_visit_shown(session, actor, visit_id)
    form = Form.of(SpeakerForm, {"id": uuid7()})
    return page.show("speakers/index.html", **listing(page, session, visit, form))


@router.post("/visits/{visit_id}/speakers")
def register(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    form: Annotated[Form[SpeakerForm], posted(SpeakerForm)],
) -> Response:
    """The code is in this one answer and nowhere else."""
    visit = raw_visit_shown(session, actor, visit_id)
    code = new_code()
    try:
        made = registered(session, actor, visit, form.checked(), code)
    except Rejected as rejected:
        context = listing(page, session, visit, form.showing(rejected))
        raise page.refuse("speakers/index.html", **context) from rejected
    return page.show("speakers/code.html", visit=visit, speaker=made, code=code)


@router.post("/visits/{visit_id}/speakers/{speaker_id}")
def change(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    speaker_id: UUID,
    form: Annotated[Form[ConsentForm], posted(ConsentForm)],
) -> Response:
    visit = raw_visit_shown(session, actor, visit_id)
    speaker = speaker_for(session, visit, speaker_id)
    change_consents(session, actor, visit, speaker, form.checked())
    return page.go(f"/visits/{visit_id}/speakers", _("The consents are kept."))


def registered(
    session: Session, actor: Actor, visit: Visit, sent: SpeakerForm, code: str
) -> Any:
    """The speaker; None where the form was sent before: its code was shown then."""
    hashed = code_hash(code)
    form = sent.model_copy(update={"withdrawal_code_hash": hashed})
    made = register_speaker(session, actor, visit, form)
    if isinstance(made, Gone) or made.withdrawal_code_hash != hashed:
        return None
    return made


def listing(
    page: Page, session: Session, visit: Visit, form: Form[SpeakerForm]
) -> dict[str, Any]:
    page.noted(deed(Verb.READ_SPEAKERS, visit))
    return {
        "visit": visit,
        "speakers": speakers_of(session, visit),
        "form": form,
        "session_options": session_options(session, visit),
        "voices": choices(Voice),
        "scopes": choices(ConsentTo),
    }
