"""What the pages of a plan of action show."""

from datetime import date
from typing import Any

from sqlmodel import Session

from app import i18n
from app.access import Actor, may_read_actions
from app.benchmarks.queries import version_of
from app.errors import NotFound, Rejected
from app.forms import Form
from app.models import Action, Pair
from app.plans.forms import ActionFilter, ActionForm, UpdateForm
from app.plans.queries import actions_of, fields_of, rows_of
from app.programmes.queries import programme_of


def list_page(
    session: Session,
    actor: Actor,
    pair: Pair,
    form: Form[ActionFilter],
    today: date,
) -> dict[str, Any]:
    """A filter that cannot be read narrows nothing."""
    if not may_read_actions(actor, pair):
        raise NotFound
    try:
        wanted = form.checked()
    except Rejected:
        wanted = ActionFilter()
    actions = actions_of(session, pair, wanted.status)
    rows, texts = rows_of(session, pair, actions, today)
    programme = programme_of(session, pair)
    shown = {"pair": pair, "programme": programme, "rows": rows, "texts": texts}
    return {**shown, "form": form, "narrowed": wanted.status is not None}


def reading(
    session: Session, pair: Pair, action: Action, form: Form[UpdateForm], today: date
) -> dict[str, Any]:
    rows, texts = rows_of(session, pair, [action], today)
    programme = programme_of(session, pair)
    shown = {"pair": pair, "programme": programme, "row": rows[0], "texts": texts}
    return {**shown, "form": form}


def editing(
    session: Session, pair: Pair, action: Action | None, form: Form[ActionForm]
) -> dict[str, Any]:
    version = version_of(session, pair.benchmark_version_id)
    factors = version.factors if version else []
    return {
        "pair": pair,
        "programme": programme_of(session, pair),
        "action": action,
        "factor_choices": [
            (f.slug, f"{f.number}. {i18n.of(f.title)}") for f in factors
        ],
        "field_choices": [(f["slug"], i18n.of(f)) for f in fields_of(factors)],
        "form": form,
    }
