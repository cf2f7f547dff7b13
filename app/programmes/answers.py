"""Programmes and pairs as the API gives them."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import AliasPath, ConfigDict, Field, field_validator
from pydantic.config import JsonDict

from app.answers import Answer, Texts
from app.models import BenchmarkVersion, Pair, PairCity, Programme, Visit
from app.values import Method, Mode, PairStatus, Part, Purpose, VisitStatus

EXAMPLE: JsonDict = {
    "slug": "demonstration",
    "name": {"en": "Cities that learn", "fr": "Villes qui apprennent"},
    "fictional": True,
    "starts_on": "2026-01-12",
    "ends_on": "2028-03-31",
}


EXAMPLE_PAIR: JsonDict = {
    "id": "019b76da-a800-7d2e-8a7e-2d7f5d4b1c33",
    "number": 1,
    "theme": {"en": "Gender-sensitive integration", "fr": "Intégration et genre"},
    "method": "mentoring",
    "status": "active",
    "cities": ["rivemont", "val-daubre"],
}


class ProgrammeSummary(Answer):
    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    slug: str
    name: Texts
    fictional: bool
    starts_on: date | None
    ends_on: date | None


class CityAnswer(Answer):
    slug: str
    name: Texts
    country: str
    inhabitants: int | None
    language: str
    about: Texts


class PairSummary(Answer):
    """`cities` are slugs of the cities that take part now."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE_PAIR]})

    id: UUID
    number: int
    theme: Texts
    method: Method
    status: PairStatus
    cities: list[str]

    @field_validator("cities", mode="before")
    @classmethod
    def present_slugs(cls, links: list[Any]) -> list[str]:
        return [link.city.slug for link in standing(links) if not link.former]


class ProgrammeAnswer(Answer):
    """With the cities and pairs of it that you may see."""

    slug: str
    name: Texts
    fictional: bool
    starts_on: date | None
    ends_on: date | None
    summary: Texts
    led_by: Texts
    languages: list[str]
    default_language: str
    cities: list[CityAnswer] = []
    pairs: list[PairSummary] = []


class PairCityAnswer(Answer):
    """A city's part in a pair; one that was replaced stays, as `former`."""

    slug: str = Field(validation_alias=AliasPath("city", "slug"))
    name: Texts = Field(validation_alias=AliasPath("city", "name"))
    country: str = Field(validation_alias=AliasPath("city", "country"))
    part: Part
    from_on: date | None
    until_on: date | None
    former: bool
    note: Texts


class VisitSummary(Answer):
    """`host_city` is a slug, null where it is not published; `days` of the host."""

    id: UUID
    round: int
    purpose: Purpose | None
    host_city: str | None
    mode: Mode | None
    status: VisitStatus
    days: list[date]

    @field_validator("host_city", mode="before")
    @classmethod
    def slug_only(cls, city: Any) -> str | None:
        return city.slug if city else None

    @field_validator("days", mode="before")
    @classmethod
    def dates_only(cls, days: list[Any]) -> list[date]:
        return [day.day_on for day in days]


class AdoptedBenchmark(Answer):
    slug: str = Field(validation_alias=AliasPath("benchmark", "slug"))
    version: int = Field(validation_alias="number")


class PairAnswer(Answer):
    """`questions` are the three of the learning city; `visits` those you may see."""

    id: UUID
    programme: str = ""
    number: int
    theme: Texts
    method: Method
    status: PairStatus
    started_on: date | None
    objective: Texts
    needs: Texts
    strengths: Texts
    questions: list[Texts]
    cities: list[PairCityAnswer]
    benchmark: AdoptedBenchmark | None = None
    visits: list[VisitSummary] = []

    @field_validator("cities", mode="before")
    @classmethod
    def standing_only(cls, links: list[PairCity]) -> list[PairCity]:
        return standing(links)


def programme_answer(programme: Programme, pairs: list[Pair]) -> ProgrammeAnswer:
    """`pairs` come with their cities."""
    cities = {link.city_id: link.city for p in pairs for link in standing(p.cities)}
    answer = ProgrammeAnswer.model_validate(programme)
    by_slug = sorted(cities.values(), key=lambda city: city.slug)
    answer.cities = [CityAnswer.model_validate(city) for city in by_slug]
    answer.pairs = [PairSummary.model_validate(pair) for pair in pairs]
    return answer


def pair_answer(
    pair: Pair,
    programme: Programme,
    version: BenchmarkVersion | None,
    visits: list[Visit],
) -> PairAnswer:
    answer = PairAnswer.model_validate(pair)
    answer.programme = programme.slug
    if version is not None:
        answer.benchmark = AdoptedBenchmark.model_validate(version)
    answer.visits = [VisitSummary.model_validate(visit) for visit in visits]
    return answer


def standing(links: list[PairCity]) -> list[PairCity]:
    return [link for link in links if link.removed_at is None]
