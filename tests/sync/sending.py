"""The queue, over a network that loses, repeats and reorders; and two tablets at odds."""

from uuid import UUID

from tests.sync.calling import Asked
from tests.sync.promise import Note
from tests.sync.tablets import Draft, Item, Tablet
from tests.sync.writing import MOSTLY_FIRST, Sitting

FATES = ("well", "well", "well", "request lost", "answer lost", "twice", "hung up")


class Sends(Sitting):
    """The queue, over a network that loses, repeats and reorders."""

    def send_next(self, n: int, _which: int, how: int) -> None:
        tablet = self.one(n, [one for one in self.tablets if one.waiting()])
        for item in tablet.waiting()[:1]:
            self.send(tablet, item, FATES[how % len(FATES)])

    def send_all(self, n: int, _which: int, _how: int) -> None:
        tablet = self.one(n, [one for one in self.tablets if one.waiting()])
        for item in tablet.waiting()[:6]:
            self.send(tablet, item, "well")

    def send_any(self, n: int, which: int, how: int) -> None:
        """Out of order, or what was received long ago."""
        tablet = self.one(n, [one for one in self.tablets if one.items])
        if tablet.items:
            item = tablet.items[which % len(tablet.items)]
            self.send(tablet, item, FATES[how % len(FATES)])

    def send(self, tablet: Tablet, item: Item, fate: str) -> None:
        if fate == "request lost":
            return
        if fate == "hung up":
            self.hang_up(tablet, item)
        elif fate == "twice":
            for answer in self.delivered_at_once((tablet, item), (tablet, item)):
                tablet.learn(item, answer)
        else:
            answer = self.delivered(tablet, item)
            if fate == "well":
                tablet.learn(item, answer)

    def hang_up(self, tablet: Tablet, item: Item) -> None:
        """It has no effect at all: the next comparison sees it."""
        asked = tablet.asked(item)
        cut = Asked(asked.method, asked.path, asked.body, asked.headers, heard=7)
        answer = self.caller.ask(cut)
        assert 400 <= answer.status < 500


class Conflicts(Sends):
    """Two tablets, two visits, two people at odds."""

    def race(self, _n: int, a: int, b: int) -> None:
        """Two tablets at the same moment."""
        sent = []
        for tablet, which in ((self.tablets[0], a), (self.tablets[1], b)):
            notes = [one for one in tablet.items if one.kind == "note"]
            if notes:
                sent.append((tablet, notes[which % len(notes)]))
        if len(sent) == 2:
            for (tablet, item), answer in zip(
                sent, self.delivered_at_once(*sent), strict=True
            ):
                tablet.learn(item, answer)

    def take_up(self, n: int, which: int, _how: int) -> None:
        """The same note on another tablet: read there by its author, changed, offline."""
        tablet = self.one(n, self.tablets)
        member = self.promise.tablets[tablet.id].open
        own = [
            (key, note)
            for key, note in self.promise.notes.items()
            if note.author == member is not None and not note.hidden
            and key not in tablet.drafts
        ]  # fmt: skip
        if not own or not self.joined(tablet) or member is None:
            return
        self.read_there(tablet, *own[which % len(own)])

    def diverge(self, n: int, which: int, how: int) -> None:
        """An author changes one note on two tablets, and neither knows of the other."""
        place = self.places[0]
        pair = [one for one in self.tablets if one.visit == place.id]
        if not all(self.joined(tablet) for tablet in pair):
            return
        member = place.members[MOSTLY_FIRST[which] % len(place.members)]
        for tablet in pair:
            self.sit(tablet, member)
        for tablet in pair:
            self.take_up(self.tablets.index(tablet), which, how)
            for draft in [one for one in tablet.drafts.values() if one.base]:
                tablet.finish(draft)

    def read_there(self, tablet: Tablet, key: UUID, note: Note) -> None:
        member = self.promise.tablets[tablet.id].open
        assert member
        path = f"/api/v1/visits/{tablet.visit}/evidence/{key}"
        read = self.ask(Asked("GET", path, headers={"cookie": tablet.cookie})).json()
        assert (read["text"], read["revision"]) == (note.said.text, note.revision)
        self.words += 1
        files = tuple((file, self.bytes_of(file)) for file in note.said.files)
        draft = Draft(key, member, note.revision, f"Zx {self.words} elsewhere", None, note.said.speakers, files)  # fmt: skip
        tablet.drafts[key] = draft

    def bytes_of(self, file: UUID) -> bytes:
        return next(
            one.body
            for tablet in self.tablets
            for one in tablet.items
            if one.id == file
        )

    def to_another_visit(self, n: int, which: int, _how: int) -> None:
        tablet = self.one(n, [one for one in self.tablets if one.items])
        other = next(one.id for one in self.places if one.id != tablet.visit)
        if tablet.items:
            self.delivered(tablet, tablet.items[which % len(tablet.items)], other)

    def meddle(self, n: int, which: int, who: int) -> None:
        """Somebody changes another's note, by a program that pretends to be the tablet;
        who sends something at the same moment is not to suffer."""
        tablet = self.tablets[n % len(self.tablets)]
        members = self.place(tablet).members
        member = members[who % len(members)].id
        others = [
            (key, one)
            for key, one in self.promise.notes.items()
            if one.author != member and not one.hidden
        ]
        if others:
            key, note = others[which % len(others)]
            draft = Draft(key, member, note.revision, "Zx not mine")
            forging = Tablet(tablet.id, tablet.visit, tablet.cookie)
            forging.drafts[key] = draft
            forging.finish(draft)
            beside = [(one, item) for one in self.tablets for item in one.waiting()[:1]]
            sent = [(forging, forging.items[0]), *beside[:1]]
            for (_one, item), answer in zip(
                sent[1:], self.delivered_at_once(*sent)[1:], strict=True
            ):
                beside[0][0].learn(item, answer)
            if not self.joined(tablet):  # it was set aside, so it is not lost either
                tablet.items.append(forging.items[0])
