"""Setting a programme up: done by a seed or from the command line, by no page yet."""

from uuid import UUID

from sqlmodel import Session, col, select

from app import records
from app.errors import Problem, Rejected
from app.i18n import _
from app.models import (
    Benchmark,
    BenchmarkVersion,
    City,
    Organisation,
    Pair,
    Programme,
)
from app.programmes.forms import CityForm, OrganisationForm, PairForm, ProgrammeForm
from app.values import VersionStatus


def found_programme(session: Session, form: ProgrammeForm) -> Programme:
    """A known id is left as it stands, here and below."""
    known = session.get(Programme, form.id)
    if known is not None:
        return known
    programme = Programme(**form.model_dump())
    session.add(programme)
    session.flush()  # everything of the programme refers to it
    return programme


def add_organisation(session: Session, form: OrganisationForm) -> Organisation:
    known = session.get(Organisation, form.id)
    if known is not None:
        return known
    values = form.model_dump() | {"country": form.country or ""}
    return records.create(session, Organisation(**values), None)


def add_city(session: Session, form: CityForm) -> City:
    known = session.get(City, form.id)
    if known is not None:
        return known
    values = form.model_dump() | {"foreign_origin": form.foreign_origin or ""}
    return records.create(session, City(**values), None)


def add_pair(session: Session, form: PairForm) -> Pair:
    """The newest published version of the benchmark is adopted, and stays fixed."""
    known = session.get(Pair, form.id)
    if known is not None:
        return known
    version_id = _published(session, form.benchmark) if form.benchmark else None
    pair = Pair(
        benchmark_version_id=version_id, **form.model_dump(exclude={"benchmark"})
    )
    return records.create(session, pair, None)


def _published(session: Session, slug: str) -> UUID:
    found = session.exec(
        select(BenchmarkVersion.id)
        .join(Benchmark, col(Benchmark.id) == BenchmarkVersion.benchmark_id)
        .where(
            Benchmark.slug == slug, BenchmarkVersion.status == VersionStatus.PUBLISHED
        )
        .order_by(col(BenchmarkVersion.number).desc())
    ).first()
    if found is None:
        raise Rejected(Problem("benchmark", _("Choose a published benchmark.")))
    return found
