"""`/api/v1/pairs`: one pair with its cities and visits."""

from uuid import UUID

from app.benchmarks.queries import version_of
from app.programmes.answers import PairAnswer, pair_answer
from app.programmes.api_queries import pair_with_cities, visits_of_pair
from app.web import DbSession, SignedIn, router as new_router

router = new_router(prefix="/api/v1", tags=["pairs"])


@router.get("/pairs/{pair_id}")
def read_pair(session: DbSession, actor: SignedIn, pair_id: UUID) -> PairAnswer:
    """With its cities, also former ones, and the visits the reader may see."""
    pair, programme = pair_with_cities(session, actor, pair_id)
    version = version_of(session, pair.benchmark_version_id)
    visits = visits_of_pair(session, actor, pair.id)
    return pair_answer(pair, programme, version, visits)
