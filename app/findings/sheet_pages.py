"""What the pages of the self-assessment and of the desk review show to one reader."""

from typing import Any

from sqlmodel import Session

from app.access import (
    Actor,
    may_read_assessment,
    may_read_raw,
    may_write_assessment,
    may_write_desk_review,
)
from app.errors import Conflict, NotFound, Rejected
from app.findings.sheet_actions import (
    READ,
    SAID,
    Conflicts,
    save_assessments,
    save_desk_notes,
    save_documents,
)
from app.findings.sheet_forms import (
    DOCUMENT,
    AssessmentForm,
    DeskForm,
    DocumentForm,
    SheetForm,
    checked_parts,
    clashing,
    of_key,
    on_page,
)
from app.findings.sheet_queries import (
    assessments_of,
    desk_notes_of,
    documents_of,
    subjects_of,
)
from app.forms import Form, Posted, as_posted
from app.i18n import _, language
from app.ids import uuid7
from app.labels import choices
from app.models import DeskNote, SelfAssessment, Visit
from app.translations import Texts
from app.values import Judgement
from app.visits.queries import visit_shown

Context = dict[str, Any]
Rows = dict[str, SelfAssessment] | dict[str, DeskNote]


def assessment_page(session: Session, actor: Actor, visit: Visit) -> Context:
    rows = assessments_of(session, actor, visit)
    return {
        "visit": visit,
        "subjects": subjects_of(session, visit),
        "rows": rows,
        "texts": Texts(session, rows.values()),
        "documents": documents_of(session, visit),
        "words": [*choices(Judgement), ("", _("No word yet"))],
        "may_write": may_write_assessment(actor, visit),
        "form": form_of(rows, SAID),
    }


def desk_page(session: Session, actor: Actor, visit: Visit) -> Context:
    """The city's own words stand beside, for those who may read them."""
    rows = desk_notes_of(session, actor, visit)
    beside = may_read_assessment(actor, visit)
    said = assessments_of(session, actor, visit) if beside else {}
    return {
        "visit": visit,
        "subjects": subjects_of(session, visit),
        "rows": rows,
        "said": said,
        "texts": Texts(session, rows.values(), said.values()),
        "documents": documents_of(session, visit) if beside else [],
        "may_write": may_write_desk_review(actor, visit),
        "form": form_of(rows, READ),
    }


def form_of(rows: Rows, names: tuple[str, ...]) -> Form[SheetForm]:
    """Every part that stands, as its fields are named on the page."""
    posted: Posted = {
        f"{name}.{key}": as_posted(getattr(row, name))
        for key, row in rows.items()
        for name in (*names, "revision")
    }
    written = next((row.language for row in rows.values()), language())
    own = {"language": [written], f"id.{DOCUMENT}": [str(uuid7())]}
    return Form(SheetForm, {**posted, **own})


def visit_assessed(session: Session, actor: Actor, visit_id: Any) -> Visit:
    visit = visit_shown(session, actor, visit_id)
    if not may_read_assessment(actor, visit):
        raise NotFound
    return visit


def visit_read_up(session: Session, actor: Actor, visit_id: Any) -> Visit:
    """Of which this person may read the desk review."""
    visit = visit_shown(session, actor, visit_id)
    if not may_read_raw(actor, visit):
        raise NotFound
    return visit


def take_assessment(
    session: Session, actor: Actor, visit: Visit, posted: Posted
) -> Conflicts:
    """Everything on the page, its documents too; raises `Rejected` as the page names it."""
    keys = subjects_of(session, visit).keys
    parts = checked_parts(posted, keys, AssessmentForm, also=DOCUMENT)
    try:
        documents = Form(DocumentForm, of_key(posted, DOCUMENT)).checked()
        save_documents(session, actor, visit, documents)
    except Rejected as rejected:
        problems = (on_page(one, DOCUMENT) for one in rejected.problems)
        raise Rejected(*problems) from rejected
    return save_assessments(session, actor, visit, parts)


def take_one_assessment(
    session: Session, actor: Actor, visit: Visit, key: str, posted: Posted
) -> Conflicts:
    parts = checked_parts(posted, one_of(session, visit, key), AssessmentForm)
    return save_assessments(session, actor, visit, parts)


def take_desk_review(
    session: Session, actor: Actor, visit: Visit, posted: Posted
) -> Conflicts:
    keys = [factor.slug for factor in subjects_of(session, visit).factors]
    parts = checked_parts(posted, keys, DeskForm)
    return save_desk_notes(session, actor, visit, parts)


def take_one_desk_note(
    session: Session, actor: Actor, visit: Visit, key: str, posted: Posted
) -> Conflicts:
    factors = {factor.slug for factor in subjects_of(session, visit).factors}
    if key not in factors:
        raise NotFound
    parts = checked_parts(posted, [key], DeskForm)
    return save_desk_notes(session, actor, visit, parts)


def one_of(session: Session, visit: Visit, key: str) -> list[str]:
    if key not in subjects_of(session, visit).keys:
        raise NotFound
    return [key]


def shown_again(
    context: Context, form: Form[SheetForm], conflicts: dict[str, Conflict]
) -> Context:
    """The page with what was typed, and beside it what others saved meanwhile."""
    revisions = {key: row.revision for key, row in context["rows"].items()}
    return {**context, "form": clashing(form, conflicts, revisions)}
