"""What is kept about the world of the standings: deeds, agreements, invitations."""

from datetime import datetime
from typing import Any

from sqlmodel import SQLModel

from app.models import AuditEntry, Invitation, Sharing
from app.values import Audience, SharedSubject
from app.values_audit import Verb
from tests.access.named import NOW, P, Q, made, named
from tests.access.standings import an_id


def audit() -> list[SQLModel]:
    told: list[tuple[str, str | None, str | None, str | None]] = [
        ("done by a member", "member", None, None),
        ("done by the reader", "reader", None, None),
        ("done by another", "other", None, None),
        ("done in the programme", "other", P, None),
        ("done in the other programme", "other", Q, None),
        ("done at the visit by staff", "staff", None, "visit"),
        ("done at the visit by former staff", "former-staff", None, "visit"),
        ("done at the visit by another", "other", None, "visit"),
        ("done at the other visit by staff", "staff", None, "other-visit"),
        ("done by nobody", None, None, None),
    ]
    about = [
        "reader",
        "visiting-officer",
        "former-officer",
        "member",
        "officer-elsewhere",
    ]
    told += [(f"account of {one}", "other", None, None) for one in about]
    told += [("about an id like the reader's", "other", None, None)]
    told += [("account of visiting-officer elsewhere", "other", Q, None)]
    return [
        made(
            AuditEntry,
            id=named(name), verb=next(iter(Verb)), **subject_of(name),
            person_id=an_id(person) if person else None,
            programme_id=an_id(programme) if programme else None,
            visit_id=an_id(visit) if visit else None,
        )
        for name, person, programme, visit in told
    ]  # fmt: skip


def subject_of(entry: str) -> dict[str, Any]:
    if entry.startswith("about an id"):
        return {"subject": "seat", "subject_id": an_id("reader")}
    if not entry.startswith("account of "):
        return {"subject": "visit"}
    person = entry.removeprefix("account of ").removesuffix(" elsewhere")
    return {"subject": "person", "subject_id": an_id(person)}


def shared() -> list[SQLModel]:
    """Agreements; `public` ones also of what is never published."""
    told: list[tuple[str, SharedSubject, Audience, str, datetime | None]] = [
        ("agenda for cities", SharedSubject.AGENDA, Audience.CITIES, P, None),
        ("agenda for all", SharedSubject.AGENDA, Audience.PUBLIC, P, None),
        ("agenda for all, ended", SharedSubject.AGENDA, Audience.PUBLIC, P, NOW),
        ("agenda for cities, ended", SharedSubject.AGENDA, Audience.CITIES, P, NOW),
        ("plan for all", SharedSubject.PLAN, Audience.PUBLIC, P, None),
        ("findings for other cities", SharedSubject.FINDINGS, Audience.CITIES, Q, None),
    ]
    return [
        made(
            Sharing,
            id=named(name), subject=subject, subject_id=named(f"subject of {name}"),
            audience=audience, by_city_id=an_id("host-city"),
            programme_id=an_id(programme), ended_at=ended,
        )
        for name, subject, audience, programme, ended in told
    ]  # fmt: skip


def invitations() -> list[SQLModel]:
    told: list[tuple[str, str, str | None]] = [
        ("asked to the programme", P, None),
        ("asked to the other programme", Q, None),
        ("asked to the team", P, "visit"),
        ("asked to the unhosted team", P, "unhosted"),
        ("asked to the other team", Q, "other-visit"),
        ("asked to a removed visit", P, "removed-visit"),
    ]
    return [
        made(
            Invitation,
            id=named(name), programme_id=an_id(programme), email="a@example.org",
            visit_id=an_id(visit) if visit else None,
        )
        for name, programme, visit in told
    ]  # fmt: skip
