"""Many small requests, one transaction: what SQLite needs under a team's tablets.

Work that arrives while a transaction is under way waits, and is then done in one
transaction together: one wait for the disk, one thread instead of eight that fight for
the interpreter. PostgreSQL groups commits itself, so there each work stays alone.
"""

import asyncio
from collections.abc import Callable
from contextvars import Context, copy_context
from dataclasses import dataclass
from typing import Any, TypeVar

from anyio.to_thread import run_sync
from sqlmodel import Session

from app.db import Database

T = TypeVar("T")

#: The longest that others may be kept waiting by one transaction.
MOST = 64


@dataclass(frozen=True)
class Job:
    work: Callable[[Session], Any]
    context: Context
    answer: "asyncio.Future[Any]"

    def __call__(self, session: Session) -> Any:
        """In the language of the one who asked, not of the one who was first."""
        return self.context.run(self.work, session)

    def tell(self, outcome: Any) -> None:
        if self.answer.done():  # whoever asked has gone
            return
        if isinstance(outcome, Exception):
            self.answer.set_exception(outcome)
        else:
            self.answer.set_result(outcome)


class Queue:
    """One transaction at a time, for everything that waited for the one before."""

    def __init__(self, do_each: Callable[[list[Job]], list[Any]]) -> None:
        self.do_each = do_each
        self.waiting: list[Job] = []
        self.busy: asyncio.Task[None] | None = None

    async def do(self, work: Callable[[Session], T]) -> T:
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self.waiting.append(Job(work, copy_context(), answer))
        if self.busy is None:
            self.busy = asyncio.create_task(self._do_all())
        return await answer

    async def _do_all(self) -> None:
        try:
            while self.waiting:
                batch, self.waiting = self.waiting[:MOST], self.waiting[MOST:]
                outcomes = await run_sync(self.do_each, batch)
                for job, outcome in zip(batch, outcomes, strict=True):
                    job.tell(outcome)
        finally:
            self.busy = None


class Together:
    """One per application; used from its event loop only."""

    def __init__(self, database: Callable[[], Database]) -> None:
        """`database` gives the one in use."""
        self.database = database
        self.reads = Queue(lambda jobs: database().read_each(jobs))
        self.writes = Queue(lambda jobs: database().write_each(jobs))

    async def read(self, work: Callable[[Session], T]) -> T:
        """What the work finds; raises what it raises."""
        if self.database().is_sqlite:
            return await self.reads.do(work)
        return await run_sync(self.database().read, work)

    async def write(self, work: Callable[[Session], T]) -> T:
        """Returns when the work is on disk; raises what it raises.

        It may be run twice, the first run undone, when somebody else's failed.
        """
        if self.database().is_sqlite:
            return await self.writes.do(work)
        return await run_sync(self.database().write, work)
