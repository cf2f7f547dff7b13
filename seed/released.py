"""Loads what the team let out of its hands: written anew, passed by its members."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from app.access import Actor
from app.evidence.release_forms import PassingForm, ReleaseForm
from app.evidence.releasing import draft_release, pass_release
from app.forms import check
from app.ids import seed_id
from app.models import ReleasedEvidence, TeamMember, Visit


def load_released(
    session: Session, source: Mapping[str, Any], slug: str, _shift: timedelta
) -> None:
    """The first to pass a text has also written it."""
    visit_id = seed_id(slug, "visit", source["key"])
    with_days = selectinload(Visit.days)  # type: ignore[arg-type]
    asked = select(Visit).where(Visit.id == visit_id).options(with_days)
    loader = Loader(session, session.exec(asked).one(), slug, source["key"])
    for item in source.get("released") or []:
        loader.load(item)


@dataclass(frozen=True)
class Loader:
    session: Session
    visit: Visit
    slug: str
    key: str

    def at(self, kind: str, key: str) -> UUID:
        return seed_id(self.slug, kind, f"{self.key}/{key}")

    def load(self, item: Mapping[str, Any]) -> None:
        id_ = self.at("released", item["key"])
        if self.session.get(ReleasedEvidence, id_) is not None:
            return
        sent = {name: item[name] for name in ("factor", "text")}
        evidence = self.at("evidence", item["evidence"])
        form = check(ReleaseForm, {"id": id_, "evidence": evidence, **sent})
        members = [self.member(key) for key in item["passed"]]
        made = draft_release(self.session, members[0], self.visit, form)
        for member in members:
            answer = PassingForm(revision=made.revision, guess="no")
            pass_release(self.session, member, self.visit, made, answer)

    def member(self, key: str) -> Actor:
        found = self.session.get_one(TeamMember, self.at("member", key))
        return Actor(person_id=found.person_id, teams={self.visit.id: found.id})
