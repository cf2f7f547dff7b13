"""What the pages of tablets show, gathered once per page."""

from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session

from app.evidence.queries import zone_of
from app.forms import Form
from app.models import Tablet, Visit
from app.people.seat_queries import rules_of
from app.people.tablet_actions import NewCode
from app.people.tablet_forms import FieldRulesForm, TabletNameForm
from app.people.tablet_queries import (
    count_set_aside,
    joined_lately,
    tablets_of,
)
from app.qr import qr_picture


def tablets_page(
    session: Session, visit: Visit, form: Form[FieldRulesForm] | None = None
) -> dict[str, Any]:
    rows = tablets_of(session, visit, datetime.now(UTC))
    rules = rules_of(session, visit)
    fields = {
        "by_touch": rules.by_touch,
        "idle_minutes": rules.idle_minutes,
        "revision": rules.revision or None,
    }
    return {
        "visit": visit,
        "rows": rows,
        "joined": joined_lately(rows),
        "set_aside": count_set_aside(session, visit),
        "form": form or Form.of(FieldRulesForm, fields),
    }


def code_page(
    session: Session, visit: Visit, made: NewCode, origin: str
) -> dict[str, Any]:
    """The code as letters, as a link and as a picture of the link."""
    link = f"{origin}/tablets/new#{made.token}"
    return {
        **tablets_page(session, visit),
        "code": made.code,
        "link": link,
        "picture": qr_picture(link),
        "until": made.expires_at.astimezone(zone_of(visit)),
    }


def tablet_page(
    session: Session, visit: Visit, tablet: Tablet, form: Form[TabletNameForm] | None
) -> dict[str, Any]:
    rows = tablets_of(session, visit, datetime.now(UTC))
    return {
        "visit": visit,
        "row": next(row for row in rows if row.id == tablet.id),
        "form": form or Form.of(TabletNameForm, {"name": tablet.name}),
    }
