"""Loads what is written before a visit: the city's self-assessment, the desk review."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlmodel import Session, select

from app.access import Actor
from app.findings.sheet_actions import (
    READ,
    save_assessments,
    save_desk_notes,
    save_documents,
)
from app.findings.sheet_forms import AssessmentForm, DeskForm, DocumentForm
from app.findings.sheet_queries import assessments_of, desk_notes_of
from app.forms import check
from app.models import SelfAssessment
from seed.findings import Loader, written
from seed.texts import save_others

Source = Mapping[str, Any]


def load_reading_up(
    session: Session, source: Source, programme_slug: str, _shift: timedelta
) -> None:
    """After the visit is there; loading twice changes nothing."""
    if not source.get("self_assessment") and not source.get("desk_review"):
        return
    loader = Loader(session, source, programme_slug)
    asked = select(SelfAssessment.id).where(SelfAssessment.visit_id == loader.visit.id)
    if session.exec(asked).first() is None:
        load_assessments(loader)
        load_desk_review(loader)


def load_assessments(loader: Loader) -> None:
    """`{key, word, sentence}`; the key is a factor's slug or `context.` and another's."""
    host = Actor(cities=loader.host.cities, person_id=loader.team.person_id)
    items = {item["key"]: item for item in loader.listed("self_assessment")}
    parts = {
        key: check(
            AssessmentForm,
            {"word": item.get("word"), **written(item, ("sentence",))},
        )
        for key, item in items.items()
    }
    save_assessments(loader.session, host, loader.visit, parts)
    rows = assessments_of(loader.session, host, loader.visit)
    for key, item in items.items():
        save_others(loader.session, rows[key], "sentence", item["sentence"])
    for item in loader.listed("documents"):
        sent = {**item, "id": loader.at("document", item["key"]), "language": "en"}
        form = check(DocumentForm, {n: v for n, v in sent.items() if n != "key"})
        save_documents(loader.session, host, loader.visit, form)


def load_desk_review(loader: Loader) -> None:
    items = {item["factor"]: item for item in loader.listed("desk_review")}
    parts = {key: check(DeskForm, written(item, READ)) for key, item in items.items()}
    save_desk_notes(loader.session, loader.team, loader.visit, parts)
    rows = desk_notes_of(loader.session, loader.team, loader.visit)
    for key, item in items.items():
        for name in READ:
            save_others(loader.session, rows[key], name, item.get(name))
