"""What the pages about clashes show: the list, one of them, and the rules of a visit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.access import Actor, may_edit_agenda, may_see_shown_names
from app.errors import NotFound, NotPermitted
from app.forms import Form
from app.i18n import language
from app.labels import choices, label
from app.models import Visit
from app.values_agenda import ClashLevel, ClashRule
from app.visits.agenda_queries import agenda_of
from app.visits.clash_actions import as_sent
from app.visits.clash_forms import AcceptForm, ClashRulesForm
from app.visits.clash_queries import Accepted, Standing, rules_of
from app.visits.clash_rules import DEFAULT, key_of
from app.visits.clash_words import about_both
from app.visits.team_queries import names_on

Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """A clash as the list has it."""

    key: str
    rule: ClashRule
    said: str
    sessions: list[tuple[UUID, int]]
    blocks: bool
    accepted: Accepted | None
    by: str


def clashes_page(session: Session, actor: Actor, visit: Visit, rule: str) -> Context:
    """All of them, or those of one rule; for who sees the names of the team."""
    found = standing(session, actor, visit)
    counts = dict.fromkeys(ClashRule, 0)
    for one in found:
        counts[one.clash.rule] += not one.accepted
    chosen = [one for one in found if rule in ("", one.clash.rule)]
    people = {one.accepted.by for one in chosen if one.accepted and one.accepted.by}
    names = names_on(session, visit, people) if people else {}
    told = [tell(one, names) for one in chosen]
    return {
        "visit": visit,
        "rule": rule if rule in list(ClashRule) else "",
        "open": [one for one in told if not one.accepted],
        "accepted": [one for one in told if one.accepted],
        "offered": [(one.value, label(one), n) for one, n in counts.items() if n],
        "total": sum(counts.values()),
    }


def standing(session: Session, actor: Actor, visit: Visit) -> list[Standing]:
    if not may_see_shown_names(actor, visit):
        raise NotFound
    return agenda_of(session, actor, visit).clashes


def tell(one: Standing, names: Mapping[UUID, str]) -> Told:
    by = one.accepted.by if one.accepted else None
    return Told(
        key=key_of(one.clash),
        rule=one.clash.rule,
        said=about_both(one.clash),
        sessions=[(slot.id, slot.number) for slot in one.clash.sessions],
        blocks=one.blocks,
        accepted=one.accepted,
        by=names.get(by, "") if by else "",
    )


def standing_clash(
    session: Session, actor: Actor, visit: Visit, key: str
) -> Standing | None:
    """None once times or people have changed."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    found = standing(session, actor, visit)
    return next((one for one in found if key_of(one.clash) == key), None)


def accepting(
    visit: Visit, one: Standing, form: Form[AcceptForm] | None = None
) -> Context:
    form = form or Form.of(AcceptForm, {"language": language()})
    return {"visit": visit, "one": tell(one, {}), "form": form}


def rules_page(
    session: Session,
    actor: Actor,
    visit: Visit,
    form: Form[ClashRulesForm] | None = None,
) -> Context:
    """`chosen` is what stands in the form, by rule; `theirs` what was saved meanwhile."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    known = rules_of(session, visit)
    if form is None:
        sent = {"levels": as_sent(known), "revision": known.revision} if known else {}
        form = Form.of(ClashRulesForm, sent)
    theirs = form.saved_meanwhile("levels")
    return {
        "visit": visit,
        "form": form,
        "rules": list(ClashRule),
        "levels": choices(ClashLevel),
        "chosen": levels_in(form.values("levels")),
        "theirs": None if theirs is None else levels_in(theirs),
    }


def levels_in(sent: list[str]) -> dict[str, str]:
    """Every rule with its level."""
    levels = {rule.value: DEFAULT.value for rule in ClashRule}
    return levels | dict(one.split("=", 1) for one in sent if "=" in one)
