"""`/api/v1/benchmarks`: what is published, to everybody."""

from app.addresses import After, Limit, SlugInAddress
from app.answers import ListOf, key_of, list_of
from app.benchmarks.answers import (
    BenchmarkAnswer,
    BenchmarkSummary,
)
from app.benchmarks.queries import published_version, published_versions
from app.web import Anybody, DbSession, router as new_router

router = new_router(prefix="/api/v1", tags=["benchmarks"])


@router.get("/benchmarks")
def list_benchmarks(
    session: DbSession, actor: Anybody, limit: Limit = 50, after: After = None
) -> ListOf[BenchmarkSummary]:
    """The latest published version of each benchmark, by slug."""
    (slug,) = key_of(after)
    rows = published_versions(session, after=slug, limit=limit + 1)
    return list_of(rows, limit, lambda v: v.benchmark.slug, BenchmarkSummary)


@router.get("/benchmarks/{slug}")
def read_benchmark(
    session: DbSession, actor: Anybody, slug: SlugInAddress
) -> BenchmarkAnswer:
    """The latest published version with its factors, questions and sources."""
    return BenchmarkAnswer.model_validate(published_version(session, slug))
