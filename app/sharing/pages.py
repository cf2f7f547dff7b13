"""What the pages of sharing show: who has agreed, what others see, what reached one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.access import Actor, may_share
from app.errors import NotFound
from app.forms import Form
from app.labels import label
from app.models import City, Sharing
from app.models.base import now
from app.sharing.content_queries import (
    Content,
    shared_agenda,
    shared_findings,
    shared_plan,
)
from app.sharing.forms import AgreementForm
from app.sharing.queries import (
    Shared,
    Subject,
    agreements_on,
    cities_named,
    shared_with,
)
from app.sharing.rules import audience_reached, audiences_of
from app.values import Audience, SharedSubject


@dataclass(frozen=True)
class CityAsked:
    """One city's answer; `is_own` where this reader gives it."""

    city: City
    standing: Sharing | None
    is_own: bool


def content_of(
    session: Session, subject: Subject, until: datetime | None = None
) -> Content:
    """As others see it; `until` is when it was agreed to, now where it is not yet."""
    if subject.visit is None:
        return shared_plan(session, subject.pair)
    read = shared_agenda if subject.kind is SharedSubject.AGENDA else shared_findings
    return read(session, subject.visit, until or now())


def asking(
    session: Session,
    actor: Actor,
    subject: Subject,
    form: Form[AgreementForm] | None = None,
) -> dict[str, Any]:
    """The page on which each city concerned agrees or ends its agreement."""
    standing = agreements_on(session, subject)
    cities = [
        CityAsked(city, standing.get(city.id), may_share(actor, city.id))
        for city in cities_named(session, subject.concerned)
    ]
    agreed = {id_: row.audience for id_, row in standing.items()}
    content = content_of(session, subject)
    reached = audience_reached(subject.kind, subject.concerned, agreed)
    return {
        "subject": subject,
        "cities": cities,
        "reached": reached,
        "content": content,
        "waits": bool(reached) and _waits(session, subject, standing, content),
        "own": [one for one in cities if one.is_own],
        "audiences": [(one, label(one)) for one in audiences_of(subject.kind)],
        "form": form or Form(AgreementForm, {}),
    }


def _waits(
    session: Session,
    subject: Subject,
    standing: dict[UUID, Sharing],
    content: Content,
) -> bool:
    """Whether something was changed that not every city has read."""
    until = min(row.at for id_, row in standing.items() if id_ in subject.concerned)
    return content_of(session, subject, until).mark != content.mark


def reading(
    session: Session, actor: Actor, kind: SharedSubject, subject_id: UUID
) -> dict[str, Any]:
    """One shared thing, for whom it reached; `NotFound` for everybody else."""
    found = shared_with(session, actor, key=(kind, subject_id))
    if not found:
        raise NotFound
    shared = found[0]
    content = content_of(session, shared.subject, shared.until)
    return {"shared": shared, "subject": shared.subject, "content": content}


def listing(
    session: Session, actor: Actor, programme_id: UUID | None = None
) -> dict[str, Any]:
    """What reached this reader, by pair."""
    return {"pairs": by_pair(shared_with(session, actor, programme_id=programme_id))}


def by_pair(found: Sequence[Shared]) -> list[list[Shared]]:
    """In the order of the pairs' numbers, within a pair by visit."""
    pairs: dict[tuple[Any, ...], list[Shared]] = {}
    for one in sorted(found, key=_place):
        pair = one.subject.pair
        pairs.setdefault((str(pair.programme_id), pair.number), []).append(one)
    return [pairs[key] for key in sorted(pairs)]


def _place(one: Shared) -> tuple[int, str]:
    visit = one.subject.visit
    return (visit.round if visit else 99, one.subject.kind.value)


def is_public(shared: Shared) -> bool:
    return shared.audience is Audience.PUBLIC
