"""Why a mail server did not take a message, and whether asking again can help."""

from dataclasses import dataclass

from app.values_people import MailFailure


@dataclass(frozen=True)
class Failure:
    """`is_final`: the server will say the same tomorrow (RFC 5321, 4.2.1: 5yz)."""

    reason: MailFailure
    is_final: bool


#: No such mailbox, moved elsewhere, name not allowed (RFC 5321, 4.2.2).
NO_SUCH = frozenset({550, 551, 553})
#: Beyond its storage, now or for good (RFC 5321, 4.2.2; RFC 3463, 3.3: X.2.2).
FULL = frozenset({452, 552})


def mail_failure(code: int, said: str, *, is_about_us: bool) -> Failure:
    """`is_about_us`: who sends was refused, not whom it goes to; whoever runs the service
    can mend that, so it is tried again."""
    is_final = code >= 500 and not is_about_us
    if is_about_us:
        return Failure(MailFailure.NOT_TAKEN, is_final)
    if code in FULL or "2.2" in said[1:5]:
        return Failure(MailFailure.MAILBOX_FULL, is_final)
    if code in NO_SUCH or said[:4] == "5.1.":
        return Failure(MailFailure.ADDRESS_REFUSED, is_final)
    return Failure(
        MailFailure.NOT_TAKEN if is_final else MailFailure.TRY_LATER, is_final
    )
