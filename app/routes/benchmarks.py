"""`/benchmarks`: the list, the reader, and comments on factors."""

from typing import Annotated, Any

from starlette.responses import Response

from app.access import may_read_comments
from app.addresses import NumberInAddress, SlugInAddress
from app.benchmarks.actions import comment_on_factor
from app.benchmarks.forms import CommentForm
from app.benchmarks.queries import (
    comments_on,
    published_version,
    published_versions,
    version_numbered,
)
from app.errors import Rejected
from app.forms import Form
from app.i18n import _
from app.models import BenchmarkVersion
from app.web import (
    Anybody,
    DbSession,
    Page,
    PageOf,
    SignedIn,
    posted,
    router as new_router,
)

router = new_router()


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
) -> Response:
    version = version_numbered(session, slug, number)
    form = Form(CommentForm)
    return page.show("benchmarks/show.html", **reading(page, session, version, form))


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
        form = form.showing(rejected)
        raise page.refuse(
            "benchmarks/show.html", **reading(page, session, version, form)
        ) from rejected
    factor = next(f for f in version.factors if f.id == made.factor_id)
    return page.go(
        f"/benchmarks/{slug}/{number}#{factor.slug}",
        _("Thank you. Your comment is kept."),
    )


def reading(
    page: Page, session: DbSession, version: BenchmarkVersion, form: Form[CommentForm]
) -> dict[str, Any]:
    """What the reader shows: everybody's comments to those who revise, else one's own."""
    actor = page.actor
    own = None if may_read_comments(actor) else actor.person_id
    comments = comments_on(session, version.id, own) if actor.signed_in else {}
    return {"version": version, "comments": comments, "form": form}
