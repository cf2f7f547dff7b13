"""Consents as they stand, and the notes that still lack one.

`Evidence.consent_lack` says what a note lacks, so that lists can ask the database; it is
kept here whenever a note or a consent changes.
"""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, String, cast, select, update
from sqlmodel import Session, col

from app.evidence.consent_rules import Uses, consents_lacking, counting
from app.evidence.forms import EvidenceForm
from app.models import Consent, Evidence, Speaker
from app.values import ConsentTo

Given = dict[UUID, frozenset[ConsentTo]]


def given_by(connection: Connection, speakers: Collection[UUID]) -> Given:
    """What each has agreed to: of every scope the newest answer."""
    answers: dict[UUID, dict[str, bool]] = {speaker: {} for speaker in speakers}
    if not speakers:
        return {}
    rows = connection.execute(
        select(col(Consent.speaker_id), col(Consent.scope), col(Consent.given))
        .where(col(Consent.speaker_id).in_(speakers))
        .order_by(col(Consent.at), col(Consent.id))
    )
    for speaker, scope, given in rows:
        answers[speaker][scope] = given
    return {
        speaker: frozenset(ConsentTo(scope) for scope, given in said.items() if given)
        for speaker, said in answers.items()
    }


def lack_in(connection: Connection, form: EvidenceForm) -> str:
    """Of a note as it is sent; most name nobody and quote nobody."""
    if not form.quote and not form.speakers:
        return ""
    uses = Uses(form.quote, [one.media_type for one in form.attachments])
    return lack_of(connection, uses, form.speakers)


def lack_of(connection: Connection, uses: Uses, speakers: Sequence[UUID]) -> str:
    """As `Evidence.consent_lack` has it; nothing is asked where nobody is named."""
    rows: Sequence[Any] = []
    if speakers:
        rows = connection.execute(
            select(
                col(Speaker.id), col(Speaker.minor), col(Speaker.guardian_agrees)
            ).where(col(Speaker.id).in_(speakers))
        ).all()
    given = given_by(connection, [row[0] for row in rows])
    agreed = [counting(given[i], minor=m, guardian_agrees=g) for i, m, g in rows]
    return " ".join(consents_lacking(uses, agreed))


def uses_of(quote: bool, attachments: Collection[dict[str, object]]) -> Uses:
    return Uses(quote, [str(one["media_type"]) for one in attachments])


def refresh_lacks(session: Session, visit_id: UUID, speaker_id: UUID) -> None:
    """After a consent of theirs has changed."""
    connection = session.connection()
    rows = connection.execute(
        select(
            col(Evidence.id),
            col(Evidence.quote),
            col(Evidence.attachments),
            col(Evidence.speakers),
        ).where(
            col(Evidence.visit_id) == visit_id,
            cast(col(Evidence.speakers), String).contains(str(speaker_id)),
        )
    ).all()
    for evidence_id, quote, attachments, speakers in rows:
        named = [UUID(one) for one in speakers]
        lack = lack_of(connection, uses_of(quote, attachments), named)
        connection.execute(
            update(Evidence)
            .where(col(Evidence.id) == evidence_id)
            .values(consent_lack=lack)
        )
