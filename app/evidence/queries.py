"""Reading evidence: everything starts from a visit whose raw evidence one may read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col

from app.access import (
    Actor,
    author_of,
    may_read_raw,
    noted_visits,
)
from app.errors import NotFound
from app.evidence.attachment_queries import files_of
from app.evidence.attachment_rules import FileShown, to_come, to_come_words
from app.evidence.history import with_rivals
from app.evidence.rules import still_to_say
from app.models import (
    AgendaSession,
    Evidence,
    EvidenceFactor,
    Person,
    Programme,
    TeamMember,
    Visit,
)
from app.translations import Shown, shown, translations_of
from app.values import (
    Bearing,
    Heard,
    Kind,
    Sensitivity,
    Voice,
)
from app.values_evidence import WrittenOn
from app.visits.queries import visit_shown


@dataclass(frozen=True)
class Note:
    """A piece of evidence as the team reads it; `captured` is local to the visit."""

    id: UUID
    revision: int
    removed: bool
    text: str
    language: str
    said: Shown
    translations: Mapping[str, str]
    kind: Kind
    voice: Voice
    who: list[str]
    heard: Heard | None
    bearing: Bearing | None
    quote: bool
    sensitivity: Sensitivity
    questions: list[str]
    contexts: list[str]
    speakers: list[str]
    attachments: list[dict[str, Any]]
    factors: list[str]
    captured_at: datetime
    received_at: datetime
    clock_skew_seconds: int | None
    form_version: int
    written_on: WrittenOn | None
    session_id: UUID | None
    session_number: int | None
    session_title: str | None
    session_language: str | None
    author_id: UUID | None
    author: str
    captured: datetime
    has_rivals: bool
    consent_lack: str = ""
    missing: list[str] = field(default_factory=list)
    files: list[FileShown] = field(default_factory=list)

    @property
    def asked(self) -> list[str]:
        """What the writer alone can still say; a consent is somebody else's to give."""
        return [name for name in self.missing if not name.startswith("consent")]

    @property
    def complete(self) -> bool:
        """Whether every file it announces has a receipt (design, section 5)."""
        return to_come(self.files) == 0

    @property
    def to_come_words(self) -> str:
        return to_come_words(self.files)


def raw_visit_shown(session: Session, actor: Actor, visit_id: UUID) -> Visit:
    """For pages: a visit whose raw evidence this person may read; else `NotFound`."""
    visit = visit_shown(session, actor, visit_id)
    if not may_read_raw(actor, visit):
        raise NotFound
    return visit


def raw_visit(session: Session, actor: Actor, visit_id: UUID) -> Visit:
    """For the API: the same in one query, with its pair and days; a seat's own too."""
    found = session.scalars(
        noted_visits(actor)
        .where(col(Visit.id) == visit_id)
        .options(joinedload(Visit.pair), selectinload(Visit.days))  # type: ignore[arg-type]
    ).first()
    if found is None:
        raise NotFound
    return found


COLUMNS: tuple[Any, ...] = (
    col(Evidence.id),
    col(Evidence.revision),
    col(Evidence.removed_at),
    col(Evidence.text),
    col(Evidence.language),
    col(Evidence.kind),
    col(Evidence.voice),
    col(Evidence.who),
    col(Evidence.heard),
    col(Evidence.bearing),
    col(Evidence.quote),
    col(Evidence.sensitivity),
    col(Evidence.questions),
    col(Evidence.contexts),
    col(Evidence.speakers),
    col(Evidence.attachments),
    col(Evidence.captured_at),
    col(Evidence.received_at),
    col(Evidence.clock_skew_seconds),
    col(Evidence.form_version),
    col(Evidence.written_on),
    col(Evidence.consent_lack),
    col(Evidence.session_id),
    col(AgendaSession.number).label("session_number"),
    col(AgendaSession.title).label("session_title"),
    col(AgendaSession.language).label("session_language"),
    col(Evidence.author_id),
    func.coalesce(col(TeamMember.shown_name), col(Person.name), "").label("author"),
)


NOTES = (
    select(*COLUMNS)
    .select_from(Evidence)
    .outerjoin(AgendaSession, col(AgendaSession.id) == col(Evidence.session_id))
    .outerjoin(TeamMember, col(TeamMember.id) == col(Evidence.author_id))
    .outerjoin(Person, col(Person.id) == col(Evidence.created_by))
)


