from datetime import UTC, datetime

from sqlmodel import Session, select

from app.benchmarks.forms import BenchmarkForm, KeyFactorForm
from app.ids import seed_id
from app.models import (
    Benchmark,
    BenchmarkVersion,
    ContextualFactor,
    GoodPractice,
    GuidingQuestion,
    IndicativeEvidence,
    KeyFactor,
    RelatedFactors,
    Source,
)
from app.values import VersionStatus


def import_benchmark(session: Session, form: BenchmarkForm) -> BenchmarkVersion:
    """Publish a benchmark's first version; one that stands is left as it is.

    Ids are made from slugs, so every installation that imports one file agrees on them.
    """
    known = session.exec(
        select(BenchmarkVersion)
        .join(Benchmark)
        .where(Benchmark.slug == form.slug, BenchmarkVersion.number == 1)
    ).first()
    if known is not None:
        return known
    benchmark = Benchmark(
        id=seed_id("benchmark", form.slug), slug=form.slug, theme=form.theme.texts()
    )
    version = BenchmarkVersion(
        id=seed_id("benchmark-version", form.slug, "1"),
        benchmark_id=benchmark.id,
        number=1,
        status=VersionStatus.PUBLISHED,
        illustrative=form.illustrative,
        title=form.title.texts(),
        principle=form.principle.texts(),
        languages=["en", "fr"],
        written_by=form.contributors.written_by,
        supported_by=form.contributors.with_the_support_of,
        published_at=datetime.now(UTC),
    )
    session.add_all([benchmark, version])
    session.flush()  # rows below refer to these two
    _add_parts(session, version, form)
    for factor in form.key_factors:
        _add_factor(session, version, form.slug, factor)
    return version


def _add_parts(
    session: Session, version: BenchmarkVersion, form: BenchmarkForm
) -> None:
    for position, context in enumerate(form.contextual_factors):
        session.add(
            ContextualFactor(
                version_id=version.id,
                position=position,
                slug=context.slug,
                text=context.texts(),
            )
        )
    for position, relation in enumerate(form.related_factors):
        session.add(
            RelatedFactors(
                version_id=version.id,
                position=position,
                from_number=relation.from_number,
                to_number=relation.to_number,
                text=relation.texts(),
            )
        )
    for position, source in enumerate(form.sources):
        row = Source(version_id=version.id, position=position, **source.model_dump())
        session.add(row)


def _add_factor(
    session: Session, version: BenchmarkVersion, slug: str, form: KeyFactorForm
) -> None:
    factor = KeyFactor(
        id=seed_id("key-factor", slug, "1", form.slug),
        version_id=version.id,
        number=form.number,
        slug=form.slug,
        title=form.title.texts(),
        why_and_how=form.why_and_how.texts(),
        action_fields=[{"slug": f.slug, **f.texts()} for f in form.action_fields],
        source_slugs=form.sources,
    )
    session.add(factor)
    session.flush()  # its parts refer to it
    for n, question in enumerate(form.guiding_questions):
        texts = question.texts()
        session.add(
            GuidingQuestion(
                factor_id=factor.id, position=n, slug=question.slug, text=texts
            )
        )
    for n, shown in enumerate(form.indicative_evidence):
        session.add(
            IndicativeEvidence(factor_id=factor.id, position=n, text=shown.texts())
        )
    for n, practice in enumerate(form.good_practices):
        session.add(
            GoodPractice(
                factor_id=factor.id,
                position=n,
                title=practice.title,
                place=practice.place,
                text=practice.texts(),
            )
        )
