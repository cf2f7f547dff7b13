"""Asking the application, and holding what it does against the promise."""

import copy
from collections import Counter
from collections.abc import Sequence
from itertools import permutations
from typing import Any
from uuid import UUID

from hypothesis import note
from hypothesis.stateful import RuleBasedStateMachine
from joserfc.jwk import ECKey
from sqlmodel import col, select

from app.models import (
    Attachment,
    Evidence,
    EvidenceRevision,
    Quarantine,
    RivalText,
    Speaker,
)
from app.values import FileState
from tests.sync.calling import Answer, Asked, Caller
from tests.sync.promise import Note, Promise, Standing, Tablet as Promised
from tests.sync.tablets import Item, Tablet
from tests.sync.world import Place, World


class Telling(RuleBasedStateMachine):
    """What a run of the model has in its hands; `seen` counts over all runs."""

    world: World
    failed = False
    seen: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.places: list[Place] = self.world.places()
        self.caller = Caller(self.world.app)
        self.promise = Promise()
        self.acknowledged: dict[tuple[UUID, int, str], Item] = {}
        self.receipts: dict[tuple[UUID, int, str], bytes] = {}
        self.codes: dict[UUID, str] = {}
        self.withdrawn: list[UUID] = []
        self.backup: tuple[Any, Promise, dict[Any, bytes]] | None = None
        self.words = 0
        self.tablets: list[Tablet] = []
        for place in self.places:
            key = ECKey.import_key(self.world.public_key(place.id))
            for tablet, cookie in place.tablets:
                epoch = str(self.world.epoch())
                self.tablets.append(Tablet(tablet, place.id, cookie, epoch, key=key))
                self.promise.tablets[tablet] = Promised(place.id)

    def one(self, n: int, among: Sequence[Tablet] = ()) -> Tablet:
        """Of those where it makes sense, else any."""
        tablets = among or self.tablets
        return tablets[n % len(tablets)]

    def place(self, tablet: Tablet) -> Place:
        return next(one for one in self.places if one.id == tablet.visit)

    def joined(self, tablet: Tablet) -> bool:
        return self.promise.tablets[tablet.id].standing is Standing.JOINED

    def ask(self, asked: Asked) -> Answer:
        answer = self.caller.ask(asked)
        assert answer.status < 500, answer.body
        return answer

    def told(self, tablet: Tablet, item: Item, visit: UUID | None = None) -> int:
        """What the server must answer to this item, and does."""
        address = visit or tablet.visit
        if item.kind == "file":
            return file_expected(self.promise, tablet, item, address)
        if item.kind == "speaker":
            return self.promise.speaker_expected(tablet.sending(item), address)
        return self.promise.expected(tablet.sending(item), address)

    def delivered(
        self, tablet: Tablet, item: Item, visit: UUID | None = None
    ) -> Answer:
        expected = self.told(tablet, item, visit)
        answer = self.ask(tablet.asked(item, visit))
        assert (item.kind, answer.status) == (item.kind, expected), answer.body
        self.kept(item, answer)
        return answer

    def delivered_at_once(self, *sent: tuple[Tablet, Item]) -> list[Answer]:
        """In whatever order the server takes them: one that explains every answer."""
        answers = self.caller.at_once(*(tablet.asked(item) for tablet, item in sent))
        statuses = [answer.status for answer in answers]
        before, told = self.promise, []
        for order in permutations(range(len(sent))):
            self.promise = copy.deepcopy(before)
            expected = {n: self.told(*sent[n]) for n in order}
            told.append([expected[n] for n in range(len(sent))])
            if told[-1] == statuses:
                break
        assert statuses in told, (statuses, told)
        for (_tablet, item), answer in zip(sent, answers, strict=True):
            self.kept(item, answer)
        return answers

    def kept(self, item: Item, answer: Answer) -> None:
        """One receipt for each write, and a list of all that was acknowledged."""
        self.seen[f"{item.kind} {answer.status}"] += 1
        self.seen["sealed"] += item.sealed
        note(f"{item.kind} {item.id} on {item.base} {item.sha256[:6]}: {answer.status}")
        key = (item.id, item.base, item.sha256)
        if answer.status in (200, 201):
            assert self.receipts.setdefault(key, answer.body) == answer.body
        is_aside = answer.status == 403 and b"quarantined" in answer.body
        if answer.status in (200, 201, 202, 409) or is_aside:
            self.acknowledged[key] = item

    def compare(self) -> None:
        """Every row is as promised, and what the team reads of it too."""
        visits = [place.id for place in self.places]
        for found, promised in (
            (notes_of(self.world, visits), notes_in(self.promise)),
            (writes_of(self.world, visits), writes_in(self.promise)),
            (aside_of(self.world, visits), aside_in(self.promise)),
            (speakers_of(self.world, visits), [*self.promise.speakers.items()]),
        ):
            missing, more = Counter(promised) - found, found - Counter(promised)
            assert (missing, more) == (Counter(), Counter())
        for place in self.places:
            path = f"/api/v1/visits/{place.id}/evidence?limit=100"
            read = self.ask(Asked("GET", path, headers={"cookie": place.lead})).json()
            shown = {(one["id"], one["text"], one["complete"]) for one in read["items"]}
            assert shown == {
                (str(key), note.said.text, self.promise.complete(note))
                for key, note in self.promise.notes.items()
                if note.visit == place.id and not note.hidden
            }


