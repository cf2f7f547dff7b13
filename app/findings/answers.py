"""A finding as the API gives it; nothing here of the evidence it rests on."""

from uuid import UUID

from app.answers import Answer, Texts
from app.findings.queries import FindingRow
from app.models import Finding, HostReply
from app.translations import Translated
from app.values import FindingStatus, Judgement, ReplyKind, Support


class ReplyAnswer(Answer):
    """The host city's comments."""

    kind: ReplyKind
    text: Texts


class FindingAnswer(Answer):
    """`factor` and `contexts` are slugs of the adopted benchmark version."""

    id: UUID
    factor: str
    status: FindingStatus
    word: Judgement
    sentence: Texts
    reason: Texts
    support: Support | None
    support_reason: Texts
    contexts: list[str]
    dissent: Texts
    language: str
    reply: ReplyAnswer | None
    revision: int


def finding_answer(row: FindingRow, translated: Translated) -> FindingAnswer:
    finding = row.finding
    assert finding
    return FindingAnswer(
        id=finding.id,
        factor=finding.factor,
        status=finding.status,
        word=finding.word,
        sentence=texts(finding, "sentence", translated),
        reason=texts(finding, "reason", translated),
        support=finding.support,
        support_reason=texts(finding, "support_reason", translated),
        contexts=finding.contexts,
        dissent=texts(finding, "dissent", translated),
        language=finding.language,
        reply=reply_answer(row.reply, translated) if row.reply else None,
        revision=finding.revision,
    )


def reply_answer(reply: HostReply, translated: Translated) -> ReplyAnswer:
    return ReplyAnswer(kind=reply.kind, text=texts(reply, "text", translated))


def texts(record: Finding | HostReply, field: str, translated: Translated) -> Texts:
    """What was written wins over a translation into its own language."""
    text = getattr(record, field)
    own = {record.language: text} if text else {}
    return {**translated.get((record.id, field), {}), **own}