def notes_of(
    session: Session,
    visit: Visit,
    conditions: Sequence[ColumnElement[bool]],
    order: Sequence[Any] = (),
    limit: int | None = None,
) -> list[Note]:
    """Five queries at most, however many notes: rows and what hangs on them."""
    shown_here = (col(Evidence.visit_id) == visit.id, col(Evidence.hidden_at).is_(None))
    asked = NOTES.where(*shown_here, *conditions)
    rows = session.execute(asked.order_by(*order).limit(limit)).all()
    ids = [row.id for row in rows]
    factors = factors_of(session, ids)
    translations = translations_of(session, "evidence", ids)
    rivals = with_rivals(session, ids)
    files = files_of(session, [(row.id, row.attachments) for row in rows])
    language = programme_language(session, visit)
    zone = zone_of(visit)
    return [
        note_of(
            row,
            factors.get(row.id, []),
            translations.get((row.id, "text"), {}),
            row.id in rivals,
            files.get(row.id, []),
            zone,
            language,
        )
        for row in rows
    ]


def note_of(  # noqa: PLR0913
    row: Any,
    factors: list[str],
    translations: Mapping[str, str],
    has_rivals: bool,
    files: list[FileShown],
    zone: ZoneInfo,
    programme_language: str,
) -> Note:
    values = dict(row._mapping)
    removed = values.pop("removed_at") is not None
    return Note(
        **values,
        removed=removed,
        said=shown(row.text, row.language, translations, programme_language),
        translations=translations,
        factors=factors,
        captured=row.captured_at.astimezone(zone),
        has_rivals=has_rivals,
        files=files,
        missing=[
            *still_to_say(row.kind, row.voice, row.heard, row.bearing, factors),
            *(f"consent-{scope}" for scope in row.consent_lack.split()),
        ],
    )


def note_shown(session: Session, visit: Visit, evidence_id: UUID) -> Note:
    """One note of the visit, removed ones too; raises `NotFound`."""
    found = notes_of(session, visit, [col(Evidence.id) == evidence_id])
    if not found:
        raise NotFound
    return found[0]


def note_read(session: Session, actor: Actor, visit: Visit, evidence_id: UUID) -> Note:
    """As `note_shown`; a seat on a shared tablet reads only its own."""
    found = note_shown(session, visit, evidence_id)
    if actor.tablet and (found.author_id is None or found.author_id != actor.seat):
        raise NotFound
    return found


def factors_of(session: Session, ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """Slugs by note, in alphabetical order: the order of the benchmark is the page's."""
    found: dict[UUID, list[str]] = {}
    if ids:
        rows = session.execute(
            select(col(EvidenceFactor.evidence_id), col(EvidenceFactor.slug))
            .where(col(EvidenceFactor.evidence_id).in_(ids))
            .order_by(col(EvidenceFactor.slug))
        )
        for evidence_id, slug in rows:
            found.setdefault(evidence_id, []).append(slug)
    return found


def session_named(
    session: Session, visit: Visit, session_id: UUID | None
) -> AgendaSession | None:
    """A session of the visit, with whom it meets."""
    return session.scalars(
        select(AgendaSession)
        .where(
            col(AgendaSession.id) == session_id,
            col(AgendaSession.visit_id) == visit.id,
        )
        .options(selectinload(AgendaSession.stakeholders))  # type: ignore[arg-type]
    ).first()


def sessions_offered(session: Session, visit: Visit) -> Sequence[AgendaSession]:
    """Those a note may come from, in the order of the agenda."""
    return session.scalars(
        select(AgendaSession)
        .where(
            col(AgendaSession.visit_id) == visit.id,
            col(AgendaSession.removed_at).is_(None),
        )
        .order_by(col(AgendaSession.number))
    ).all()


def own_language(session: Session, actor: Actor, visit: Visit) -> str:
    """What this person most likely writes in: their first language on the team."""
    languages = session.scalars(
        select(col(TeamMember.languages)).where(
            col(TeamMember.id) == author_of(actor, visit)
        )
    ).first()
    return languages[0] if languages else actor.language


def zone_of(visit: Visit) -> ZoneInfo:
    """The host's clock; days of one visit share it."""
    return ZoneInfo(visit.days[0].time_zone if visit.days else "UTC")


def programme_language(session: Session, visit: Visit) -> str:
    asked = select(col(Programme.default_language)).where(
        col(Programme.id) == visit.programme_id
    )
    return session.scalars(asked).first() or "en"
