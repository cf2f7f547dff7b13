"""What the server must hold and answer, if it keeps design section 5: told independently.

Plain dictionaries that know nothing of the application. `expected` says what a write will
be answered and does here what the server must do; `copy.deepcopy` of it is a backup.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Standing(StrEnum):
    """Of a tablet, as the server sees it."""

    JOINED = "joined"
    EXPIRED = "expired"
    EJECTED = "ejected"


@dataclass(frozen=True)
class Said:
    """A note's content: what is found again in texts, and what it names."""

    text: str
    speakers: tuple[UUID, ...] = ()
    files: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Sending:
    """One write as it goes out: by which tablet, in whose name, and its bytes' digest.

    `proven`: the member's card was held to this tablet without a network.
    """

    tablet: UUID
    visit: UUID
    id: UUID
    base: int
    sha256: str
    seat: UUID | None
    said: Said
    proven: bool = False
    is_speaker: bool = False

    @property
    def write(self) -> tuple[int, str]:
        return self.base, self.sha256


@dataclass
class Note:
    visit: UUID
    author: UUID | None
    said: Said
    revision: int = 1
    hidden: bool = False
    writes: dict[tuple[int, str], int] = field(default_factory=dict)
    rivals: dict[tuple[int, str], Said] = field(default_factory=dict)
    ever: list[Said] = field(default_factory=list)

    def speakers_ever(self) -> set[UUID]:
        return {one for said in self.ever for one in said.speakers}

    def announces(self) -> set[UUID]:
        return {
            one for said in (self.said, *self.rivals.values()) for one in said.files
        }


@dataclass
class Aside:
    """What an ended tablet handed in."""

    sending: Sending
    author: UUID | None
    outcome: str = ""


@dataclass
class Tablet:
    visit: UUID
    standing: Standing = Standing.JOINED
    open: UUID | None = None
    sat: set[UUID] = field(default_factory=set)


@dataclass
class Held:
    """What is there, and what has gone from it."""

    tablets: dict[UUID, Tablet] = field(default_factory=dict)
    notes: dict[UUID, Note] = field(default_factory=dict)
    aside: dict[tuple[UUID, UUID, str], Aside] = field(default_factory=dict)
    #: Speaker → visit.
    speakers: dict[UUID, UUID] = field(default_factory=dict)
    #: File → (its note, its digest).
    files: dict[UUID, tuple[UUID, str]] = field(default_factory=dict)
    #: Files that came while their note was set aside.
    waiting_files: set[UUID] = field(default_factory=set)
    #: Files whose bytes went for good, of notes that may have stayed.
    gone_files: set[UUID] = field(default_factory=set)
    gone: set[UUID] = field(default_factory=set)
    #: Whose code was typed; and of those, who came only after it, with their visit.
    taken_back: set[UUID] = field(default_factory=set)
    late: dict[UUID, UUID] = field(default_factory=dict)

    def withdrawn(self, speaker: UUID) -> None:
        """Erasure wins over everything that names them."""
        self.taken_back.add(speaker)
        aside = [p[0] for p in self.aside if p[1] == speaker]
        visit = self.speakers.pop(speaker, aside[0] if aside else None)
        if visit is None:
            return
        self.gone.add(speaker)
        self.late = {one: where for one, where in self.late.items() if where != visit}
        for note_id, note in list(self.notes.items()):
            if note.visit == visit and speaker in note.speakers_ever():
                self.forget(note_id, note, speaker)
        naming = [
            place
            for place, one in self.aside.items()
            if place[0] == visit
            and (
                place[1] == speaker
                or (speaker in one.sending.said.speakers and one.outcome != "accepted")
            )
        ]
        for place in naming:
            del self.aside[place]
            self.forget_files(place[1])

    def forget(self, note_id: UUID, note: Note, speaker: UUID) -> None:
        self.gone.add(note_id)
        for place in [one for one in self.aside if one[1] == note_id]:
            del self.aside[place]
        others = note.speakers_ever() - {speaker}
        self.forget_files(note_id)
        if not others:
            del self.notes[note_id]
            return
        note.hidden = True
        note.writes.clear()
        note.rivals.clear()
        note.ever = [
            Said("", tuple(one for one in note.said.speakers if one != speaker))
        ]

    def forget_files(self, note_id: UUID) -> None:
        for file, (of, _sha256) in list(self.files.items()):
            if of == note_id:
                del self.files[file]
                self.gone_files.add(file)


