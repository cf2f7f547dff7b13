"""Loads debriefs, findings, the host's comments and what a study visit takes home."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from app.access import Actor
from app.findings.actions import agree_finding, reply_to_finding, save_finding
from app.findings.debrief_actions import save_debrief
from app.findings.forms import DebriefForm, FindingForm, ReplyForm, TakeHomeForm
from app.findings.queries import factor_of
from app.findings.take_home_actions import add_take_home
from app.forms import check
from app.ids import seed_id
from app.models import DebriefNote, Finding, HostReply, TakeHome, Visit, VisitDay
from seed.texts import save_others

DEBRIEF_TEXTS = ("agreement", "dissent", "contrary", "tomorrow")
FINDING_TEXTS = ("sentence", "reason", "support_reason", "dissent")
TAKE_HOME_TEXTS = ("practice", "what_failed_there", "what_must_change_here")

Source = Mapping[str, Any]


class SeedDebriefForm(DebriefForm):
    id: UUID


class SeedFindingForm(FindingForm):
    id: UUID


class SeedReplyForm(ReplyForm):
    id: UUID


class SeedTakeHomeForm(TakeHomeForm):
    id: UUID


class Loader:
    """One visit's file; `at` makes the ids of what stands below the visit."""

    def __init__(self, session: Session, source: Source, programme: str) -> None:
        self.session = session
        self.source = source
        self.programme = programme
        visit_id = seed_id(programme, "visit", source["key"])
        self.visit = session.exec(
            select(Visit).where(Visit.id == visit_id).options(joinedload(Visit.pair))  # type: ignore[arg-type]
        ).one()
        self.team = Actor(
            person_id=self.author(), facilitated=frozenset({self.programme_id})
        )
        self.host = Actor(cities=frozenset({self.visit.host_city_id} - {None}))  # type: ignore[arg-type]

    @property
    def programme_id(self) -> UUID:
        assert self.visit.programme_id
        return self.visit.programme_id

    def at(self, kind: str, key: str) -> UUID:
        return seed_id(self.programme, kind, f"{self.source['key']}/{key}")

    def author(self) -> UUID | None:
        leads = [m for m in self.source.get("team") or [] if m["part"] == "lead"]
        key = leads[0].get("person") if leads else None
        return seed_id(self.programme, "person", key) if key else None

    def listed(self, name: str) -> Iterable[Source]:
        found: Iterable[Source] = self.source.get(name) or []
        return found


def load_findings(
    session: Session, source: Source, programme_slug: str, _shift: timedelta
) -> None:
    """After the visit and its evidence are there; loading twice changes nothing."""
    loader = Loader(session, source, programme_slug)
    for item in loader.listed("debriefs"):
        load_debrief(loader, item)
    for item in loader.listed("findings"):
        load_finding(loader, item)
    for item in loader.listed("take_home"):
        load_take_home(loader, item)


def load_debrief(loader: Loader, item: Source) -> None:
    own_id = loader.at("debrief", item["key"])
    if loader.session.get(DebriefNote, own_id):
        return
    sent = {"id": own_id, **written(item, DEBRIEF_TEXTS)}
    day = loader.session.get_one(VisitDay, loader.at("day", item["day"]))
    factor = factor_of(loader.session, loader.visit, item["factor"])
    form = check(SeedDebriefForm, sent)
    note = save_debrief(loader.session, loader.team, loader.visit, (day, factor), form)
    for name in DEBRIEF_TEXTS:
        save_others(loader.session, note, name, item.get(name), loader.team.person_id)


def load_finding(loader: Loader, item: Source) -> None:
    own_id = loader.at("finding", item["key"])
    if loader.session.get(Finding, own_id):
        return
    factor = item["factor"]
    sent = {
        "id": own_id,
        "word": item["word"],
        "support": item.get("support"),
        "contexts": item.get("contexts") or [],
        "evidence_for": [loader.at("evidence", k) for k in item["evidence_for"]],
        "evidence_against": [
            loader.at("evidence", k) for k in item["evidence_against"]
        ],
        **written(item, FINDING_TEXTS),
    }
    session, visit = loader.session, loader.visit
    form = check(SeedFindingForm, sent)
    finding = save_finding(session, loader.team, visit, factor, form)
    if item["status"] == "agreed":
        agree_finding(session, loader.team, visit, factor, finding.revision)
    for name in FINDING_TEXTS:
        save_others(
            loader.session, finding, name, item.get(name), loader.team.person_id
        )
    if item.get("reply"):
        load_reply(loader, item)


def load_reply(loader: Loader, item: Source) -> None:
    sent = item["reply"]
    own_id = loader.at("reply", item["key"])
    values = {"id": own_id, "kind": sent["kind"], **written(sent, ("text",))}
    form = check(SeedReplyForm, values)
    reply: HostReply = reply_to_finding(
        loader.session, loader.host, loader.visit, item["factor"], form
    )
    save_others(loader.session, reply, "text", sent.get("text"))


def load_take_home(loader: Loader, item: Source) -> None:
    own_id = loader.at("take-home", item["key"])
    if loader.session.get(TakeHome, own_id):
        return
    sent = {
        "id": own_id,
        "factor": item["factor"],
        "who": item.get("who") or "",
        **written(item, TAKE_HOME_TEXTS),
    }
    by = loader.at("member", item["by"])
    actor = Actor(
        person_id=loader.team.person_id,
        facilitated=loader.team.facilitated,
        teams={loader.visit.id: by},
    )
    form = check(SeedTakeHomeForm, sent)
    made = add_take_home(loader.session, actor, loader.visit, form)
    for name in TAKE_HOME_TEXTS:
        save_others(loader.session, made, name, item.get(name), loader.team.person_id)


def written(item: Source, names: tuple[str, ...]) -> dict[str, str]:
    """The texts as they were written, and in what language: the first text's first."""
    language = next(iter(item[names[0]]))
    texts = {n: item[n] for n in names if item.get(n)}
    return {
        "language": language,
        **{
            n: text.get(language) or next(iter(text.values()))
            for n, text in texts.items()
        },
    }
