"""The demo as each of its actors meets it, and what the routes of the application are."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi import FastAPI
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from sqlmodel import Session
from starlette.testclient import TestClient

from app.db import Database
from app.ids import seed_id, uuid7
from app.migrating import migrate
from app.models import Invitation, TeamMember, Visit
from app.models.base import now
from app.people.links import About, make_link
from app.people.queries import ORDER
from app.values_people import LinkPurpose
from seed.load import LOADER, load_everything
from tests.factories import make_open_seat, make_tablet
from tests.postgres import fresh_database

MATRIX = Path(__file__).parent / "access_matrix"
TABLET = "tablet"
#: `link` is nobody who holds a link: what it opens is `/links/own-link`.
LINK = "link"
OWN_LINK = "own-link"
ACTORS = ("nobody", LINK, *ORDER, TABLET)
#: Those whom a leak would reach first; the others follow every link by night.
FIRST = ("nobody", "coordinator", "association", "mentee-officer", "other-pair-officer", TABLET)  # fmt: skip
FIRST_BY_DAY = [
    one if one in FIRST else pytest.param(one, marks=pytest.mark.nightly)
    for one in ACTORS
]
#: Whose seat is open on the tablet of the matrix, on the demo's full visit.
SEATED = ("val-daubre-review", "m3")
BASE = "http://127.0.0.1:8000"
Line = dict[str, Any]
Clients = dict[str, TestClient]


class Forgetful(Database):
    """Does everything a request asks for, and keeps none of it."""

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with Session(self.writer, expire_on_commit=False) as session:
            try:
                yield session
                session.flush()  # the database's own refusals show here
            finally:
                session.rollback()


class Steady(TestClient):
    """Stays who it is: what an answer sets or deletes is not kept by the next request."""

    token = OWN_LINK

    def request(self, method: str, url: Any, **kwargs: Any) -> Any:
        before = dict(self.cookies)
        address = str(url).replace(OWN_LINK, self.token)
        try:
            return super().request(method, address, **kwargs)
        finally:
            self.cookies.clear()
            self.cookies.update(before)


def copy_of(demo_file: Path, folder: Path) -> str:
    """The address of a demo of one's own."""
    return f"sqlite:///{shutil.copy(demo_file, folder / 'demo.db')}"


def demo_on_postgres() -> str:
    """The address of a demo on PostgreSQL, which minds lengths and types."""
    address = fresh_database("repere_actors")
    database = Database(address)
    migrate(database)
    load_everything(database)
    database.close()
    return address


@contextmanager
def everybody(
    app: FastAPI, address: str, *, forgetful: bool = True
) -> Iterator[Clients]:
    """One client per actor on the demo there; signing in is kept in any case."""
    before = app.state.database
    app.state.database = keeping = Database(address)
    token = planted_link(keeping)
    clients = {actor: client_of(app, actor) for actor in ACTORS}
    clients["link"].token = token  # type: ignore[attr-defined]
    if forgetful:
        app.state.database = Forgetful(address)
    yield clients
    app.state.database.close()
    app.state.database = before
    keeping.close()


def planted_link(database: Database) -> str:
    """An invitation in the demo that waits for an answer; its token."""
    programme = seed_id("demonstration", "programme", "demonstration")
    with database.writing() as session:
        invitation = Invitation(
            id=seed_id("demonstration", "invitation", "waiting"),
            programme_id=programme,
            email=f"{uuid7().hex}@example.org",
            name="Somebody new",
        )
        session.merge(invitation)
        session.flush()  # the link refers to it
        subject = ("invitation", invitation.id)
        about = About(LinkPurpose.INVITATION, *subject, programme)
        return make_link(session, about, timedelta(days=1), None)[1]


def client_of(app: FastAPI, actor: str) -> TestClient:
    client = Steady(app, base_url=BASE, follow_redirects=False)
    if actor == TABLET:
        name = app.state.settings.tablet_cookie_name
        client.cookies.set(name, enrolled_token(app.state.database))
    elif actor not in ("nobody", LINK):
        answer = client.post("/sign-in/demo", data={"persona": actor})
        assert answer.status_code == 303, f"{actor}: {answer.text[:200]}"
        client.cookies.update(answer.cookies)
    return client


def enrolled_token(
    database: Database, visit: str = SEATED[0], key: str = SEATED[1]
) -> str:
    """The credential of a new tablet of that visit, with that member's seat open on it."""
    visit_id = seed_id("demonstration", "visit", visit)
    with database.writing() as session:
        found = session.get_one(Visit, visit_id)
        tablet, token = make_tablet(session, found)
        member = session.get_one(
            TeamMember, seed_id("demonstration", "member", f"{visit}/{key}")
        )
        # What is forgotten includes each touch: by the idle minutes it would lock itself.
        make_open_seat(session, tablet, member, last_used_at=now() + timedelta(hours=2))
    return token


def routes_of(app: FastAPI) -> dict[str, RouteContext]:
    """`GET /visits/{visit_id}` → the route."""
    return {
        f"{method} {context.path}": context
        for context in iter_route_contexts(app.routes)
        if isinstance(context.original_route, APIRoute)
        for method in methods_of(context)
    }


def methods_of(context: RouteContext) -> set[str]:
    """What every GET answers to HEAD is the framework's."""
    methods = set(context.methods or ())
    return methods - {"HEAD"} if "GET" in methods else methods


@lru_cache
def lines() -> list[Line]:
    """Every line of the access matrix, with its file."""
    found: list[Line] = []
    for path in sorted(MATRIX.glob("*.yaml")):
        written = yaml.load(path.read_text(), Loader=LOADER) or []
        found += [{**line, "file": path.stem} for line in written]
    return found


def resolved(value: Any) -> Any:
    if isinstance(value, list):
        return [resolved(one) for one in value]
    if isinstance(value, dict):
        return {name: resolved(one) for name, one in value.items()}
    if isinstance(value, str) and value.startswith("demo:"):
        return str(seed_id("demonstration", *value.split(":")[1:]))
    if isinstance(value, str) and value.startswith("seed:"):
        return str(seed_id(*value.split(":")[1:]))
    return value


def address_of(line: Line) -> str:
    address = str(line["route"].split(" ")[1])
    for name, value in line.get("demo", {}).items():
        text = resolved(f"demo:{value}") if ":" in str(value) else str(value)
        address = address.replace("{" + name + "}", text)
    return address


def expected(line: Line) -> dict[str, int]:
    status = dict(line["status"])
    others = status.pop("everybody", None)
    strangers = status.get("nobody", others)
    # A tablet and a link are nobody to every route, unless its line says otherwise.
    known = {LINK: strangers, TABLET: strangers}
    return {one: status.pop(one, known.get(one, others)) for one in ACTORS} | status


def ask(client: TestClient, line: Line, **changes: Any) -> Any:
    """The line's request; `changes` replace its form."""
    form = resolved(line.get("form") or {})
    return client.request(
        line["route"].split(" ")[0],
        address_of(line),
        data=changes.get("form", form),
        json=resolved(line.get("json")),
        params=resolved(line.get("query")),
        headers=resolved(line.get("headers")),
    )