def file_expected(promise: Promise, tablet: Tablet, item: Item, address: UUID) -> int:
    """A file follows its note, also into quarantine; it comes once."""
    assert item.of
    if promise.tablets[tablet.id].visit != address:
        return 404
    note = promise.notes.get(item.of)
    if item.of in promise.gone:
        return 410
    own = note if note and note.visit == address else None
    waits = any(
        place[:2] == (address, item.of) and item.id in one.sending.said.files
        for place, one in promise.aside.items()
        if not one.outcome
    )
    if not (own and item.id in own.announces()) and not waits:
        return 404
    return file_taken(promise, item, own)


def file_taken(promise: Promise, item: Item, own: Note | None) -> int:
    assert item.of
    if item.id in promise.gone_files:
        return 409
    known = item.id in promise.files
    if own is None or item.id not in own.announces():
        promise.files[item.id] = (item.of, item.sha256)
        promise.waiting_files.add(item.id)
        return 202
    if item.id in promise.waiting_files:
        return 202
    promise.files[item.id] = (item.of, item.sha256)
    return 200 if known else 201


def notes_of(world: World, visits: list[UUID]) -> Counter[Any]:
    with world.database.reading() as session:
        rows = session.exec(
            select(Evidence).where(col(Evidence.visit_id).in_(visits))
        ).all()
        return Counter(
            (n.id, n.visit_id, n.author_id, n.revision, *text_of(n.text, n.hidden_at))
            for n in rows
        )


def text_of(text: str, hidden_at: object) -> tuple[bool, str]:
    """Whether it is hidden, and what is read of it."""
    return hidden_at is not None, "" if hidden_at else text


def notes_in(promise: Promise) -> Counter[Any]:
    return Counter(
        (key, n.visit, n.author, n.revision, n.hidden, "" if n.hidden else n.said.text)
        for key, n in promise.notes.items()
    )


def writes_of(world: World, visits: list[UUID]) -> Counter[Any]:
    """Revisions, rivals and files: each once."""
    with world.database.reading() as session:
        found: list[Any] = []
        for table in (EvidenceRevision, RivalText):
            rows = session.exec(
                select(table.evidence_id, table.base_revision, table.sha256).where(
                    col(table.visit_id).in_(visits)
                )
            ).all()
            found += [tuple(row) for row in rows]
        files = session.exec(
            select(Attachment.id, Attachment.evidence_id, Attachment.received_sha256)
            .where(col(Attachment.visit_id).in_(visits))
            .where(col(Attachment.state) != FileState.ERASED)
        ).all()
        return Counter([*found, *(tuple(row) for row in files)])


def writes_in(promise: Promise) -> Counter[Any]:
    rows: list[Any] = [
        (key, *write)
        for key, note in promise.notes.items()
        for write in [*note.writes, *note.rivals]
    ]
    rows += [(file, of, sha256) for file, (of, sha256) in promise.files.items()]
    return Counter(rows)


def speakers_of(world: World, visits: list[UUID]) -> Counter[Any]:
    with world.database.reading() as session:
        rows = session.exec(
            select(Speaker.id, Speaker.visit_id).where(
                col(Speaker.visit_id).in_(visits)
            )
        ).all()
        return Counter(tuple(row) for row in rows)


def aside_of(world: World, visits: list[UUID]) -> Counter[Any]:
    with world.database.reading() as session:
        rows = session.exec(
            select(Quarantine.visit_id, Quarantine.item_id, Quarantine.outcome).where(
                col(Quarantine.visit_id).in_(visits)
            )
        ).all()
        return Counter(tuple(row) for row in rows)


def aside_in(promise: Promise) -> Counter[Any]:
    rows = [(p[0], p[1], one.outcome) for p, one in promise.aside.items()]
    return Counter(rows)
