"""Proposals of an agenda: what was asked, what has been found so far, whether it lives."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from app.models.base import VisitRow, json_field, now, stored
from app.values_proposals import ProposalMode, ProposalState

UNENDED = text("ended_at IS NULL")


class Proposal(VisitRow, table=True):
    """One search for an agenda. It names people, rooms and sessions by id only.

    `options` is what was asked, `revisions` are those of the sessions then, `result` what
    the worker has said so far. `heartbeat_at` stops when the process that looks dies.
    """

    mode: ProposalMode = Field(sa_type=stored(ProposalMode))
    state: ProposalState = Field(
        default=ProposalState.RUNNING, sa_type=stored(ProposalState)
    )
    seconds: int
    seed: int = 0
    options: dict[str, object] = json_field()
    weights: dict[str, int] = json_field()
    revisions: dict[str, int] = json_field()
    #: SHA-256 of the whole question; alike questions have alike answers.
    problem_hash: str = Field(max_length=64)
    result: dict[str, Any] = json_field()
    begun_by: UUID | None = Field(default=None, foreign_key="person.id")
    begun_at: datetime = Field(default_factory=now)
    heartbeat_at: datetime = Field(default_factory=now)
    stop_requested_at: datetime | None = None
    ended_at: datetime | None = None

    __table_args__ = (
        Index(
            "uq_proposal_unended",
            "visit_id",
            unique=True,
            sqlite_where=UNENDED,
            postgresql_where=UNENDED,
        ),
    )
