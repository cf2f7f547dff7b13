"""What a team does at its tablets, mostly without a network."""

from datetime import timedelta
from uuid import UUID

from app.evidence.codes import new_code
from app.ids import uuid7
from tests.sync.calling import posted
from tests.sync.tablets import Draft, Tablet, new_draft, proof_of
from tests.sync.telling import Telling
from tests.sync.world import Member

#: Who sits down: authors who come back make conflicts.
MOSTLY_FIRST = (0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2)


class Sitting(Telling):
    """A card held to a tablet that has a network."""

    def sit(self, tablet: Tablet, member: Member) -> None:
        path = f"/visits/{tablet.visit}/field/seat"
        answer = self.ask(posted(path, tablet.cookie, card=member.card))
        assert answer.status == 303, answer.body
        promised = self.promise.tablets[tablet.id]
        promised.open = tablet.seat = member.id
        promised.sat.add(member.id)


class Writing(Sitting):
    """At the tablet, mostly without a network."""

    def open_seat(self, n: int, who: int, how: int) -> None:
        """With the card, at the server where it answers, else by the tablet alone."""
        tablet = self.tablets[n % len(self.tablets)]
        members = self.place(tablet).members
        member = members[MOSTLY_FIRST[who] % len(members)]
        if self.joined(tablet) and how % 4:
            self.sit(tablet, member)
        else:
            tablet.proofs[member.id] = proof_of(member.card, tablet.id)
        tablet.seat = member.id

    def write(self, n: int, which: int, how: int) -> None:
        """A new note, or the next words of one that was begun."""
        tablet = self.tablets[n % len(self.tablets)]
        if tablet.seat is None:
            tablet.seat = self.place(tablet).members[0].id
        own = [one for one in tablet.drafts.values() if one.seat == tablet.seat]
        self.words += 1
        text = f"Zx {self.words} said"
        if own and how % 4 == 0:
            draft = own[which % len(own)]
            draft.typed = text
        else:
            draft = new_draft(tablet.seat, text, self.speakers(tablet, which))
            tablet.drafts[draft.id] = draft
        if how % 3:
            tablet.store(draft)

    def meet(self, n: int, _which: int, how: int) -> None:
        """Somebody who spoke is written down here; they take their code with them."""
        tablet = self.tablets[n % len(self.tablets)]
        if tablet.seat is None or len(self.codes) > 6:
            return
        code = new_code()
        self.codes[tablet.meet(tablet.seat, code, plain=how % 3 == 0).id] = code

    def speakers(self, tablet: Tablet, which: int) -> list[UUID]:
        here = [one.id for one in tablet.items if one.kind == "speaker"]
        here += [
            s
            for s, where in self.promise.speakers.items()
            if where == tablet.visit and s not in here
        ]
        return here[: which % 3]

    def attach(self, n: int, which: int, _how: int) -> None:
        drafts = self.begun(n)
        if drafts:
            self.words += 1
            content = f"picture {self.words}".encode()
            draft = drafts[which % len(drafts)]
            draft.files = (*draft.files, (uuid7(), content))

    def begun(self, n: int) -> list[Draft]:
        tablet = self.one(n, [one for one in self.tablets if one.drafts])
        return list(tablet.drafts.values())

    def finish(self, n: int, which: int, _how: int) -> None:
        tablet = self.one(n, [one for one in self.tablets if one.drafts])
        drafts = list(tablet.drafts.values())
        if drafts:
            draft = drafts[which % len(drafts)]
            tablet.store(draft)
            if draft.text:  # what was lost in a crash before it was stored is no note
                tablet.finish(draft)
            else:
                del tablet.drafts[draft.id]

    def correct(self, n: int, which: int, _how: int) -> None:
        """A finished note of one's own, sent or not."""
        tablet = self.one(n, [one for one in self.tablets if one.items])
        notes = [one for one in tablet.items if one.kind == "note"]
        free = [one for one in notes if one.id not in tablet.drafts]
        if free:
            self.words += 1
            draft = tablet.correct(free[which % len(free)])
            draft.typed = f"Zx {self.words} corrected"
            tablet.store(draft)

    def crash(self, n: int, _which: int, _how: int) -> None:
        self.tablets[n % len(self.tablets)].crash()

    def set_clock(self, n: int, which: int, how: int) -> None:
        self.tablets[n % len(self.tablets)].skew = timedelta(hours=5 * (which - how))
