"""Loads the days that are still being looked for: what is proposed, who says what."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session

from app.forms import check
from app.ids import seed_id
from app.models import DateQuestion, DaySet, Visit
from app.visits.dates_actions import propose_days
from app.visits.dates_asking import say
from app.visits.dates_forms import DaySetForm, SuitsForm
from seed.visits import Loader, Source

#: Whom a question is to, by the word that names them in the file.
COLUMNS = {"member": "member_id", "stakeholder": "stakeholder_id", "interpreter": "interpreter_id", "person": "person_id"}  # fmt: skip


def load_dates(
    session: Session, source: Source, programme_slug: str, shift: timedelta
) -> None:
    """After the visit is there; loading twice changes nothing. No letters go out."""
    poll = source.get("dates")
    loader = Loader(session, source, programme_slug, shift)
    if not poll:
        return
    if session.get(DaySet, loader.at("day-set", poll["sets"][0]["key"])) is not None:
        return
    visit = session.get_one(Visit, seed_id(programme_slug, "visit", loader.key))
    for item in poll["sets"]:
        _propose(loader, visit, item)
    session.flush()  # what people say refers to them
    for item in poll["asked"]:
        _ask(loader, visit, item, poll["asked_on"] + shift)


def _propose(loader: Loader, visit: Visit, item: Source) -> None:
    days = [on + loader.shift for on in item["days"]]
    form = {
        "id": loader.at("day-set", item["key"]),
        "on": [on.isoformat() for on in days],
        "mode": item["modes"],
        "zone": [item["time_zone"]] * len(days),
        "starts": [item["starts"]] * len(days),
        "ends": [item["ends"]] * len(days),
    }
    checked = check(DaySetForm, form)
    propose_days(loader.session, loader.actor, visit, checked, date.min)


def _ask(loader: Loader, visit: Visit, item: Source, on: date) -> None:
    """Written to in the morning of a day; `hours` later comes what they say."""
    asked_at = datetime.combine(on, time(8, 30), UTC)
    question = DateQuestion(
        programme_id=visit.programme_id,
        visit_id=visit.id,
        asked_at=asked_at,
        told_at=None if item.get("in_person") else asked_at,
        **_whom(loader, item),
    )
    loader.session.add(question)
    loader.session.flush()  # an answer refers to it
    if says := item.get("says"):
        answers = [f"{loader.at('day-set', key)}:{word}" for key, word in says.items()]
        form = {"answers": answers, "remark": item.get("remark") or ""}
        say(loader.session, visit, question, check(SuitsForm, form))
        question.answered_at = asked_at + timedelta(hours=item["hours"])


def _whom(loader: Loader, item: Source) -> dict[str, Any]:
    kind = next(kind for kind in COLUMNS if kind in item)
    key = item[kind]
    own = seed_id(loader.slug, kind, key) if kind == "person" else loader.at(kind, key)
    return {COLUMNS[kind]: own}
