"""What is due to be deleted, by rule and programme: ids and days, never content."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    cast,
    func,
    select as sql_select,
)
from sqlmodel import Session, SQLModel, col, or_, select

from app.kept import Kept
from app.models import (
    AccessLink,
    ApiToken,
    Attachment,
    Attempt,
    AuditEntry,
    BreakGlass,
    DeskNote,
    Evidence,
    HeldForm,
    Invitation,
    Login,
    Message,
    OpenSeat,
    PendingSignIn,
    Programme,
    Quarantine,
    RecordRevision,
    ReleasedEvidence,
    Retention,
    RivalText,
    Speaker,
    Stakeholder,
    Tablet,
    TabletCode,
    TeamMember,
    VisitDay,
    WithdrawalAttempt,
)
from app.people.retention_rules import EVERYWHERE, RULES, Rule, before, lengths_of
from app.values import FileState

#: Rows of a table that are older than a day, and are still there to be dealt with.
Older = Callable[[UUID | None, date], "ColumnElement[bool]"]


@dataclass(frozen=True)
class Source:
    """Of `table`, what `older` says; `moment` tells which is the oldest."""

    table: type[SQLModel]
    moment: str
    older: Older


@dataclass(frozen=True)
class Due:
    rule: Rule
    source: Source
    programme: Programme | None
    before: date
    rows: int
    oldest: datetime | None


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def since_visit(table: Any, *also: ColumnElement[bool]) -> Older:
    def older(programme_id: UUID | None, day: date) -> ColumnElement[bool]:
        last = func.max(col(VisitDay.day_on))
        over = (
            sql_select(col(VisitDay.visit_id))
            .where(
                col(VisitDay.programme_id) == programme_id,
                col(VisitDay.removed_at).is_(None),
            )
            .group_by(col(VisitDay.visit_id))
            .having(last < day)
        )
        return and_(col(table.visit_id).in_(over), *also)

    return older


def since(table: Any, moment: str) -> Older:
    """In the programme's rows; in those of no programme where it is null."""

    def older(programme_id: UUID | None, day: date) -> ColumnElement[bool]:
        within: ColumnElement[bool] = col(table.programme_id) == programme_id
        if programme_id is None:
            within = col(table.programme_id).is_(None)
        return within & (col(getattr(table, moment)) < midnight(day))

    return older


def sessions(_programme: UUID | None, day: date) -> ColumnElement[bool]:
    at = midnight(day)
    return or_(col(Login.ended_at) < at, col(Login.expires_at) < at)


def tokens(_programme: UUID | None, day: date) -> ColumnElement[bool]:
    return or_(
        col(ApiToken.revoked_at) < midnight(day),
        col(ApiToken.expires_at) < midnight(day),
    )


def links(_programme: UUID | None, day: date) -> ColumnElement[bool]:
    moments = (AccessLink.expires_at, AccessLink.revoked_at, AccessLink.used_at)
    return or_(*(col(moment) < midnight(day) for moment in moments))


def invitations(_programme: UUID | None, day: date) -> ColumnElement[bool]:
    """Nobody waits for it any more: answered, withdrawn, or its last link ran out."""
    at = midnight(day)
    open_since = select(AccessLink.id).where(
        col(AccessLink.subject_id) == col(Invitation.id),
        col(AccessLink.expires_at) >= at,
    )
    ran_out = (col(Invitation.created_at) < at) & ~open_since.exists()
    settled = (Invitation.accepted_at, Invitation.removed_at)
    return or_(ran_out, *(col(moment) < at for moment in settled))


def seats_left(_programme: UUID | None, day: date) -> ColumnElement[bool]:
    """Until then they tell whose the notes are that an ended tablet hands in."""
    left = or_(col(OpenSeat.ended_at) < midnight(day), col(OpenSeat.expires_at) < midnight(day))  # fmt: skip
    return left & over_before(OpenSeat, day)


def tablets(_programme: UUID | None, day: date) -> ColumnElement[bool]:
    """Those that the audit names, or that a note set aside came from, stay with these."""
    at, own = midnight(day), col(Tablet.id)
    named = [
        select(table.id).where(col(table.tablet_id) == own).exists()
        for table in (AuditEntry, Quarantine, OpenSeat)
    ]
    ended = or_(col(Tablet.ejected_at) < at, col(Tablet.expires_at) < at)
    return and_(ended, over_before(Tablet, day), *(~one for one in named))


def over_before(table: Any, day: date) -> ColumnElement[bool]:
    """No day of the visit is as late as that day."""
    later = select(VisitDay.id).where(
        col(VisitDay.visit_id) == col(table.visit_id),
        col(VisitDay.removed_at).is_(None),
        col(VisitDay.day_on) >= day,
    )
    return ~later.exists()


