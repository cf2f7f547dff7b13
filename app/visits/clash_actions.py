"""What a visit does about clashes: rules set, clashes taken on, changes refused."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session, select

from app import records
from app.access import Actor, may_edit_agenda
from app.errors import Conflict, NotPermitted, Problem, Rejected
from app.i18n import _
from app.models import AcceptedClash, AgendaSession, ClashRules, Visit
from app.values import SessionStatus
from app.values_agenda import ClashLevel
from app.visits.agenda_rows import links_of, session_rows
from app.visits.clash_forms import AcceptForm, ClashRulesForm
from app.visits.clash_queries import Standing, levels_of, rules_of, standing_of
from app.visits.clash_rules import DEFAULT, key_of
from app.visits.clash_words import about_both


def set_rules(
    session: Session, actor: Actor, visit: Visit, form: ClashRulesForm
) -> ClashRules:
    """Only what differs from the default is kept."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    set_to = dict(one.split("=") for one in form.levels)
    levels = {rule: level for rule, level in set_to.items() if level != DEFAULT}
    known = rules_of(session, visit)
    if known is None:
        if form.revision:
            raise Conflict(form.revision, {})
        made = ClashRules(
            programme_id=visit.programme_id, visit_id=visit.id, levels=levels
        )
        return records.create(session, made, actor.person_id)
    if form.revision is None:
        raise Conflict(known.revision, {"levels": as_sent(known)})
    try:
        return records.change(
            session,
            known,
            {"levels": levels},
            revision=form.revision,
            by=actor.person_id,
        )
    except Conflict as conflict:
        theirs = {"levels": as_sent(known)}
        raise Conflict(conflict.revision, theirs) from conflict


def as_sent(rules: ClashRules) -> list[str]:
    """As the form has them."""
    return [f"{rule}={level}" for rule, level in sorted(rules.levels.items())]


def accept_clash(
    session: Session, actor: Actor, visit: Visit, one: Standing, form: AcceptForm
) -> AcceptedClash:
    """Taken on once; again after it was withdrawn, with the new reason."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    if one.blocks:
        raise Rejected(Problem("reason", _("This visit does not allow it: let the rule warn only, then it can be accepted.")))  # fmt: skip
    key = key_of(one.clash)
    known = session.exec(
        select(AcceptedClash).where(
            AcceptedClash.visit_id == visit.id, AcceptedClash.key == key
        )
    ).first()
    if known is not None:
        values = {"reason": form.reason, "language": form.language, "removed_at": None}
        return records.change(session, known, values, revision=None, by=actor.person_id)
    made = AcceptedClash(
        programme_id=visit.programme_id,
        visit_id=visit.id,
        rule=one.clash.rule,
        key=key,
        reason=form.reason,
        language=form.language,
    )
    return records.create(session, made, actor.person_id)


def withdraw_acceptance(
    session: Session, actor: Actor, visit: Visit, item: AcceptedClash, revision: int
) -> AcceptedClash:
    """It is a warning again."""
    if not may_edit_agenda(actor, visit):
        raise NotPermitted
    return records.remove(session, item, revision=revision, by=actor.person_id)


@contextmanager
def unblocked(session: Session, visit: Visit) -> Iterator[None]:
    """Refuses a change inside it that makes a clash which the visit blocks.

    What clashed before stands in nobody's way. Costs one query where nothing blocks.
    Raises `Rejected` with each clash in words and the ways out.
    """
    levels = levels_of(session, visit)
    blocking = {rule for rule, level in levels.items() if level == ClashLevel.BLOCK}
    if not blocking:
        yield
        return
    before = {key_of(one.clash) for one in _blocked(session, visit)}
    try:
        with session.begin_nested():  # a page that refuses shows what stood before
            yield
            session.flush()  # the agenda is read by plain queries
            _refuse_new(session, visit, before)
    except Rejected:
        for record in list(session.identity_map.values()):
            if isinstance(record, AgendaSession):
                session.expire(
                    record
                )  # changed by plain updates, unseen by the session
        raise


def _refuse_new(session: Session, visit: Visit, before: set[str]) -> None:
    made = [
        one.clash
        for one in _blocked(session, visit)
        if not one.accepted and key_of(one.clash) not in before
    ]
    if made:
        said = [Problem("", about_both(clash)) for clash in made[:5]]
        way_out = _("This visit does not allow that. Choose another time, place or people, or let the rule warn only, under “What clashes do”.")  # fmt: skip
        raise Rejected(*said, Problem("", way_out))


def _blocked(session: Session, visit: Visit) -> list[Standing]:
    rows = session_rows(session, visit)
    coming = [row for row in rows if row.status is SessionStatus.PLANNED]
    links = links_of(session, visit, with_members=True)
    levels = levels_of(session, visit)
    found = standing_of(session, visit, coming, links, levels)
    return [one for one in found if one.blocks]
