"""What the lead does with tablets, and how one joins."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from app import audit, records
from app.access import Actor, AtTablet, may_run_tablets
from app.audit import deed
from app.errors import NotPermitted
from app.i18n import _
from app.models import FieldRules, Tablet, TabletCode, Visit
from app.people.attempts import note_attempt, wait_for
from app.people.code_actions import sealed
from app.people.rules import CODE_LENGTH, as_typed, new_code, waiting_words
from app.people.seat_actions import end_seat_on
from app.people.tablet_forms import FieldRulesForm
from app.people.tablet_rules import CODES_TYPED, ENROLLED, JOINING, new_token
from app.people.tablets import new_tablet_token
from app.people.tokens import token_hash
from app.values_audit import Verb


@dataclass(frozen=True)
class NewCode:
    """The secrets of a code: told here and never again."""

    code: str
    token: str
    expires_at: datetime


@dataclass(frozen=True)
class Asking:
    """A browser with a code; `before` is the tablet it was, if it was one."""

    code: str
    browser: str
    before: AtTablet | None = None


@dataclass(frozen=True)
class Joined:
    """What came of a code that was typed or scanned; `token` is for the cookie."""

    tablet: Tablet | None = None
    token: str = ""
    problem: str = ""
    must_wait: bool = False


def make_code(
    session: Session, key: bytes, actor: Actor, visit: Visit, at: datetime
) -> NewCode:
    if not may_run_tablets(actor, visit):
        raise NotPermitted
    session.execute(
        delete(TabletCode).where(col(TabletCode.expires_at) < at - timedelta(days=1))
    )
    made = NewCode(new_code(), new_token(), at + JOINING)
    row = TabletCode(
        programme_id=visit.programme_id,
        visit_id=visit.id,
        code_hmac=sealed(key, "tablet", made.code),
        token_hash=token_hash(made.token),
        made_by=actor.person_id,
        expires_at=made.expires_at,
    )
    session.add(row)
    audit.append(session, actor, deed(Verb.MADE_TABLET_CODE, visit, "tablet_code", row.id))  # fmt: skip
    return made


def join(session: Session, key: bytes, asking: Asking, at: datetime) -> Joined:
    """A wrong code is an outcome, since it is counted."""
    code, known = as_typed(asking.code), asking.before
    is_short = len(code) <= CODE_LENGTH
    if is_short and (wait := wait_for(session, CODES_TYPED, "", at)):
        return Joined(problem=waiting_words(wait), must_wait=True)
    found = code_like(session, key, code, at)
    if found is None:
        if is_short:
            note_attempt(session, CODES_TYPED, "", at)
        said = _("This code does not count, or no longer. Ask the lead for a new one.")
        return Joined(problem=said)
    if known and not known.ended and known.visit_id != found.visit_id:
        said = _("This tablet belongs to another visit. Ask that visit's lead to eject it first.")  # fmt: skip
        return Joined(problem=said)
    found.used_at = at
    session.add(found)
    return enrolled(session, found, asking, at)


def code_like(
    session: Session, key: bytes, code: str, at: datetime
) -> TabletCode | None:
    """What it opens, locked, since it is for once."""
    return session.exec(
        select(TabletCode)
        .where(
            col(TabletCode.code_hmac) == sealed(key, "tablet", code)
            if len(code) <= CODE_LENGTH
            else col(TabletCode.token_hash) == token_hash(code),
            col(TabletCode.used_at).is_(None),
            col(TabletCode.expires_at) > at,
        )
        .with_for_update()
    ).first()


def enrolled(
    session: Session, code: TabletCode, asking: Asking, at: datetime
) -> Joined:
    """A tablet that was on this visit before comes back under its number and name."""
    token, known = new_tablet_token(), asking.before
    visit = session.exec(
        select(Visit).where(Visit.id == code.visit_id).with_for_update()
    ).one()
    tablet = None
    if known is not None and known.visit_id == visit.id:
        tablet = session.get(Tablet, known.id)
    if tablet is None:
        tablet = Tablet(
            programme_id=visit.programme_id,
            visit_id=visit.id,
            number=next_number(session, visit.id),
            token_hash="",
            expires_at=at,
        )
    tablet.token_hash, tablet.browser = token_hash(token), asking.browser[:80]
    tablet.enrolled_at = tablet.last_seen_at = at
    tablet.expires_at, tablet.ejected_at = at + ENROLLED, None
    session.add(tablet)
    session.flush()  # the audit refers to it
    end_seat_on(session, tablet.id, at)
    itself = Actor(tablet=AtTablet(tablet.id, visit.id, tablet.number))
    audit.append(session, itself, deed(Verb.ENROLLED_TABLET, visit, "tablet", tablet.id))  # fmt: skip
    return Joined(tablet, token)


def next_number(session: Session, visit_id: UUID) -> int:
    last = session.exec(
        select(func.max(Tablet.number)).where(Tablet.visit_id == visit_id)
    ).one()
    return (last or 0) + 1


def rename_tablet(
    session: Session, actor: Actor, visit: Visit, tablet: Tablet, name: str
) -> None:
    allowed(session, actor, visit, tablet, Verb.RENAMED_TABLET)
    tablet.name = name
    session.add(tablet)


def renew_tablet(
    session: Session, actor: Actor, visit: Visit, tablet: Tablet, at: datetime
) -> None:
    """Open again for today, without anybody touching it; an ejected one stays out."""
    if tablet.ejected_at is not None:
        raise NotPermitted
    allowed(session, actor, visit, tablet, Verb.RENEWED_TABLET)
    tablet.expires_at = at + ENROLLED
    session.add(tablet)


def eject_tablet(
    session: Session, actor: Actor, visit: Visit, tablet: Tablet, at: datetime
) -> None:
    """At once: from now on it only deposits."""
    allowed(session, actor, visit, tablet, Verb.EJECTED_TABLET)
    tablet.ejected_at = tablet.ejected_at or at
    session.add(tablet)
    end_seat_on(session, tablet.id, at)


def allowed(
    session: Session, actor: Actor, visit: Visit, tablet: Tablet, verb: Verb
) -> None:
    """Raises `NotPermitted`; else it is noted."""
    if not may_run_tablets(actor, visit):
        raise NotPermitted
    audit.append(session, actor, deed(verb, visit, "tablet", tablet.id))


def change_field_rules(
    session: Session, actor: Actor, visit: Visit, form: FieldRulesForm
) -> None:
    """Raises `Conflict` where somebody saved since the form was shown."""
    if not may_run_tablets(actor, visit):
        raise NotPermitted
    found = session.exec(
        select(FieldRules).where(FieldRules.visit_id == visit.id)
    ).first()
    if found is None:
        found = FieldRules(
            programme_id=visit.programme_id,
            visit_id=visit.id,
            by_touch=form.by_touch,
            idle_minutes=form.idle_minutes,
        )
        records.create(session, found, actor.person_id)
    else:
        values = {"by_touch": form.by_touch, "idle_minutes": form.idle_minutes}
        revision = form.revision or 0
        records.change(session, found, values, revision=revision, by=actor.person_id)
    audit.append(session, actor, deed(Verb.CHANGED_FIELD_RULES, visit))
