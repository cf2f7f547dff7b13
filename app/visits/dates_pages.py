"""What is shown of the days that are to be found, to those who plan and those asked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.access import Actor, may_edit_agenda, may_see_whole_team
from app.errors import NotPermitted
from app.forms import Form
from app.labels import choices
from app.models import AccessLink, DateQuestion, DaySet, Programme, Visit
from app.public_holidays import Holidays
from app.values_people import Suits
from app.visits.attendance_queries import name_with
from app.visits.dates_asking import can_be_reminded, still_open
from app.visits.dates_forms import MOST_DAYS, DaySetForm, SuitsForm
from app.visits.dates_others_queries import Other, others_on
from app.visits.dates_queries import (
    Asked,
    Said,
    asked_of,
    own_question,
    question_with,
    said_of,
    sets_of,
)
from app.visits.dates_rules import ProposedDay, read
from app.visits.holiday_queries import holidays_of
from app.visits.places_queries import zone_to_begin_with
from app.visits.queries import visit_with_link
from app.visits.telling_queries import Addressee
from app.visits.telling_rules import Reader, Seat
from app.visits.told_queries import name_of

#: Lines that an empty form begins with.
LINES = 4


@dataclass(frozen=True)
class DayShown:
    """`moments` with their offset where hours are said; `holidays` with their country."""

    day: ProposedDay
    moments: tuple[datetime, datetime] | None
    holidays: Sequence[str]
    others: Sequence[Other]


@dataclass(frozen=True)
class SetShown:
    """`number` counts from 1 in the order of proposing; `said`: what → who, by name."""

    record: DaySet
    number: int
    days: Sequence[DayShown]
    said: Sequence[tuple[Suits, Sequence[str]]]


def dates_page(
    session: Session,
    actor: Actor,
    visit: Visit,
    form: Form[SuitsForm] | None = None,
) -> dict[str, Any]:
    """Raises `NotPermitted` for who neither plans the visit nor was asked."""
    own, plans = own_question(session, actor, visit), may_edit_agenda(actor, visit)
    if own is None and not plans:
        raise NotPermitted
    said = said_of(session, visit)
    asked = asked_of(session, visit) if plans else []
    proposed = sets_of(session, visit)
    sets = sets_shown(session, visit, proposed, (asked, said), actor)
    waiting = still_open(asked, said, proposed)
    return {
        "visit": visit,
        "sets": sets,
        "chosen": next((one for one in sets if one.record.chosen_at), None),
        "asked": asked,
        "waiting": [one.whom.name for one in waiting],
        "late": [one for one in waiting if can_be_reminded(one)],
        "remarks": remarks(actor, visit, asked),
        "own": own,
        "form": form or own_form(own, said),
        "words": choices(Suits),
    }


def remarks(actor: Actor, visit: Visit, asked: Sequence[Asked]) -> list[tuple[str, str]]:  # fmt: skip
    """(name, what they added); a member's word is for those who may read the whole team."""
    whole = may_see_whole_team(actor, visit)
    return [
        (one.whom.name, one.question.remark)
        for one in asked
        if one.question.remark and (whole or one.whom.reader.seat is not Seat.MEMBER)
    ]


def own_form(own: DateQuestion | None, said: Said) -> Form[SuitsForm]:
    answers = said.get(own.id, {}) if own else {}
    values = [f"{set_id}:{word.value}" for set_id, word in answers.items()]
    remark = own.remark if own else ""
    return Form.of(SuitsForm, {"answers": values, "remark": remark})


def sets_shown(
    session: Session,
    visit: Visit,
    sets: Sequence[DaySet],
    answers: tuple[Sequence[Asked], Said],
    actor: Actor | None,
) -> list[SetShown]:
    """`actor` is null for whoever came by a link: other visits are not told them."""
    days = {one.id: read(one.days) for one in sets}
    dates = {day.on for some in days.values() for day in some}
    holidays = holidays_of(session, visit, dates)
    others = others_on(session, actor, visit, dates) if actor else {}
    return [
        SetShown(
            one,
            number,
            [day_shown(day, holidays, others) for day in days[one.id]],
            said_about(one.id, *answers),
        )
        for number, one in enumerate(sets, start=1)
    ]


def day_shown(
    day: ProposedDay, holidays: Holidays, others: Mapping[date, Sequence[Other]]
) -> DayShown:
    named = [name for _code, name in holidays.get(day.on, ())]
    return DayShown(day, day.moments, named, others.get(day.on, ()))


def said_about(
    set_id: UUID, asked: Sequence[Asked], said: Said
) -> list[tuple[Suits, Sequence[str]]]:
    """Who can, who could, who cannot: by name and never as a sum."""
    found: list[tuple[Suits, Sequence[str]]] = []
    for word in Suits:
        names = [
            one.whom.name
            for one in asked
            if said.get(one.question.id, {}).get(set_id) is word
        ]
        found.append((word, names))
    return found


def link_page(
    session: Session, link: AccessLink, token: str, form: Form[SuitsForm] | None = None
) -> dict[str, Any]:
    """For whoever holds a link: the days and their own answer, of nobody else."""
    visit = visit_with_link(session, link)
    own = question_with(session, link, visit)
    sets = sets_shown(session, visit, sets_of(session, visit), ([], {}), None)
    return {
        "name": name_with(session, link, visit),
        "visit_name": name_of(session, visit),
        "programme": session.get_one(Programme, visit.programme_id),
        "sets": sets,
        "chosen": next((one for one in sets if one.record.chosen_at), None),
        "own": own,
        "form": form or own_form(own, said_of(session, visit)),
        "words": choices(Suits),
        "token": token,
    }


def proposing(visit: Visit, form: Form[DaySetForm], zone: str = "") -> dict[str, Any]:
    """The form of a set of days; as posted, filled up with empty lines."""
    zone = zone or zone_to_begin_with(visit)
    columns = [form.values(name) for name in ("on", "mode", "zone", "starts", "ends")]
    lines: list[tuple[str, ...]] = list(zip(*columns, strict=False))
    empty = ("", "", zone, "", "")
    lines += [empty] * max(0, min(MOST_DAYS, LINES) - len(lines))
    return {"visit": visit, "form": form, "lines": list(enumerate(lines, start=1))}


def people_to_ask(
    asked: Collection[Reader], everybody: Sequence[Addressee]
) -> list[tuple[Seat, Sequence[Addressee]]]:
    """By seat, those who were not asked yet."""
    rest = [one for one in everybody if one.reader not in asked]
    by_seat = [
        (seat, [one for one in rest if one.reader.seat is seat]) for seat in Seat
    ]
    return [(seat, some) for seat, some in by_seat if some]
