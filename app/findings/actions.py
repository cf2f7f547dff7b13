from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, delete, select

from app import records
from app.access import Actor, may_reply, may_write_findings
from app.errors import Conflict, NotFound, NotPermitted, Problem, Rejected
from app.findings.forms import AGAINST, FOR, NOT_USED, USE, FindingForm, ReplyForm
from app.findings.queries import (
    conclusion_of,
    contexts_of,
    finding_for,
    gone_from,
    pieces_of,
    uses_of,
)
from app.findings.reply_queries import changed_after_reply
from app.findings.rules import evidence_problems, finding_problems
from app.forms import needed
from app.i18n import _
from app.models import Finding, FindingEvidence, HostReply, Visit
from app.translations import outdate_translations
from app.values import Bearing, FindingStatus, ReplyKind

TEXTS = ("sentence", "reason", "support_reason", "dissent")


def save_finding(
    session: Session, actor: Actor, visit: Visit, factor: str, form: FindingForm
) -> Finding:
    """Keep a draft, which may be incomplete. An agreed finding is not changed here."""
    if not may_write_findings(actor, visit):
        raise NotPermitted
    lock(session, visit)
    known = finding_for(session, actor, visit, factor)
    if known and known.status is FindingStatus.AGREED:
        said = _("This finding is agreed. Take it back to draft before you change it.")
        raise Rejected(Problem("", said))
    uses = chosen_uses(form)
    check_contexts(session, visit, form)
    check_uses(session, visit, factor, uses)
    values = form.model_dump(exclude={"evidence_for", "evidence_against", "revision"})
    if known is None:
        made = Finding(
            programme_id=visit.programme_id,
            visit_id=visit.id,
            factor=factor,
            **values,
        )
        finding = records.create(session, made, actor.person_id)
        rest_on(session, finding, uses)
        return finding
    return change_finding(session, actor, known, form.revision, (values, uses))


def agree_finding(
    session: Session, actor: Actor, visit: Visit, factor: str, revision: int
) -> Finding:
    """The team's word from now on, readable by the host; raises `Rejected` if it lacks
    something."""
    finding = finding_to_change(session, actor, visit, factor)
    conclusion = conclusion_of(session, visit, finding)
    if problems := finding_problems(conclusion):
        raise Rejected(*problems)
    let_go(session, [gone.id for gone in gone_from(session, finding)], finding)
    return set_status(session, actor, finding, FindingStatus.AGREED, revision)


def take_back(
    session: Session, actor: Actor, visit: Visit, factor: str, revision: int
) -> Finding:
    """Back to draft, out of the host's sight; what was agreed stays in the history."""
    finding = finding_to_change(session, actor, visit, factor)
    return set_status(session, actor, finding, FindingStatus.DRAFT, revision)


def reply_to_finding(
    session: Session, actor: Actor, visit: Visit, factor: str, form: ReplyForm
) -> HostReply:
    """The host's comments on an agreed finding: one text per finding, changed in place."""
    if not may_reply(actor, visit):
        raise NotPermitted
    finding = finding_for(session, actor, visit, factor)
    if finding is None or finding.status is not FindingStatus.AGREED:
        raise NotFound
    if form.kind is not ReplyKind.AGREES and not form.text:
        raise Rejected(needed("text"))
    lock(session, visit)
    values = form.model_dump(exclude={"revision"})
    known = session.exec(
        select(HostReply).where(
            HostReply.finding_id == finding.id, col(HostReply.removed_at).is_(None)
        )
    ).first()
    if known is None:
        made = HostReply(
            programme_id=visit.programme_id,
            visit_id=visit.id,
            finding_id=finding.id,
            **values,
        )
        return records.create(session, made, actor.person_id)
    expected = form.revision or 0
    before = known.text
    by = actor.person_id
    records.change(session, known, values, revision=expected, by=by)
    if changed_after_reply(session, {finding.id: known}):
        records.touch(session, known, by=by)  # the same words, said of it as it is now
    if known.text != before:
        outdate_translations(session, "host_reply", known.id, ["text"])
    return known


def finding_to_change(
    session: Session, actor: Actor, visit: Visit, factor: str
) -> Finding:
    found = finding_for(session, actor, visit, factor)
    if found is None:
        raise NotFound
    if not may_write_findings(actor, visit):
        raise NotPermitted
    return found


