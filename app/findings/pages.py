"""What the pages of findings show, put together for one reader."""

from typing import Any

from sqlmodel import Session

from app import records
from app.access import (
    Actor,
    may_read_draft_findings,
    may_read_raw,
    may_reply,
    may_write_findings,
)
from app.errors import NotFound, NotPermitted
from app.findings.actions import TEXTS
from app.findings.forms import AGAINST, FOR, USE, FindingForm, ReplyForm
from app.findings.history import Change, changes
from app.findings.queries import (
    conclusion_of,
    contexts_of,
    factor_of,
    finding_for,
    gone_from,
    notes_about,
    replies_to,
    rows_shown,
    uses_of,
)
from app.findings.reply_queries import changed_after_reply
from app.findings.rules import finding_problems
from app.forms import Form
from app.i18n import language, of
from app.labels import choices
from app.models import Finding, HostReply, Visit
from app.translations import Texts
from app.values import Bearing, FindingStatus, Judgement, Support
from app.visits.team_queries import names_on

Context = dict[str, Any]


def list_page(session: Session, actor: Actor, visit: Visit) -> Context:
    rows = rows_shown(session, actor, visit)
    findings = [row.finding for row in rows if row.finding]
    replies = {row.reply.finding_id: row.reply for row in rows if row.reply}
    return {
        "visit": visit,
        "rows": rows,
        "changed": changed_after_reply(session, replies),
        "texts": Texts(session, [*findings, *replies.values()]),
        "unexplored": Judgement.NOT_EXPLORED,
    }


def sheet_page(session: Session, actor: Actor, visit: Visit) -> Context:
    """The agreed findings only, also for those who may read drafts: it is handed over."""
    rows = [
        row
        for row in rows_shown(session, actor, visit)
        if row.finding and row.finding.status is FindingStatus.AGREED
    ]
    return {
        "visit": visit,
        "rows": rows,
        "texts": Texts(session, [row.finding for row in rows if row.finding]),
        "contexts": contexts_of(session, visit.pair.benchmark_version_id),
    }


def reading(session: Session, actor: Actor, visit: Visit, slug: str) -> Context:
    """One finding; `NotFound` where there is none that this person may read.

    Those who read drafts also get the page of a factor nobody has written on yet.
    """
    factor = factor_of(session, visit, slug)
    finding = finding_for(session, actor, visit, slug)
    if finding is None and not may_read_draft_findings(actor, visit):
        raise NotFound
    replies = replies_to(session, [finding]) if finding else {}
    reply = replies.get(finding.id) if finding else None
    uses = uses_of(session, finding) if may_read_raw(actor, visit) else {}
    notes = notes_about(session, actor, visit, slug) if uses else []
    used = [note for note in notes if note.evidence.id in uses]
    gone = gone_from(session, finding) if uses else []
    kept = [record for record in (finding, reply) if record]
    return {
        "visit": visit,
        "factor": factor,
        "finding": finding,
        "reply": reply,
        "changed": changed_after_reply(session, replies),
        "notes_for": [n for n in used if uses[n.evidence.id] is Bearing.SUPPORTS],
        "notes_against": [
            n for n in used if uses[n.evidence.id] is Bearing.CONTRADICTS
        ],
        "gone_for": [g for g in gone if g.bearing is Bearing.SUPPORTS],
        "gone_against": [g for g in gone if g.bearing is Bearing.CONTRADICTS],
        "texts": Texts(session, [*kept, *(note.evidence for note in used)]),
        "contexts": contexts_of(session, visit.pair.benchmark_version_id),
        "history": history_shown(session, actor, visit, finding),
        "lacking": lacking(session, actor, visit, finding),
        "form": form_of_reply(reply) if may_reply(actor, visit) else None,
        "unexplored": Judgement.NOT_EXPLORED,
    }


def editing(session: Session, actor: Actor, visit: Visit, slug: str) -> Context:
    """The form of a finding and everything it may rest on, for those who write it."""
    factor = factor_of(session, visit, slug)
    finding = finding_for(session, actor, visit, slug)
    if finding is None and not may_read_draft_findings(actor, visit):
        raise NotFound
    if not may_write_findings(actor, visit):
        raise NotPermitted
    notes = notes_about(session, actor, visit, slug)
    contexts = contexts_of(session, visit.pair.benchmark_version_id)
    own = [finding] if finding else []
    context: Context = {
        "visit": visit,
        "factor": factor,
        "finding": finding,
        "notes": notes,
        "uses": uses_of(session, finding),
        "gone": gone_from(session, finding),
        "words": [w for w in choices(Judgement) if w[0] != Judgement.NOT_EXPLORED],
        "supports": choices(Support),
        "texts": Texts(session, [*own, *(note.evidence for note in notes)]),
        "context_options": [(one.slug, of(one.text)) for one in contexts],
    }
    return {**context, "form": form_of_finding(context)}


def form_of_finding(context: Context) -> Form[FindingForm]:
    finding: Finding | None = context["finding"]
    if finding is None:
        return Form.of(FindingForm, {"language": language()})
    words = {Bearing.SUPPORTS: FOR, Bearing.CONTRADICTS: AGAINST}
    names = ("word", "support", "contexts", "language", "revision", *TEXTS)
    values = {name: getattr(finding, name) for name in names}
    uses = {f"{USE}{one}": words[use] for one, use in context["uses"].items()}
    return Form.of(FindingForm, {**values, **uses})


def form_of_reply(reply: HostReply | None) -> Form[ReplyForm]:
    if reply is None:
        return Form.of(ReplyForm, {"language": language()})
    names = ("kind", "text", "language", "revision")
    return Form.of(ReplyForm, {name: getattr(reply, name) for name in names})


def lacking(
    session: Session, actor: Actor, visit: Visit, finding: Finding | None
) -> list[Any]:
    """What a draft needs before it can be agreed, and what an agreed finding lacks since
    its evidence changed; for those who write it."""
    if finding is None or not may_write_findings(actor, visit):
        return []
    return finding_problems(conclusion_of(session, visit, finding))


def history_shown(
    session: Session, actor: Actor, visit: Visit, finding: Finding | None
) -> list[Change]:
    """Newest first; only for those who may read drafts, since it tells of them."""
    if finding is None or not may_read_draft_findings(actor, visit):
        return []
    past = records.history(session, finding)
    names = names_on(session, visit, {one.by for one in past if one.by})
    return changes(past, names)
