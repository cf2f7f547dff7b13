"""`/benchmarks`: the list, the reader, and comments on factors."""

from typing import Annotated, Any
from uuid import UUID

from starlette.responses import Response

from app.access import Actor
from app.addresses import NumberInAddress, SlugInAddress
from app.benchmarks.comment_actions import (
    comment_on_factor,
    remove_comment,
    restore_comment,
)
from app.benchmarks.forms import CommentForm
from app.benchmarks.queries import (
    comments_on,
    published_version,
    published_versions,
    version_numbered,
)
from app.errors import Rejected
from app.findings.forms import RevisionForm
from app.forms import Form
from app.i18n import _, language
from app.ids import uuid7
from app.models import BenchmarkComment, BenchmarkVersion
from app.web import (
    Anybody,
    DbSession,
    PageOf,
    SignedIn,
    posted,
    router as new_router,
)

router = new_router()

SHOW = "benchmarks/show.html"


@router.get("/benchmarks")
def benchmarks(page: PageOf, session: DbSession, actor: Anybody) -> Response:
    return page.show("benchmarks/index.html", versions=published_versions(session))


@router.get("/benchmarks/{slug}")
def latest(
    page: PageOf, session: DbSession, actor: Anybody, slug: SlugInAddress
) -> Response:
    version = published_version(session, slug)
    return page.go(f"/benchmarks/{slug}/{version.number}")


@router.get("/benchmarks/{slug}/{number}")
def reader(
    page: PageOf,
    session: DbSession,
    actor: Anybody,
    slug: SlugInAddress,
    number: NumberInAddress,
    removed: UUID | None = None,
) -> Response:
    """`removed` is the comment just taken back, so that it can return."""
    version = version_numbered(session, slug, number)
    context = reading(session, actor, version, Form(CommentForm))
    return page.show(SHOW, **context, removed=removed)


@router.post("/benchmarks/{slug}/{number}/comments")
def comment(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    slug: SlugInAddress,
    number: NumberInAddress,
    form: Annotated[Form[CommentForm], posted(CommentForm)],
) -> Response:
    version = version_numbered(session, slug, number)
    try:
        made = comment_on_factor(session, actor, version, form.checked(), page.language)
    except Rejected as rejected:
        context = reading(session, actor, version, form.showing(rejected))
        raise page.refuse(SHOW, **context, removed=None) from rejected
    said = _("Thank you. Your comment is kept.")
    return page.go(address_of(version, made), said)


@router.post("/benchmarks/{slug}/{number}/comments/{comment_id}/removal")
def remove(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    slug: SlugInAddress,
    number: NumberInAddress,
    comment_id: UUID,
    form: Annotated[Form[RevisionForm], posted(RevisionForm)],
) -> Response:
    version = version_numbered(session, slug, number)
    remove_comment(session, actor, version, comment_id, form.checked().revision)
    return page.go(f"/benchmarks/{slug}/{number}", removed=comment_id)


@router.post("/benchmarks/{slug}/{number}/comments/{comment_id}/return")
def put_back(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    slug: SlugInAddress,
    number: NumberInAddress,
    comment_id: UUID,
) -> Response:
    version = version_numbered(session, slug, number)
    made = restore_comment(session, actor, version, comment_id)
    return page.go(address_of(version, made), _("Your comment is back."))


def address_of(version: BenchmarkVersion, made: BenchmarkComment) -> str:
    factor = next(f for f in version.factors if f.id == made.factor_id)
    return f"/benchmarks/{version.benchmark.slug}/{version.number}#{factor.slug}"


def reading(
    session: DbSession,
    actor: Actor,
    version: BenchmarkVersion,
    form: Form[CommentForm],
) -> dict[str, Any]:
    """What the reader shows; each factor's empty form has its own id."""
    return {
        "version": version,
        "comments": comments_on(session, actor, version) if actor.signed_in else {},
        "form": form,
        "fresh": {
            factor.id: Form.of(CommentForm, {"id": uuid7(), "language": language()})
            for factor in version.factors
        },
    }
