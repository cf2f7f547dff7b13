"""What a piece of evidence needs to stand, and what it still lacks in the evening."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from app.errors import Problem
from app.i18n import _
from app.values import TO_PLACE, Bearing, Heard, Kind, SessionFormat, Voice

NOTHING: frozenset[Any] = frozenset()

#: The newest form of the tablet that is read here.
FORM_VERSION = 1


@dataclass(frozen=True)
class Vocabulary:
    """What the visit's benchmark version offers: slugs, `factor/question` for questions."""

    factors: frozenset[str] = NOTHING
    questions: frozenset[str] = NOTHING
    contexts: frozenset[str] = NOTHING


@dataclass(frozen=True)
class Named:
    """What a note says it is about."""

    factors: Collection[str]
    questions: Collection[str] = ()
    contexts: Collection[str] = ()
    session_id: UUID | None = None
    speakers: Collection[UUID] = ()


@dataclass(frozen=True)
class Met:
    """The sessions and speakers of the visit among those that a note names."""

    sessions: frozenset[UUID] = field(default=NOTHING)
    speakers: frozenset[UUID] = field(default=NOTHING)


def evidence_problems(named: Named, known: Vocabulary, met: Met) -> list[Problem]:
    """Say what is not of this visit or its benchmark; an empty list means all is."""
    problems = []
    if set(named.factors) - known.factors - {TO_PLACE}:
        problems.append(Problem("factors", _("Choose factors of this benchmark.")))
    if set(named.questions) - known.questions:
        problems.append(Problem("questions", _("Choose questions of this benchmark.")))
    if set(named.contexts) - known.contexts:
        said = _("Choose contextual factors of this benchmark.")
        problems.append(Problem("contexts", said))
    if named.session_id is not None and named.session_id not in met.sessions:
        problems.append(Problem("session_id", _("Choose a session of this visit.")))
    if set(named.speakers) - met.speakers:
        problems.append(Problem("speakers", _("Choose people met on this visit.")))
    return problems


def placed(factors: Iterable[str]) -> list[str]:
    """Each factor once, as sent; "to place" falls away once there is a real one."""
    once = list(dict.fromkeys(factors))
    real = [slug for slug in once if slug != TO_PLACE]
    return real or once


def still_to_say(
    kind: Kind,
    voice: Voice,
    heard: Heard | None,
    bearing: Bearing | None,
    factors: Collection[str],
) -> list[str]:
    """The fields to complete in the evening, in the order they are asked."""
    checks = {
        "factors": TO_PLACE in factors,
        "voice": voice is Voice.NONE
        and kind in (Kind.INTERVIEW, Kind.GROUP_DISCUSSION),
        "heard": voice is not Voice.NONE and heard is None,
        "bearing": bearing is None,
    }
    return [name for name, missing in checks.items() if missing]


def kind_in(format: SessionFormat | None) -> Kind:  # noqa: A002
    """What a note taken in such a session most likely is."""
    return {
        SessionFormat.INTERVIEW: Kind.INTERVIEW,
        SessionFormat.ONLINE_MEETING: Kind.INTERVIEW,
        SessionFormat.GROUP_DISCUSSION: Kind.GROUP_DISCUSSION,
        SessionFormat.PLENARY: Kind.GROUP_DISCUSSION,
        SessionFormat.FEEDBACK: Kind.GROUP_DISCUSSION,
    }.get(format or SessionFormat.SITE_VISIT, Kind.OBSERVATION)


def voice_among(met: Iterable[Voice]) -> Voice:
    """Who speaks where only one voice is met; else it is asked in the evening."""
    voices = set(met)
    return voices.pop() if len(voices) == 1 else Voice.NONE
