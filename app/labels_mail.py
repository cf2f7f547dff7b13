"""The words for what became of a mail, and for what people answer to one."""

from enum import StrEnum

from app.i18n import lazy
from app.values_people import Coming, MailFailure, MailShown, Suits

MAILS: list[tuple[StrEnum, str]] = [
    (MailShown.WAITING, lazy("Waiting")),
    (MailShown.SENT, lazy("Sent")),
    (MailShown.FAILED, lazy("Failed")),
    (MailShown.NOT_SENT, lazy("Not sent")),
    (Coming.YES, lazy("Yes, I come")),
    (Coming.NO, lazy("No, I cannot come")),
    (Suits.YES, lazy("Yes, these days suit")),
    (Suits.IF_NEED_BE, lazy("If need be")),
    (Suits.NO, lazy("No, not on these days")),
    (
        MailFailure.ADDRESS_REFUSED,
        lazy("The mail server says that there is no such address."),
    ),
    (MailFailure.MAILBOX_FULL, lazy("The mailbox is full.")),
    (MailFailure.TRY_LATER, lazy("The mail server asked to try later.")),
    (MailFailure.NOT_TAKEN, lazy("The mail server would not take the message.")),
    (MailFailure.UNREACHABLE, lazy("The mail server could not be reached.")),
    (MailFailure.NO_ADDRESS, lazy("No e-mail address is known that mail could go to.")),
    (
        MailFailure.OVERTAKEN,
        lazy(
            "What it told no longer stands: there is a newer release, or the person or the session is no longer part of the visit."
        ),
    ),
]
