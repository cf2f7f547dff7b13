"""Limits of what is only read: counted in a short transaction of their own."""

from app.models.base import now
from app.people.attempts import spend
from app.people.rules import Limit
from app.web import Page, database_of


def limited(page: Page, limit: Limit) -> None:
    """For pages that read. Per account, never per address. Raises `TooMany`."""
    with database_of(page.request).writing() as session:
        spend(session, limit, str(page.actor.person_id), now())