def joining(_programme: UUID | None, day: date) -> ColumnElement[bool]:
    return col(TabletCode.expires_at) < midnight(day)


def recordings(programme_id: UUID | None, day: date) -> ColumnElement[bool]:
    """Sound that can still be heard, and what could never be cleaned."""
    state = col(Attachment.state)
    heard = (state == FileState.CLEAN) & col(Attachment.media_type).startswith("audio/")
    kept = or_(state == FileState.REFUSED, heard)
    return since(Attachment, "received_at")(programme_id, day) & kept


PREPARED = cast(col(TeamMember.preparation), String) != "{}"
SOURCES: dict[Kept, tuple[Source, ...]] = {
    Kept.RAW_EVIDENCE: (Source(Evidence, "received_at", since_visit(Evidence)), Source(DeskNote, "created_at", since_visit(DeskNote))),
    Kept.SPEAKERS: (Source(Speaker, "created_at", since_visit(Speaker)),),
    Kept.AUDIO: (Source(Attachment, "received_at", recordings),),
    Kept.QUARANTINE: (Source(Quarantine, "received_at", since(Quarantine, "received_at")),),
    Kept.RIVAL_TEXTS: (Source(RivalText, "settled_at", since(RivalText, "settled_at")),),
    Kept.RELEASED: (Source(ReleasedEvidence, "created_at", since_visit(ReleasedEvidence)),),
    Kept.HISTORY: (Source(RecordRevision, "at", since_visit(RecordRevision)),),
    Kept.CONTACTS: (Source(Stakeholder, "created_at", since_visit(Stakeholder, col(Stakeholder.contact) != "")),),
    Kept.TEAM: (Source(TeamMember, "created_at", since_visit(TeamMember, PREPARED)),),
    Kept.AUDIT: (Source(AuditEntry, "at", since(AuditEntry, "at")), Source(BreakGlass, "at", since(BreakGlass, "at"))),
    Kept.SESSIONS: (Source(Login, "created_at", sessions),),
    Kept.MAIL: (Source(Message, "created_at", since(Message, "created_at")),),
    Kept.TOKENS: (Source(ApiToken, "created_at", tokens),),
    Kept.LINKS: (Source(AccessLink, "made_at", links),),
    Kept.INVITATIONS: (Source(Invitation, "created_at", invitations),),
    Kept.TABLETS: (Source(OpenSeat, "opened_at", seats_left), Source(Tablet, "enrolled_at", tablets)),
    Kept.CODES: (Source(TabletCode, "created_at", joining), *(Source(table, moment, since(table, moment)) for table, moment in ((PendingSignIn, "expires_at"), (Attempt, "at"), (WithdrawalAttempt, "at"), (HeldForm, "expires_at")))),
}  # fmt: skip


def lengths_for(session: Session, programme: Programme) -> dict[Kept, int]:
    kept = retention_of(session, programme)
    return lengths_of(kept.lengths if kept else {})


def retention_of(session: Session, programme: Programme) -> Retention | None:
    wanted = select(Retention).where(Retention.programme_id == programme.id)
    return session.exec(wanted.order_by(col(Retention.created_at))).first()


def everything_due(session: Session, today: date) -> list[Due]:
    """By programme and rule, in the order of the rules; also where nothing is due."""
    programmes = session.exec(select(Programme).order_by(col(Programme.slug))).all()
    asked: list[tuple[Programme | None, Rule, date]] = []
    for programme in programmes:
        lengths = lengths_for(session, programme)
        asked += [(programme, r, before(r, lengths[r.kept], today)) for r in RULES]
    asked += [(None, rule, before(rule, rule.default, today)) for rule in EVERYWHERE]
    return [
        due(session, rule, source, programme, day)
        for programme, rule, day in asked
        for source in SOURCES[rule.kept]
    ]


def due(
    session: Session, rule: Rule, source: Source, programme: Programme | None, day: date
) -> Due:
    table: Any = source.table
    older = source.older(programme.id if programme else None, day)
    moment = col(getattr(table, source.moment))
    counted = sql_select(func.count(), func.min(moment)).where(older)
    rows, oldest = session.execute(counted).one()
    return Due(rule, source, programme, day, rows, oldest)


def next_due(session: Session, one: Due, most: int) -> Sequence[UUID]:
    table: Any = one.source.table
    programme_id = one.programme.id if one.programme else None
    asked: Select[Any] = sql_select(table.id).where(one.source.older(programme_id, one.before))  # fmt: skip
    return session.execute(asked.limit(most)).scalars().all()
