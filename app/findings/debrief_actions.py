from sqlmodel import Session, col, select

from app import records
from app.access import Actor, may_debrief
from app.errors import NotPermitted, Problem, Rejected
from app.findings.actions import lock
from app.findings.forms import DebriefForm
from app.i18n import _
from app.models import DebriefNote, KeyFactor, Visit, VisitDay
from app.translations import outdate_translations

PARTS = ("agreement", "dissent", "contrary", "tomorrow")


def save_debrief(
    session: Session,
    actor: Actor,
    visit: Visit,
    place: tuple[VisitDay, KeyFactor],
    form: DebriefForm,
) -> DebriefNote:
    """What the team makes of one factor on one day, in up to four texts."""
    if not may_debrief(actor, visit):
        raise NotPermitted
    lock(session, visit)
    day, factor = place
    values = form.model_dump(exclude={"revision"})
    known = session.exec(
        select(DebriefNote).where(
            DebriefNote.day_id == day.id,
            DebriefNote.factor == factor.slug,
            col(DebriefNote.removed_at).is_(None),
        )
    ).first()
    if known is None:
        if not any(values[part] for part in PARTS):
            said = _("Write at least one line, or leave this factor for later.")
            raise Rejected(Problem("agreement", said))
        made = DebriefNote(
            programme_id=visit.programme_id,
            visit_id=visit.id,
            day_id=day.id,
            factor=factor.slug,
            **values,
        )
        return records.create(session, made, actor.person_id)
    before = {part: getattr(known, part) for part in PARTS}
    expected = form.revision or 0
    records.change(session, known, values, revision=expected, by=actor.person_id)
    rewritten = [part for part in PARTS if before[part] != getattr(known, part)]
    outdate_translations(session, "debrief_note", known.id, rewritten)
    return known
