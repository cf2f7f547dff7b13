import pytest
from sqlmodel import Session

from app.access import Actor
from app.models import Visit
from tests.factories import host_officer, make_visit
from tests.releases.conftest import post as post


@pytest.fixture
def visit(session: Session) -> Visit:
    return make_visit(session)


@pytest.fixture
def host(session: Session, visit: Visit) -> Actor:
    return host_officer(session, visit)
