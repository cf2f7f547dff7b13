"""Days are asked about by mail, as releases are."""

import pytest
from sqlalchemy import delete

from app.models import DateAnswer, DateQuestion, DaySet
from tests.releases.conftest import Post, post as with_mail

__all__ = ["with_mail"]


@pytest.fixture
def post(with_mail: Post) -> Post:
    """As if nobody had been asked about days yet."""
    without_poll(with_mail)
    return with_mail


def without_poll(post: Post) -> None:
    with post.database.writing() as session:
        for table in (DateAnswer, DateQuestion, DaySet):
            session.execute(delete(table))
