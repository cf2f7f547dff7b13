"""What the form of a session offers, and the words for what stands in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlmodel import Session, col

from app.forms import Form
from app.i18n import OFFERED, language_name, of, weekday
from app.labels import choices
from app.models import (
    GuidingQuestion,
    Interpreter,
    KeyFactor,
    Room,
    Stakeholder,
    TeamMember,
    Venue,
    Visit,
)
from app.translations import in_own_words
from app.values import Need, SessionFormat, SessionStatus
from app.visits.forms import SessionForm

Choice = tuple[str, str]


@dataclass(frozen=True)
class FactorOption:
    """`questions` are (`factor-slug/question-slug`, text)."""

    slug: str
    number: int
    title: str
    questions: Sequence[Choice]


@dataclass(frozen=True)
class Options:
    """Each list is (value, words); `more_languages` stand behind the usual ones."""

    formats: Sequence[Choice]
    statuses: Sequence[Choice]
    days: Sequence[Choice]
    rooms: Sequence[Choice]
    stakeholders: Sequence[Choice]
    members: Sequence[Choice]
    interpreters: Sequence[Choice]
    languages: Sequence[Choice]
    more_languages: Sequence[Choice]
    needs: Sequence[Choice]
    factors: Sequence[FactorOption]

    def words(self) -> dict[str, dict[str, str]]:
        """Field → value → words, for what is chosen in lists of their own."""
        return {
            "languages": dict([*self.languages, *self.more_languages]),
            "factors": {f.slug: f"{f.number}. {f.title}" for f in self.factors},
            "questions": dict(q for f in self.factors for q in f.questions),
        }


def options_for(session: Session, visit: Visit, form: Form[SessionForm]) -> Options:
    """Five queries; `visit` comes with its days."""
    met = _present(session, visit, Stakeholder, "name", "name", "organisation")
    team = _present(session, visit, TeamMember, "position")
    usual, more = _languages(form, [*met, *team])
    return Options(
        formats=choices(SessionFormat),
        statuses=choices(SessionStatus),
        days=day_choices(visit),
        rooms=_rooms(session, visit),
        stakeholders=[(str(one.id), _called(one)) for one in met],
        members=[(str(one.id), one.shown_name) for one in team],
        interpreters=interpreter_choices(session, visit),
        languages=usual,
        more_languages=more,
        needs=choices(Need),
        factors=factor_options(session, visit),
    )


def day_choices(visit: Visit) -> list[Choice]:
    return [(str(one.id), weekday(one.day_on)) for one in visit.days]


def interpreter_choices(session: Session, visit: Visit) -> list[Choice]:
    """By name, with the languages of each."""
    return [
        (str(one.id), ", ".join([one.name, *map(pair_words, one.pairs)]))
        for one in _present(session, visit, Interpreter, "name")
    ]


def pair_words(pair: str) -> str:
    """`ar/fr` as Arabic – French."""
    return " – ".join(language_name(code) for code in pair.split("/"))


def _called(one: Row[Any]) -> str:
    return f"{one.name}, {one.organisation}" if one.organisation else str(one.name)


def _present(
    session: Session, visit: Visit, table: Any, order: str, *texts: str
) -> list[Row[Any]]:
    """Whole rows, those of `texts` in the reader's language."""
    worded = {name: in_own_words(table, name).label(name) for name in texts}
    rows = session.execute(
        select(*(worded.get(one.name, one) for one in table.__table__.columns))
        .where(table.visit_id == visit.id, table.removed_at.is_(None))
        .order_by(worded.get(order, getattr(table, order)))
    )
    return list(rows.all())


def _languages(
    form: Form[SessionForm], people: Iterable[Row[Any]]
) -> tuple[list[Choice], list[Choice]]:
    """Those that somebody here speaks or the form has; then the others offered."""
    spoken = {code for one in people for code in one.languages}
    chosen = [*form.values("languages"), form.value("language")]
    usual = sorted((spoken | {code for code in chosen if code}), key=language_name)
    others = [code for code in OFFERED if code not in usual]
    return _named(usual), _named(sorted(others, key=language_name))


def _named(codes: list[str]) -> list[Choice]:
    return [(code, language_name(code)) for code in codes]


def _rooms(session: Session, visit: Visit) -> list[Choice]:
    rows = session.execute(
        select(col(Room.id), col(Room.name), col(Venue.name))
        .join(Venue, col(Venue.id) == col(Room.venue_id))
        .where(
            col(Room.visit_id) == visit.id,
            col(Room.removed_at).is_(None),
            col(Venue.removed_at).is_(None),
        )
        .order_by(col(Venue.name), col(Room.name))
    )
    return [(str(id_), f"{venue}, {room}") for id_, room, venue in rows]


def factor_options(session: Session, visit: Visit) -> list[FactorOption]:
    """The key factors of the pair's benchmark with their questions, in their order."""
    rows = session.execute(
        select(
            col(KeyFactor.id),
            col(KeyFactor.slug),
            col(KeyFactor.number),
            col(KeyFactor.title),
            col(GuidingQuestion.slug).label("question"),
            col(GuidingQuestion.text),
        )
        .outerjoin(GuidingQuestion, col(GuidingQuestion.factor_id) == col(KeyFactor.id))
        .where(col(KeyFactor.version_id) == visit.pair.benchmark_version_id)
        .order_by(col(KeyFactor.number), col(GuidingQuestion.position))
    ).all()
    asked: dict[UUID, list[Choice]] = {row.id: [] for row in rows}
    for row in rows:
        if row.question:
            asked[row.id].append((f"{row.slug}/{row.question}", of(row.text)))
    first = {row.id: row for row in reversed(rows)}
    return [
        FactorOption(
            first[id_].slug, first[id_].number, of(first[id_].title), asked[id_]
        )
        for id_ in asked
    ]
