import pytest
from sqlmodel import Session

from app.access import Actor
from app.models import Visit
from tests.factories import make_visit, on_team


@pytest.fixture
def visit(session: Session) -> Visit:
    made = make_visit(session)
    session.refresh(made, ["days"])
    return made


@pytest.fixture
def actor(session: Session, visit: Visit) -> Actor:
    return on_team(session, visit)
