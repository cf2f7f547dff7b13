"""What the lead, a speaker and the keeper of backups do meanwhile."""

import copy
import re
from datetime import UTC, datetime, timedelta

from app.ids import seed_id, uuid7
from app.models import Tablet as TabletRow
from tests.sync.calling import posted
from tests.sync.promise import Standing
from tests.sync.tablets import Tablet
from tests.sync.telling import Telling

CODE = re.compile(rb"[2-9A-HJ-NP-Z]{4}(?:-[2-9A-HJ-NP-Z]{4}){3}")
WHAT = (*("expire",) * 5, *("renew",) * 5, *("eject",) * 2)


class Leads(Telling):
    """What the lead, a speaker and the keeper of backups do."""

    def change_tablet(self, n: int, which: int, _how: int) -> None:
        tablet = self.tablets[n % len(self.tablets)]
        promised = self.promise.tablets[tablet.id]
        what = WHAT[which]
        if what == "expire" and promised.standing is Standing.JOINED:
            with self.world.database.writing() as session:
                row = session.get_one(TabletRow, tablet.id)
                row.expires_at = datetime.now(UTC) - timedelta(seconds=1)
                session.add(row)
            promised.standing = Standing.EXPIRED
        elif what == "renew" and promised.standing is Standing.EXPIRED:
            self.renew(tablet)
        elif what == "eject":
            self.led(tablet, f"tablets/{tablet.id}/ejection")
            promised.standing, promised.open = Standing.EJECTED, None

    def renew(self, tablet: Tablet) -> None:
        self.led(tablet, f"tablets/{tablet.id}/renewal")
        self.promise.tablets[tablet.id].standing = Standing.JOINED

    def led(self, tablet: Tablet, path: str, status: int = 303, **values: str) -> bytes:
        address = f"/visits/{tablet.visit}/{path}"
        answer = self.ask(posted(address, self.place(tablet).lead, **values))
        assert answer.status == status, (path, answer.status, answer.body)
        return answer.body

    def settle_aside(self, _n: int, which: int, how: int) -> None:
        waiting = [one for one in self.promise.aside.values() if not one.outcome]
        if not waiting:
            return
        aside = waiting[which % len(waiting)]
        sent = aside.sending
        row = seed_id("quarantine", str(sent.visit), str(sent.id), sent.sha256)
        tablet = next(one for one in self.tablets if one.id == sent.tablet)
        status = 303
        outcome = "accepted" if how % 3 else "refused"
        if outcome == "accepted":
            status = 422 if self.promise.accepted(aside) == 422 else 303
        else:
            aside.outcome = "refused"
        self.led(tablet, f"quarantine/{row}", status, outcome=outcome)

    def register_speaker(self, n: int, _which: int, _how: int) -> None:
        tablet = self.tablets[n % len(self.tablets)]
        if len(self.promise.speakers) > 3:
            return
        speaker = uuid7()
        values = {"id": str(speaker), "voice": "migrants", "consents": "notes"}
        page = self.led(tablet, "speakers", 200, **values)
        found = CODE.search(page)
        assert found
        self.codes[speaker] = found[0].decode()
        self.promise.speakers[speaker] = tablet.visit

    def withdraw(self, _n: int, which: int, how: int) -> None:
        """Now and then: whoever spoke takes it back."""
        speakers = [one for one in self.codes if one not in self.withdrawn]
        if not speakers or how % 2:
            return
        speaker = speakers[which % len(speakers)]
        answer = self.ask(posted("/links/withdraw", "", code=self.codes[speaker]))
        assert answer.status == 200, answer.body
        self.promise.withdrawn(speaker)
        self.withdrawn.append(speaker)

    def back_up(self, _n: int, _which: int, how: int) -> None:
        if how % 2 == 0:
            visits = [place.id for place in self.places]
            kept = (copy.deepcopy(self.promise), dict(self.receipts))
            self.backup = (self.world.backup(visits), *kept)

    def restore(self, _n: int, _which: int, how: int) -> None:
        """The disk is gone: yesterday's backup answers, under another epoch."""
        if self.backup is not None and how % 2 == 0:
            copied, promise, receipts = self.backup
            self.world.restore(copied)
            restored = copy.deepcopy(promise)
            self.promise = self.promise.restored(restored, self.withdrawn)
            self.receipts = dict(receipts)

    def look(self, _n: int, _which: int, _how: int) -> None:
        self.compare()
