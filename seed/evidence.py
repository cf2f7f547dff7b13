"""Loads the evidence of a visit file through the same form and action as the tablet."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, select

from app.access import Actor
from app.evidence.actions import (
    Recorded,
    Write,
    digest_of_values,
    record_evidence,
    translate_note,
)
from app.evidence.forms import EvidenceForm, TranslationForm
from app.evidence.queries import note_shown
from app.evidence.speaker_actions import register_speaker
from app.evidence.speaker_forms import SpeakerForm
from app.forms import check
from app.ids import seed_id
from app.models import Evidence, Speaker, TeamMember, Visit
from app.values_evidence import WrittenOn

#: What the form takes as the file has it; the rest is looked up.
AS_WRITTEN = (
    "kind",
    "voice",
    "who",
    "heard",
    "bearing",
    "quote",
    "factors",
    "questions",
    "contexts",
    "sensitivity",
)
#: A tablet in the field sends within the minute.
ON_ITS_WAY = timedelta(seconds=40)


def load_evidence(
    session: Session, source: Mapping[str, Any], programme_slug: str, shift: timedelta
) -> None:
    """`source` is a visit file as read; its visit, team, days and sessions are there."""
    items = source.get("evidence") or []
    if not items:
        return
    loader = Loader(session, source["key"], programme_slug, shift)
    known = loader.known_ids()
    for item in items:
        if loader.at("evidence", item["key"]) not in known:
            loader.load(item)


class Loader:
    """One visit's notes; `at` makes the ids of what stands below the visit."""

    def __init__(
        self, session: Session, visit_key: str, programme: str, shift: timedelta
    ) -> None:
        self.session = session
        self.visit_key = visit_key
        self.programme = programme
        self.shift = shift
        self.visit = session.exec(
            select(Visit)
            .where(Visit.id == seed_id(programme, "visit", visit_key))
            .options(joinedload(Visit.pair), selectinload(Visit.days))  # type: ignore[arg-type]
            .execution_options(populate_existing=True)
        ).one()
        self.zones = {day.day_on: day.time_zone for day in self.visit.days}

    def at(self, kind: str, key: str) -> UUID:
        return seed_id(self.programme, kind, f"{self.visit_key}/{key}")

    def known_ids(self) -> frozenset[UUID]:
        rows = select(Evidence.id).where(Evidence.visit_id == self.visit.id)
        return frozenset(self.session.exec(rows))

    def load(self, item: Mapping[str, Any]) -> None:
        texts = dict(item["text"])
        language = next(iter(texts))
        captured = self.moment(item["captured_at"])
        values = {
            **{name: item[name] for name in AS_WRITTEN if item.get(name)},
            "text": texts.pop(language),
            "language": language,
            "captured_at": captured,
        }
        if item.get("session"):
            values["session_id"] = self.at("session", item["session"])
        actor = self.author(item["by"])
        if item.get("quote"):
            values["speakers"] = [self.who_agreed(actor, item, values)]
        form = check(EvidenceForm, values)
        evidence_id = self.at("evidence", item["key"])
        write = write_of(evidence_id, form)
        outcome = record_evidence(self.session, actor, self.visit, write)
        assert isinstance(outcome, Recorded)
        self.translate(actor, evidence_id, texts)

    def who_agreed(
        self, actor: Actor, item: Mapping[str, Any], values: Mapping[str, Any]
    ) -> UUID:
        """Whoever is quoted agreed to it: one person per session and voice."""
        key = f"{item.get('session')}/{item['voice']}"
        sent = {
            "id": self.at("speaker", key),
            "session_id": values.get("session_id"),
            "voice": item["voice"],
            "consents": ["notes", "quote"],
            "witness": self.member(item["by"]).shown_name,
        }
        form = check(SpeakerForm, sent)
        made = register_speaker(self.session, actor, self.visit, form)
        assert isinstance(made, Speaker)
        return made.id

    def translate(
        self, actor: Actor, evidence_id: UUID, texts: Mapping[str, str]
    ) -> None:
        for code, text in texts.items():
            note = note_shown(self.session, self.visit, evidence_id)
            translated = check(TranslationForm, {"language": code, "text": text})
            translate_note(self.session, actor, self.visit, note, translated)

    def member(self, key: str) -> TeamMember:
        return self.session.get_one(TeamMember, self.at("member", key))

    def author(self, key: str) -> Actor:
        member = self.member(key)
        return Actor(
            person_id=member.person_id,
            language=member.languages[0] if member.languages else "en",
            teams={self.visit.id: member.id},
        )

    def moment(self, written: str) -> datetime:
        """Local in the file; the clock is that of the shifted day."""
        local = datetime.fromisoformat(written) + self.shift
        zone = self.zones.get(local.date()) or next(iter(self.zones.values()), "UTC")
        return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def write_of(evidence_id: UUID, form: EvidenceForm) -> Write:
    digest = digest_of_values(form.model_dump(mode="json"))
    at = form.captured_at + ON_ITS_WAY
    return Write(evidence_id, 0, digest, form, at, written_on=WrittenOn.TABLET)