def set_status(
    session: Session,
    actor: Actor,
    finding: Finding,
    status: FindingStatus,
    revision: int,
) -> Finding:
    values = {"status": status}
    by = actor.person_id
    return records.change(session, finding, values, revision=revision, by=by)


def change_finding(
    session: Session,
    actor: Actor,
    finding: Finding,
    revision: int | None,
    wanted: tuple[Mapping[str, Any], Mapping[UUID, Bearing]],
) -> Finding:
    """Values and evidence are one revision; a stale one answers with both as they stand.

    Without a revision the form was opened before there was a finding: stale too.
    """
    values, uses = wanted
    standing = uses_of(session, finding)
    before = (finding.revision, {name: getattr(finding, name) for name in TEXTS})
    try:
        by = actor.person_id
        records.change(session, finding, values, revision=revision or 0, by=by)
    except Conflict as conflict:
        theirs = {**conflict.theirs, **as_choices(standing, uses)}
        raise Conflict(conflict.revision, theirs) from conflict
    if uses != standing:
        rest_on(session, finding, uses)
        if finding.revision == before[0]:
            records.touch(session, finding, by=actor.person_id)
    rewritten = [n for n, text in before[1].items() if text != getattr(finding, n)]
    outdate_translations(session, "finding", finding.id, rewritten)
    return finding


def chosen_uses(form: FindingForm) -> dict[UUID, Bearing]:
    if set(form.evidence_for) & set(form.evidence_against):
        said = _("A piece of evidence speaks for the finding or against it, not both.")
        raise Rejected(Problem("evidence", said))
    return {
        **dict.fromkeys(form.evidence_for, Bearing.SUPPORTS),
        **dict.fromkeys(form.evidence_against, Bearing.CONTRADICTS),
    }


def check_contexts(session: Session, visit: Visit, form: FindingForm) -> None:
    known = {c.slug for c in contexts_of(session, visit.pair.benchmark_version_id)}
    if not set(form.contexts) <= known:
        said = _("Choose among the contextual factors of this benchmark.")
        raise Rejected(Problem("contexts", said))


def check_uses(
    session: Session, visit: Visit, factor: str, uses: Mapping[UUID, Bearing]
) -> None:
    """A draft may rest on nothing yet, but never on what is not its own."""
    found = pieces_of(session, visit, uses)
    if len(found) < len(uses):
        said = _(
            "A piece of evidence is no longer there. Choose again among those shown."
        )
        raise Rejected(Problem("evidence", said))
    if found and (problems := evidence_problems(factor, tuple(found.values()))):
        raise Rejected(*problems)


def rest_on(session: Session, finding: Finding, uses: Mapping[UUID, Bearing]) -> None:
    session.execute(
        delete(FindingEvidence).where(col(FindingEvidence.finding_id) == finding.id)
    )
    session.add_all(
        FindingEvidence(
            programme_id=finding.programme_id,
            visit_id=finding.visit_id,
            finding_id=finding.id,
            evidence_id=evidence_id,
            bearing=bearing,
        )
        for evidence_id, bearing in uses.items()
    )


def let_go(session: Session, evidence_ids: Sequence[UUID], finding: Finding) -> None:
    """What was taken out before the agreement does not come back into it by itself."""
    session.execute(
        delete(FindingEvidence).where(
            col(FindingEvidence.finding_id) == finding.id,
            col(FindingEvidence.evidence_id).in_(evidence_ids),
        )
    )


def as_choices(
    standing: Mapping[UUID, Bearing], uses: Mapping[UUID, Bearing]
) -> dict[str, str]:
    """What stands, in the words of the page's own fields."""
    words = {Bearing.SUPPORTS: FOR, Bearing.CONTRADICTS: AGAINST}
    return {
        f"{USE}{one}": words.get(standing[one], NOT_USED)
        if one in standing
        else NOT_USED
        for one in {*standing, *uses}
    }


def lock(session: Session, visit: Visit) -> None:
    """Two first saves at once must not both create. SQLite has its one writer."""
    session.exec(
        select(Visit.id).where(Visit.id == visit.id).with_for_update(key_share=True)
    ).one()
