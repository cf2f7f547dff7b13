"""Erasures outside the database, so that a restored backup forgets again before it serves.

One JSON object per line: ids and hashes, no content. Written and on disk before the
erasure itself is committed: a line too many erases what somebody asked to have erased.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from uuid import UUID

from sqlmodel import Session, select

from app.evidence.erasing import erase_note
from app.evidence.withdrawing import Gone, erase_speaker, withdraw
from app.models import Erasure, Evidence, Person, Speaker, Visit
from app.people.erasing import erase_person


def keep_outside(path: Path, gone: Iterable[Gone]) -> None:
    """Appends what the file does not have yet; raises `OSError` where it cannot."""
    known = set(kept(path))
    lines = [
        json.dumps(asdict(one), default=str) + "\n" for one in gone if one not in known
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())


def kept(path: Path) -> Iterator[Gone]:
    if not path.exists():
        return
    for line in path.read_text().splitlines():
        values = json.loads(line)
        for name in ("visit_id", "programme_id"):
            values[name] = UUID(values[name]) if values[name] else None
        yield Gone(**values)


def replay(session: Session, path: Path) -> int:
    """Erases again what is there again; how many lines still had something to do.

    Speakers first: what they said with others is hidden, then what was redacted goes.
    """
    lines = sorted(set(kept(path)), key=lambda one: ORDER.index(one.subject))
    return sum(replay_one(session, one) for one in lines)


ORDER = ("code", "speaker", "hidden", "evidence", "person")


def replay_one(session: Session, one: Gone) -> bool:
    if one.subject == "code":
        return len(withdraw(session, one.key)) > 1
    record_id = UUID(one.key)
    if one.subject == "person":
        return erased_again(session, record_id)
    if one.subject == "speaker" and (speaker := session.get(Speaker, record_id)):
        erase_speaker(session, speaker)
        return True
    if one.subject == "evidence" and (note := session.get(Evidence, record_id)):
        erase_note(session, note)
        return True
    return remember(session, one, record_id)


def erased_again(session: Session, person_id: UUID) -> bool:
    person = session.get(Person, person_id)
    if person is None or person.erased_at is not None:
        return False
    erase_person(session, person, None)
    return True


def remember(session: Session, one: Gone, record_id: UUID) -> bool:
    """Not here now, and not welcome later; without its visit nothing can come."""
    known = session.exec(select(Erasure).where(Erasure.subject_id == record_id)).first()
    if known or one.visit_id is None or session.get(Visit, one.visit_id) is None:
        return False
    session.add(
        Erasure(
            programme_id=one.programme_id,
            visit_id=one.visit_id,
            subject=one.subject,
            subject_id=record_id,
        )
    )
    return True
