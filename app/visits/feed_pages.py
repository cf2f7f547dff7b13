"""A calendar as its owner may read it today: from what was released, and nothing else."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from app.access import Actor, load_actor, visible_visits
from app.i18n import _, speaking
from app.models import AgendaRelease, CalendarFeed, City, Person, Visit
from app.models.base import now
from app.programmes.names import visit_words
from app.visits.calendar_files import Feed, feed_file
from app.visits.calendar_rules import Entry, entries
from app.visits.releases_queries import calendar_of
from app.visits.telling_rules import Reader, Seat
from app.visits.told_queries import name_of


@dataclass(frozen=True)
class Written:
    """`changed_at` is when the newest release in it was made."""

    content: bytes
    changed_at: datetime


def feed_of(session: Session, feed: CalendarFeed, person: Person, site: str) -> Written:
    """What somebody may no longer see is not in their calendar any more."""
    actor = load_actor(session, person, now().date())
    released = releases_for(session, actor, feed)
    found: list[tuple[Entry, str]] = []
    for release in released:
        reader = reader_in(actor, feed, release.visit_id)
        path = f"/visits/{release.visit_id}/agenda"
        marks = calendar_of(session, release)
        found += [(entry, path) for entry in entries(marks, reader)]
    changed_at = max((one.released_at for one in released), default=feed.made_at)
    known_at = changed_at if released else now()  # what was lost is no old news
    language = "fr" if person.language.startswith("fr") else "en"
    with speaking(language):
        name = title_of(session, feed)
        content = feed_file(Feed(name, site, language, changed_at), found)
    return Written(content, known_at)


def releases_for(
    session: Session, actor: Actor, feed: CalendarFeed
) -> list[AgendaRelease]:
    """The last one of the visit; or of each visit whose team they are on."""
    visible = visible_visits(actor).with_only_columns(col(Visit.id))
    wanted = [feed.visit_id] if feed.visit_id else list(actor.teams)
    last = (
        select(AgendaRelease.visit_id, func.max(AgendaRelease.number).label("number"))
        .where(
            col(AgendaRelease.visit_id).in_(wanted),
            col(AgendaRelease.visit_id).in_(visible),
        )
        .group_by(col(AgendaRelease.visit_id))
        .subquery()
    )
    found = session.exec(
        select(AgendaRelease)
        .join(
            last,
            (last.c.visit_id == col(AgendaRelease.visit_id))
            & (last.c.number == col(AgendaRelease.number)),
        )
        .order_by(col(AgendaRelease.visit_id))
    )
    return list(found.all())


def reader_in(actor: Actor, feed: CalendarFeed, visit_id: object) -> Reader:
    """A visit's calendar has all its sessions, a person's their own."""
    if feed.visit_id:
        return Reader(Seat.PLANNING)
    own = {str(visit): member for visit, member in actor.teams.items()}
    return Reader(Seat.MEMBER, own[str(visit_id)])


def title_of(session: Session, feed: CalendarFeed) -> str:
    visit = session.get(Visit, feed.visit_id) if feed.visit_id else None
    return called(name_of(session, visit) if visit else "")


def called(visit: str) -> str:
    if not visit:
        return _("Repère: my sessions")
    return _("Repère: %(visit)s", visit=visit)


def feeds_listed(session: Session, actor: Actor) -> list[tuple[CalendarFeed, str]]:
    """One's own with their names."""
    rows = session.exec(
        select(CalendarFeed, Visit, City)
        .outerjoin(Visit, col(Visit.id) == col(CalendarFeed.visit_id))
        .outerjoin(City, col(City.id) == col(Visit.host_city_id))
        .where(
            CalendarFeed.person_id == actor.person_id,
            col(CalendarFeed.revoked_at).is_(None),
        )
        .order_by(col(CalendarFeed.made_at).desc())
    )
    return [
        (feed, called(visit_words(v.purpose, city, v.round) if v else ""))
        for feed, v, city in rows
    ]
