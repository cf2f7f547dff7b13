"""The closed lists of asking people in: links, and what became of them."""

from enum import StrEnum


class LinkPurpose(StrEnum):
    """What a link without an account is for; a withdrawal has its own page and code."""

    POLL = "poll"
    AVAILABILITY = "availability"
    INVITATION = "invitation"
    UPDATE = "update"
    COMMENT = "comment"


class LinkState(StrEnum):
    OPEN = "open"
    USED = "used"
    REVOKED = "revoked"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


class InvitationState(StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
