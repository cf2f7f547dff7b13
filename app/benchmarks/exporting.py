"""A stored version as the form it could be imported from again."""

from app.benchmarks.forms import (
    BenchmarkForm,
    ContributorsForm,
    GoodPracticeForm,
    KeyFactorForm,
    RelationForm,
    SlugTextForm,
    SourceForm,
    TextForm,
)
from app.models import BenchmarkVersion, KeyFactor, RelatedFactors


def benchmark_as_form(version: BenchmarkVersion) -> BenchmarkForm:
    """`version` comes whole, with its factors' parts loaded."""
    return BenchmarkForm(
        slug=version.benchmark.slug,
        illustrative=version.illustrative,
        theme=TextForm(**version.benchmark.theme),
        title=TextForm(**version.title),
        principle=TextForm(**version.principle),
        contextual_factors=[
            SlugTextForm(slug=context.slug, **context.text)
            for context in version.contexts
        ],
        key_factors=[factor_as_form(factor) for factor in version.factors],
        related_factors=[relation_as_form(one) for one in version.relations],
        sources=[
            SourceForm(slug=one.slug, cite=one.cite, url=one.url)
            for one in version.sources
        ],
        contributors=ContributorsForm(
            written_by=version.written_by, with_the_support_of=version.supported_by
        ),
    )


def factor_as_form(factor: KeyFactor) -> KeyFactorForm:
    return KeyFactorForm(
        number=factor.number,
        slug=factor.slug,
        title=TextForm(**factor.title),
        why_and_how=TextForm(**factor.why_and_how),
        action_fields=[SlugTextForm(**field) for field in factor.action_fields],
        guiding_questions=[
            SlugTextForm(slug=one.slug, **one.text) for one in factor.questions
        ],
        indicative_evidence=[TextForm(**one.text) for one in factor.evidence],
        good_practices=[
            GoodPracticeForm(title=one.title, place=one.place, **one.text)
            for one in factor.practices
        ],
        sources=factor.source_slugs,
    )


def relation_as_form(relation: RelatedFactors) -> RelationForm:
    ends = {"from": relation.from_number, "to": relation.to_number}
    return RelationForm.model_validate({**ends, **relation.text})
