"""No form writes more than it shows."""

import inspect
from typing import Any

import pytest
from fastapi import FastAPI

from app.forms import FormModel
from tests.actors import (
    LINK,
    TABLET,
    Clients,
    Line,
    ask,
    expected,
    lines,
    resolved,
    routes_of,
)

POSTS = [
    line
    for line in lines()
    if line["route"].startswith("POST ") and "/api/" not in line["route"]
]
#: Columns that only the service writes.
OURS = {
    "created_at",
    "created_by",
    "programme_id",
    "visit_id",
    "pair_id",
    "removed_at",
    "released_at",
    "passed_by",
    "author_id",
    "consent_lack",
    "hidden_at",
    "search_text",
    "token_hash",
    "withdrawal_code_hash",
    "withdrawn",
    "persona",
    "disabled_at",
}


#: A persona to enter as; the hash of a code made offline; the visit of a pair's date;
#: the programme to invite to, rechecked by `may_invite` and `may_give`; who wrote a
#: paper sheet, rechecked by `may_note_for`.
CHOSEN = {
    "PaperForm.author_id",
    "PersonaForm.persona",
    "SpeakerForm.withdrawal_code_hash",
    "CalendarForm.visit_id",
    "DeadlineForm.visit_id",
    "NewDeadlineForm.visit_id",
    *(
        f"{form}.programme_id"
        for form in ("HandoverForm", "InvitationForm", "RolesForm")
    ),
}


def form_of(app: FastAPI, line: Line) -> type[FormModel] | None:
    for need in routes_of(app)[line["route"]].dependant.dependencies:
        model = inspect.getclosurevars(need.call).nonlocals.get("model")
        if isinstance(model, type) and issubclass(model, FormModel):
            return model
    return None


def through(line: Line) -> str | None:
    """Somebody whose form is read; strangers are sent to sign in."""
    may = [who for who, status in expected(line).items() if status == 303]
    strangers = {"nobody", LINK} | ({TABLET} - set(line["status"]))
    return next((who for who in may if who not in strangers), None)


@pytest.mark.parametrize("line", POSTS, ids=lambda line: str(line["route"]))
def test_a_field_a_form_does_not_have_is_refused(
    demo_app: FastAPI, clients: Clients, line: Line
) -> None:
    model, actor = form_of(demo_app, line), through(line)
    if model is None or actor is None:
        return
    form = resolved(line.get("form") or {})
    plain = ask(clients[actor], line)
    assert plain.status_code == 303
    if plain.headers["location"].startswith("/account/confirmation"):
        return  # asked again first: what the form says is not read
    taken: dict[str, Any] = {
        field: status
        for field in sorted(OURS - set(model.model_fields))
        if (status := ask(clients[actor], line, form={**form, field: "1"}).status_code)
        != 422
    }
    assert taken == {}


def test_no_form_of_a_page_has_a_field_that_only_the_service_writes(
    demo_app: FastAPI,
) -> None:
    models = {form_of(demo_app, line) for line in POSTS} - {None}
    held = {
        f"{model.__name__}.{field}"
        for model in models
        if model is not None
        for field in OURS & set(model.model_fields)
    }
    assert held == CHOSEN
