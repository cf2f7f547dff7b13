import pytest
from sqlmodel import Session

from app.access import Actor
from app.models import Visit
from tests.factories import host_officer, make_visit


@pytest.fixture
def visit(session: Session) -> Visit:
    made = make_visit(session)
    session.refresh(made, ["days"])
    return made


@pytest.fixture
def host(session: Session, visit: Visit) -> Actor:
    return host_officer(session, visit)
