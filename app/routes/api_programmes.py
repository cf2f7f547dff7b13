"""`/api/v1/programmes`: those the reader takes part in."""

from app.access import programme_for
from app.addresses import After, Limit, SlugInAddress
from app.answers import ListOf, key_of, list_of
from app.programmes.answers import (
    ProgrammeAnswer,
    ProgrammeSummary,
    programme_answer,
)
from app.programmes.api_queries import pairs_with_cities, programmes_after
from app.web import DbSession, SignedIn, router as new_router

router = new_router(prefix="/api/v1", tags=["programmes"])


@router.get("/programmes")
def list_programmes(
    session: DbSession, actor: SignedIn, limit: Limit = 50, after: After = None
) -> ListOf[ProgrammeSummary]:
    """By slug."""
    (slug,) = key_of(after)
    rows = programmes_after(session, actor, slug, limit + 1)
    return list_of(rows, limit, lambda p: p.slug, ProgrammeSummary)


@router.get("/programmes/{slug}")
def read_programme(
    session: DbSession, actor: SignedIn, slug: SlugInAddress
) -> ProgrammeAnswer:
    """With the cities and pairs of it that the reader may see."""
    programme = programme_for(session, actor, slug)
    return programme_answer(programme, pairs_with_cities(session, actor, programme))
