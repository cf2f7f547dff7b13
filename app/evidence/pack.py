"""The visit pack: what a tablet needs of a visit to note without a network.

Nothing about the people met is in it, but the one voice a session is held with. What
says who may sit is sealed to their pass cards, so a lost tablet tells no names.
"""

import hashlib
import json
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from app.access import AtTablet
from app.benchmarks.queries import version_of
from app.evidence.queries import programme_language, zone_of
from app.evidence.rules import FORM_VERSION, kind_in, voice_among
from app.evidence.visit_keys import PublicKey
from app.models import (
    AgendaSession,
    BenchmarkVersion,
    FieldRules,
    Room,
    Tablet,
    Visit,
    VisitDay,
)
from app.people.seat_pack import (
    Seated,
    names_in_pack,
    seated,
    seats_in_pack,
    seats_mark,
)
from app.people.seat_queries import rules_of
from app.release import release
from app.translations import translations_of
from app.values import SessionStatus
from app.zones import hours_on

#: Agenda and benchmark: the plan, as every tablet of the visit gets it.
Pack = dict[str, Any]


def visit_pack(session: Session, visit: Visit, at: AtTablet, key: PublicKey) -> Pack:
    """Everything for this tablet; `version` is another one when the plan is."""
    people = seated(session, visit)
    plan = plan_of(session, visit, people)
    own = session.get_one(Tablet, at.id)
    return {
        **plan,
        "version": version_of_plan(plan),
        "key": key,
        "seats": seats_in_pack(people),
        "tablet": {
            "id": str(at.id),
            "number": at.number,
            "name": at.name,
            "idle_minutes": at.idle_minutes,
            "expires_at": own.expires_at.astimezone(UTC).isoformat(),
        },
    }


def pack_version(session: Session, visit: Visit) -> str:
    return version_of_plan(plan_of(session, visit, seated(session, visit)))


def version_of_plan(plan: Pack) -> str:
    written = json.dumps(plan, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def plan_of(session: Session, visit: Visit, people: Seated) -> Pack:
    rules = rules_of(session, visit)
    version = version_of(session, visit.pair.benchmark_version_id)
    return {
        "release": release(),
        "form_version": FORM_VERSION,
        "visit": about_visit(session, visit, rules),
        "days": [day_in_pack(day) for day in visit.days],
        "sessions": sessions_in_pack(session, visit),
        "names": names_in_pack(people) if rules.by_touch else None,
        "seats_mark": seats_mark(people),
        "factors": factors_in_pack(version),
        "contexts": [
            {"slug": one.slug, "text": one.text} for one in version.contexts
        ] if version else [],
    }  # fmt: skip


def about_visit(session: Session, visit: Visit, rules: FieldRules) -> Pack:
    """`ends_on` is the last day there is; null before the first is set."""
    days = [day.day_on for day in visit.days]
    return {
        "id": str(visit.id),
        "language": visit.language,
        "languages": sorted({visit.language, programme_language(session, visit)}),
        "zone": zone_of(visit).key,
        "local_contact": visit.local_contact,
        "ends_on": max(days).isoformat() if days else None,
        "idle_minutes": rules.idle_minutes,
        "by_touch": rules.by_touch,
    }


def day_in_pack(day: VisitDay) -> Pack:
    return {"id": str(day.id), "on": day.day_on.isoformat(), "zone": day.time_zone}


def factors_in_pack(version: BenchmarkVersion | None) -> list[Pack]:
    if version is None:
        return []
    return [
        {
            "slug": factor.slug,
            "number": factor.number,
            "title": factor.title,
            "questions": [{"slug": q.slug, "text": q.text} for q in factor.questions],
        }
        for factor in version.factors
    ]


def sessions_in_pack(session: Session, visit: Visit) -> list[Pack]:
    """Planned or held, by day and time; what waits for a time comes last."""
    rows = session.exec(
        select(AgendaSession)
        .where(
            AgendaSession.visit_id == visit.id,
            col(AgendaSession.removed_at).is_(None),
            AgendaSession.status != SessionStatus.CANCELLED,
        )
        .options(
            joinedload(AgendaSession.day),  # type: ignore[arg-type]
            joinedload(AgendaSession.room).joinedload(Room.venue),  # type: ignore[arg-type]
            selectinload(AgendaSession.factors),  # type: ignore[arg-type]
            selectinload(AgendaSession.stakeholders),  # type: ignore[arg-type]
        )
    ).all()
    titles = translations_of(session, "agenda_session", [row.id for row in rows])
    made = [session_in_pack(row, titles.get((row.id, "title"), {})) for row in rows]
    return sorted(made, key=lambda one: (one["starts"] or "9", one["number"]))


def session_in_pack(row: AgendaSession, titles: dict[str, str]) -> Pack:
    hours = hours_of(row)
    return {
        "id": str(row.id),
        "number": row.number,
        "day": str(row.day_id) if row.day_id else None,
        "title": {
            "text": row.title,
            "language": row.language,
            "translations": dict(titles),
        },
        "starts": utc(hours[0]) if hours else None,
        "ends": utc(hours[1]) if hours else None,
        "starts_local": clock(row.starts_local),
        "ends_local": clock(row.ends_local),
        "place": place_of(row),
        "kind": kind_in(row.format).value,
        "voice": voice_among(one.category for one in row.stakeholders).value,
        "factors": [factor.slug for factor in row.factors],
        "questions": list(row.questions),
        "language": row.languages[0] if row.languages else None,
    }


def hours_of(row: AgendaSession) -> tuple[datetime, datetime] | None:
    if row.day is None:
        return None
    return hours_on(row.day.day_on, row.day.time_zone, row.starts_local, row.ends_local)


def utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def clock(local: time | None) -> str | None:
    return local.strftime("%H:%M") if local else None


def place_of(row: AgendaSession) -> str:
    """House and room, then what was written besides."""
    room = f"{row.room.venue.name}, {row.room.name}" if row.room else ""
    return " · ".join(part for part in (room, row.place) if part)
