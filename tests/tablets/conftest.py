import pytest
from fastapi import FastAPI
from sqlmodel import Session
from starlette.testclient import TestClient

from app.access import Actor
from app.db import Database
from app.models import Visit
from tests.actors import BASE, enrolled_token
from tests.factories import make_visit, on_team


@pytest.fixture
def visit(session: Session) -> Visit:
    made = make_visit(session)
    session.refresh(made, ["days"])
    return made


@pytest.fixture
def lead(session: Session, visit: Visit) -> Actor:
    return on_team(session, visit, led=frozenset({visit.id}))


@pytest.fixture
def tablet(demo: Database, demo_app: FastAPI) -> TestClient:
    """A tablet of the visit with the seat of m3 open."""
    client = TestClient(demo_app, base_url=BASE, follow_redirects=False)
    client.cookies.set("repere-tablet", enrolled_token(demo))
    return client
