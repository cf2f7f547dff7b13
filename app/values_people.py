"""The closed lists of asking people in: links, and what became of them."""

from enum import StrEnum


class LinkPurpose(StrEnum):
    """What a link without an account is for; a withdrawal has its own page and code."""

    POLL = "poll"
    AVAILABILITY = "availability"
    INVITATION = "invitation"
    UPDATE = "update"
    COMMENT = "comment"
    ATTENDANCE = "attendance"


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


class Coming(StrEnum):
    """What somebody answers who is asked to a session."""

    YES = "yes"
    NO = "no"


class Suits(StrEnum):
    """Whether somebody can come on proposed days."""

    YES = "yes"
    IF_NEED_BE = "if-need-be"
    NO = "no"


class MailFailure(StrEnum):
    """Why a mail did not reach its reader, as far as the server said it (RFC 5321, 4.2)."""

    ADDRESS_REFUSED = "address-refused"
    MAILBOX_FULL = "mailbox-full"
    TRY_LATER = "try-later"
    NOT_TAKEN = "not-taken"
    UNREACHABLE = "unreachable"
    NO_ADDRESS = "no-address"
    OVERTAKEN = "overtaken"


class MailShown(StrEnum):
    """What has become of a mail, as far as those who sent it need to know."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    NOT_SENT = "not-sent"
