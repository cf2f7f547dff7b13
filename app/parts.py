"""Parts of pages kept as they were written, until a plan has changed."""

from collections.abc import Callable, Hashable
from sys import getsizeof
from threading import Lock

from cachetools import LRUCache
from markupsafe import Markup
from sqlmodel import Session

from app.db import READS
from app.i18n import language
from app.plan_mark import plan_mark

#: Of one process, in bytes; an agenda of two hundred sessions has half a million.
MOST = 32 * 2**20
PARTS: LRUCache[Hashable, Markup] = LRUCache(MOST, getsizeof)
LOCK = Lock()


def kept(session: Session, name: Hashable, write: Callable[[], Markup]) -> Markup:
    """The part as it was written for the same plans, language and `name`.

    `name` has all that makes it another part, above all what its reader may see. Inside
    a transaction that writes it is written anew: what it shows may be taken back.
    """
    mark = plan_mark(session) if session.info.get(READS) else None
    if mark is None:
        return write()
    key = (mark, language(), name)
    with LOCK:
        found = PARTS.get(key)
    if found is None:
        found = write()
        with LOCK:
            if getsizeof(found) <= MOST:
                PARTS[key] = found
    return found
