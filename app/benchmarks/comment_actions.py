"""What people say about a benchmark, factor by factor, and take back."""

from uuid import UUID

from sqlmodel import Session

from app import records
from app.access import Actor, may_comment_benchmark
from app.benchmarks.forms import CommentForm
from app.benchmarks.queries import comment_for
from app.errors import NotFound, NotPermitted, Rejected
from app.forms import needed
from app.ids import uuid7
from app.models import BenchmarkComment, BenchmarkVersion


def comment_on_factor(
    session: Session,
    actor: Actor,
    version: BenchmarkVersion,
    form: CommentForm,
    language: str,
) -> BenchmarkComment:
    """`language` is what it is written in where the form does not say."""
    if not may_comment_benchmark(actor):
        raise NotPermitted
    if form.factor not in {factor.id for factor in version.factors}:
        raise NotFound
    if not form.text:
        raise Rejected(needed("text"))
    by = actor.person_id
    parents = {"version_id": version.id, "created_by": by}
    if known := records.sent_before(session, BenchmarkComment, form.id, **parents):
        return known
    comment = BenchmarkComment(
        id=form.id or uuid7(),
        version_id=version.id,
        factor_id=form.factor,
        kind=form.kind,
        text=form.text,
        language=form.language or language,
    )
    return records.create(session, comment, by)


def remove_comment(
    session: Session,
    actor: Actor,
    version: BenchmarkVersion,
    comment_id: UUID,
    revision: int,
) -> BenchmarkComment:
    comment = own_comment(session, actor, version, comment_id)
    return records.remove(session, comment, revision=revision, by=actor.person_id)


def restore_comment(
    session: Session, actor: Actor, version: BenchmarkVersion, comment_id: UUID
) -> BenchmarkComment:
    comment = own_comment(session, actor, version, comment_id, removed=True)
    return records.restore(session, comment, by=actor.person_id)


def own_comment(
    session: Session,
    actor: Actor,
    version: BenchmarkVersion,
    comment_id: UUID,
    *,
    removed: bool = False,
) -> BenchmarkComment:
    """Only who wrote a comment takes it back, whoever else reads it."""
    comment = comment_for(session, actor, version, comment_id, removed=removed)
    if comment.created_by != actor.person_id:
        raise NotPermitted
    return comment
