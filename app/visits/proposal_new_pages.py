"""What is shown where a proposal is begun: what stands, who withdrew, earlier ones."""

from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.access import Actor
from app.forms import Form
from app.i18n import number
from app.labels import choices
from app.models import AgendaSession, Visit
from app.values_proposals import ProposalMode
from app.visits.proposal_forms import ProposalForm
from app.visits.proposal_naming import known, titles
from app.visits.proposal_pages import living
from app.visits.proposal_problem import Rows
from app.visits.proposal_queries import proposals_of, rows_of
from app.visits.proposal_repair import can_be_chosen, gone_today, never_there

Context = dict[str, Any]
#: Time limits offered, in seconds.
LIMITS = (5, 10, 30, 60)


def new_page(
    session: Session,
    actor: Actor,
    visit: Visit,
    form: Form[ProposalForm] | None,
    out: UUID | None = None,
) -> Context:
    """`out`: somebody who has just withdrawn."""
    rows = rows_of(session, visit)
    placed = [one for one in rows.sessions if one.starts_local and one.day_id]
    texts = titles(session, rows)
    form = form or Form.of(ProposalForm, _usual(rows, placed, out))
    return {
        "visit": visit,
        "form": form,
        "people": can_be_chosen(rows),
        "gone": list(gone_today(rows, known(rows, texts), form.values("out"))),
        "modes": choices(ProposalMode),
        "limits": [(seconds, number(seconds)) for seconds in LIMITS],
        "fixed": sum(one.fixed for one in rows.sessions),
        "waiting": len(rows.sessions) - len(placed),
        "keepable": [
            (str(one.id), f"{one.number} {texts[one.id].text}")
            for one in placed
            if not one.fixed
        ],
        "past": [(one, living(one)) for one in proposals_of(session, actor, visit)],
        "has_days": bool(visit.days),
    }


def _usual(rows: Rows, placed: list[AgendaSession], out: UUID | None = None) -> Context:
    """What a planner is likely to want next."""
    tracks = {one.track for one in rows.sessions if one.track}
    mode = ProposalMode.IMPROVE if len(placed) > len(rows.sessions) / 2 else ProposalMode.EMPTY  # fmt: skip
    never = never_there(rows)
    chosen = [*never, out] if out and out not in never else never
    return {
        "out": [str(id_) for id_ in chosen],
        "mode": ProposalMode.REPAIR if chosen else mode,
        "seconds": 10,
        "teams": max(1, len(tracks)),
        "opens": "09:00",
        "closes": "18:00",
    }
