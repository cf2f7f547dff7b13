"""Pass cards as they are printed, each in its member's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app import i18n
from app.i18n import _, speaking
from app.models import TeamMember, Visit
from app.people.seat_actions import NewCard
from app.people.tablet_rules import GROUP, in_groups
from app.qr import Picture, qr_picture


@dataclass(frozen=True)
class PrintedCard:
    """No place, no date and no topic: a card that is lost tells nothing of the visit."""

    name: str
    language: str
    typed: str
    picture: Picture
    title: str
    scanned: str
    how: list[str]


def printed(visit: Visit, made: Sequence[NewCard], fallback: str) -> dict[str, Any]:
    return {"visit": visit, "cards": [card_of(one, fallback) for one in made]}


def card_of(made: NewCard, fallback: str) -> PrintedCard:
    language = language_for(made.member, fallback)
    with speaking(language):
        return PrintedCard(
            name=made.member.shown_name,
            language=language,
            typed=in_groups(made.secret, GROUP),
            picture=qr_picture(made.secret),
            title=_("My pass card"),
            scanned=_("QR code that opens my seat"),
            how=[
                _("Open my seat: scan this on the team's tablet, or type the letters."),
                _("Touch “Lock now” whenever I put the tablet down."),
                _("Keep the card with me and lend it to nobody: who holds it writes and reads as me."),
                _("Lost? Tell the lead at once: a new card ends this one."),
            ],
        )  # fmt: skip


def language_for(member: TeamMember, fallback: str) -> str:
    """The first of the member's languages that the site speaks."""
    spoken = [one.split("-")[0] for one in member.languages]
    return next((one for one in spoken if one in i18n.LANGUAGES), fallback)
