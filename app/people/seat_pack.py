"""Seats as a tablet takes them along: without a pass card nobody reads a name in them."""

import base64
import hashlib
import hmac
import json
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jwe
from joserfc.jwk import OctKey
from joserfc.registry import Header
from sqlmodel import Session, select

from app.models import Seat, TeamMember, Visit
from app.people.seat_queries import members_seated

#: What a tablet knows of one who may sit: `member`, `shown_name`, `languages`.
Sitting = dict[str, object]


#: Everybody who may sit, and the hash of their card where they have one.
Seated = list[tuple[TeamMember, str | None]]


def seated(session: Session, visit: Visit) -> Seated:
    cards = dict(
        session.exec(
            select(Seat.member_id, Seat.card_hash).where(Seat.visit_id == visit.id)
        ).all()
    )
    return [(one, cards.get(one.id)) for one in members_seated(session, visit)]


def seats_in_pack(people: Seated) -> list[dict[str, str]]:
    """`lookup` is found and `sealed` is opened with what only the pass card says."""
    return [
        {"lookup": lookup(card), "sealed": sealed(card, sitting(one))}
        for one, card in people
        if card
    ]


def names_in_pack(people: Seated) -> list[Sitting]:
    """For where seats may be opened by touch: there names are shown anyway."""
    return [sitting(one) for one, _card in people]


def seats_mark(people: Seated) -> str:
    """Another one when who may sit is: what is sealed looks different each time."""
    said = [[card, sitting(one)] for one, card in people]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def sitting(member: TeamMember) -> Sitting:
    return {
        "member": str(member.id),
        "shown_name": member.shown_name,
        "languages": list(member.languages),
    }


def lookup(card_hash: str) -> str:
    return mark_of(card_hash, "lookup")


def proof_of_card(card_hash: str, tablet_id: UUID) -> str:
    """That this card was held to this tablet; it opens nothing."""
    return mark_of(card_hash, f"sends {tablet_id}")


def mark_of(card_hash: str, said: str) -> str:
    mark = hmac.new(card_hash.encode(), said.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mark).rstrip(b"=").decode()


def sealed(card_hash: str, who: Sitting) -> str:
    key = HKDF(SHA256(), 32, None, b"repere seat").derive(card_hash.encode())
    head: Header = {"alg": "dir", "enc": "A256GCM"}
    return jwe.encrypt_compact(head, json.dumps(who), OctKey.import_key(key))