@dataclass
class Known(Held):
    """Who spoke, who sat where, and what an ended tablet hands in."""

    def speaker_expected(self, sending: Sending, address: UUID) -> int:
        tablet = self.tablets[sending.tablet]
        known = self.speakers.get(sending.id)
        if tablet.visit != address:
            return 404
        if self.is_gone(sending):
            return 410
        if known == address:
            return 200
        if sending.id in self.taken_back:
            self.gone.add(sending.id)
            self.late[sending.id] = address
            return 410
        if tablet.standing is not Standing.JOINED:
            return self.deposited(sending, None)
        self.speakers[sending.id] = address
        return 201

    def deposited(self, sending: Sending, own: Note | None) -> int:
        if own and sending.write in own.writes:
            return 200
        if self.is_gone(sending):
            return 410
        place = (sending.visit, sending.id, sending.sha256)
        self.aside.setdefault(place, Aside(sending, self.author_of(sending)))
        return 403

    def author_of(self, sending: Sending) -> UUID | None:
        """Who sat there; the open seat's where the tablet names nobody."""
        tablet = self.tablets[sending.tablet]
        if sending.seat is None:
            return tablet.open
        sat = sending.proven or sending.seat in tablet.sat
        return sending.seat if sat else None

    def is_gone(self, sending: Sending) -> bool:
        return bool({sending.id, *sending.said.speakers} & self.gone)

    def of_visit(self, visit: UUID) -> set[UUID]:
        return {one for one, where in self.speakers.items() if where == visit}


@dataclass
class Promise(Known):
    """How writes, deposits and backups change it."""

    def expected(self, sending: Sending, address: UUID) -> int:
        """The status of a write to the visit at that address; it has its effect here."""
        tablet = self.tablets[sending.tablet]
        if tablet.visit != address:
            return 404
        known = self.notes.get(sending.id)
        own = known if known and known.visit == address else None
        if tablet.standing is not Standing.JOINED:
            return self.deposited(sending, own)
        if self.is_gone(sending):
            return 410
        if not set(sending.said.speakers) <= self.of_visit(address):
            return 200 if own and sending.write in own.writes else 422
        if known is None:
            return self.created(sending, self.author_of(sending))
        if own is None:
            return 404
        return self.changed(sending, own, self.author_of(sending))

    def created(self, sending: Sending, author: UUID | None) -> int:
        self.waiting_files -= set(sending.said.files)
        self.notes[sending.id] = Note(
            sending.visit,
            author,
            sending.said,
            writes={sending.write: 1},
            ever=[sending.said],
        )
        return 201

    def changed(self, sending: Sending, own: Note, author: UUID | None) -> int:
        if sending.write in own.writes:
            return 200
        if author is None or author != own.author:
            return 403
        return self.corrected(sending, own)

    def corrected(self, sending: Sending, own: Note) -> int:
        own.ever.append(sending.said)
        self.waiting_files -= set(sending.said.files)
        if sending.base == own.revision:
            own.revision += 1
            own.said = sending.said
            own.writes[sending.write] = own.revision
            return 200
        own.rivals[sending.write] = sending.said
        return 409

    def accepted(self, aside: Aside) -> int:
        """By the lead, who may correct every note."""
        sending = aside.sending
        if self.is_gone(sending):
            del self.aside[sending.visit, sending.id, sending.sha256]
            return 410
        if not set(sending.said.speakers) <= self.of_visit(sending.visit):
            return 422
        if sending.is_speaker:
            aside.outcome = "accepted"
            self.speakers[sending.id] = sending.visit
            return 303
        known = self.notes.get(sending.id)
        if known and known.visit != sending.visit:
            return 422
        aside.outcome = "accepted"
        if known is None:
            self.created(sending, aside.author)
        elif sending.write not in known.writes:
            self.corrected(sending, known)
        return 303

    def restored(self, backup: "Promise", withdrawn: list[UUID]) -> "Promise":
        """The backup, after what was erased since has gone from it again."""
        for speaker in withdrawn:
            backup.withdrawn(speaker)
        for note_id in self.gone - backup.gone:
            if note_id in backup.notes and note_id not in self.notes:
                del backup.notes[note_id]
                backup.forget_files(note_id)
        backup.gone |= self.gone - set(self.late)
        backup.late = {k: v for k, v in backup.late.items() if k in self.late}
        return backup

    def complete(self, note: Note) -> bool:
        return set(note.said.files) <= set(self.files)
