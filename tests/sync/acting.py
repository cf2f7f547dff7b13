"""A field day: whatever may happen, in any order, and everybody online at its end."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from app.evidence.filing import sha256_of
from tests.sync.calling import Asked
from tests.sync.leading import Leads
from tests.sync.promise import Standing
from tests.sync.sending import Conflicts
from tests.sync.tablets import Item
from tests.sync.writing import Writing

#: Chooses among what is there.
NUMBER = st.integers(0, 11)

#: How often each.
WEIGHTS = {
    "write": 13, "finish": 14, "attach": 6, "correct": 7, "open_seat": 7, "crash": 2,
    "set_clock": 1, "send_next": 10, "send_all": 10, "send_any": 5, "race": 3,
    "take_up": 4, "diverge": 4, "to_another_visit": 1, "meddle": 2, "change_tablet": 5,
    "settle_aside": 4, "register_speaker": 2, "meet": 4, "withdraw": 5, "back_up": 3, "restore": 4,
    "look": 1,
}  # fmt: skip
ACTS = [what for what, often in WEIGHTS.items() for _n in range(often)]


class FieldDay(Writing, Conflicts, Leads):
    """All of it. At the end everybody is online once more, and nothing is missing.

    One rule, not twenty: Hypothesis leaves out half of the rules in each run, and a note
    that nobody finishes or sends proves nothing.
    """

    @rule(what=st.sampled_from(ACTS), n=NUMBER, which=NUMBER, how=NUMBER)
    def act(self, what: str, n: int, which: int, how: int) -> None:
        self.failed = True
        getattr(self, what)(n, which, how)
        self.failed = False
        self.seen["steps"] += 1

    def teardown(self) -> None:
        try:
            if not self.failed:
                self.come_home()
                self.compare()
                self.nothing_is_lost()
                self.files_are_whole()
        finally:
            self.caller.close()

    def come_home(self) -> None:
        for tablet in self.tablets:
            if self.promise.tablets[tablet.id].standing is Standing.EXPIRED:
                self.renew(tablet)
            path = f"/api/v1/visits/{tablet.visit}/evidence?limit=1"
            tablet.notice(
                self.ask(Asked("GET", path, headers={"cookie": tablet.cookie}))
            )
        for tablet in self.tablets * 2:
            for item in tablet.waiting():
                self.send(tablet, item, "well")

    def nothing_is_lost(self) -> None:
        """Each write that was acknowledged is here, set aside, or erased on purpose."""
        here = {
            (key, *write)
            for key, note in self.promise.notes.items()
            for write in [*note.writes, *note.rivals]
        }
        here |= {
            (one.sending.id, *one.sending.write) for one in self.promise.aside.values()
        }
        here |= {
            (file, 0, sha256) for file, (_of, sha256) in self.promise.files.items()
        }
        here |= {
            (item.id, 0, item.sha256)
            for item in self.acknowledged.values()
            if item.id in self.promise.speakers
        }
        gone = self.promise.gone | self.promise.gone_files
        lost = {
            key: item
            for key, item in self.acknowledged.items()
            if key not in here
            and not {item.id, item.of, *item.said.speakers} & gone
            and not self.waits_for_somebody(item)
        }  # fmt: skip
        assert not lost, lost.values()

    def files_are_whole(self) -> None:
        """What has a receipt lies on the disk by its digest; nothing here cleans it."""
        promise = self.promise
        visits = {key: note.visit for key, note in promise.notes.items()}
        visits |= {key: visit for visit, key, _sha256 in promise.aside}
        for file, (of, sha256) in promise.files.items():
            place = self.world.files.received(visits[of], file, sha256)
            assert place.exists(), (file, of)
            assert sha256_of(place) == sha256

    def waits_for_somebody(self, item: Item) -> bool:
        """A restored backup does not know who spoke, or refuses what was set aside
        before it: the tablet keeps it and says so."""
        unknown = set(item.said.speakers) - set(self.promise.speakers)
        note = self.promise.notes.get(item.id)
        is_foreign = note is not None and note.author != item.seat
        return item.state == "attention" and (bool(unknown) or is_foreign)
