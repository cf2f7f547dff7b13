"""The words of each mail, in its reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from uuid import UUID

from app.i18n import _, speaking
from app.models.base import now
from app.people.rules import spaced
from app.visits.calendar_files import Asked, invitation_file
from app.visits.calendar_rules import Entry
from app.visits.told_words import (
    Told,
    agenda_letter,
    named,
    one_line,
    session_letter,
)

#: Who writes, and the address of this site.
Place = tuple[str, str]

REMINDER = "reminder"


@dataclass(frozen=True)
class Letter:
    """One message and its reader; `secret` is whatever only they may see."""

    id: UUID
    template: str
    name: str
    address: str
    language: str
    secret: str
    #: What its words name, in its reader's language: a programme, whoever wrote.
    named: Mapping[str, str] = field(default_factory=dict)
    #: What a release changes for them.
    told: Told | None = None


def composed(letter: Letter, sender: str, site: str) -> EmailMessage:
    """Raises ValueError where an address holds a line break: no header can be slipped in."""
    language = "fr" if letter.language.startswith("fr") else "en"
    with speaking(language):
        subject, text = TEXTS[letter.template](letter, site)
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = sender
    message["To"] = letter.address
    message["Date"] = format_datetime(now())
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    message["Content-Language"] = language
    if letter.told and letter.told.entry:
        with speaking(language):
            add_calendar(
                message, letter, letter.told, letter.told.entry, (sender, site)
            )
    return message


def add_calendar(
    message: EmailMessage, letter: Letter, told: Told, entry: Entry, place: Place
) -> None:
    """Beside the text, for mail programs that show invitations; and as a file for those
    that only open one (RFC 6047, 2.4). Raises ValueError as `composed`."""
    sender, site = place
    item = told.items[0]
    asked = Asked(
        told.programme,
        sender,
        letter.name,
        letter.address,
        told.answer,
        f"{site}/links/{letter.secret}",
    )
    title = named(item)["title"]
    written = invitation_file(entry, asked, title, stands=item.stands)
    method = "REQUEST" if item.stands else "CANCEL"
    params = {"method": method, "name": "invite.ics"}
    message.add_alternative(written.decode(), subtype="calendar", params=params)
    message.add_attachment(
        written, maintype="application", subtype="ics", filename="invite.ics"
    )


def sign_in_code(letter: Letter, site: str) -> tuple[str, str]:
    paragraphs = [
        _("Hello %(name)s,", name=letter.name),
        _("Your code for Repère is:"),
        f"    {spaced(letter.secret)}",
        _(
            "Type it in the browser in which you asked for it, within 10 minutes. It works once."
        ),
        _(
            "If you did not ask for it, there is nothing to do: without it nobody gets in. Never tell it to anybody, not even to us."
        ),
        site,
    ]
    return _("Your code for Repère"), "\n\n".join(paragraphs) + "\n"


def invitation(letter: Letter, site: str) -> tuple[str, str]:
    by, programme = letter.named["by"], letter.named["programme"]
    paragraphs = [
        _("Hello %(name)s,", name=letter.name) if letter.name else _("Hello,"),
        _(
            "%(by)s invites you to take part in %(programme)s, on Repère.",
            by=by,
            programme=programme,
        )
        if by
        else _(
            "You are invited to take part in %(programme)s, on Repère.",
            programme=programme,
        ),
        _("Open this page to read what you are asked, and to accept:"),
        f"{site}/links/{letter.secret}",
        _(
            "The link is for you alone. It works once, for 14 days; there is no password. If you did not expect it, there is nothing to do."
        ),
        site,
    ]
    return _("Your invitation to Repère"), "\n\n".join(paragraphs) + "\n"


def taken_over(letter: Letter, site: str) -> tuple[str, str]:
    paragraphs = [
        _("Hello %(name)s,", name=letter.name),
        _(
            "From today you take over what a colleague left open in %(programme)s. Your first page shows what waits for you.",
            programme=letter.named["programme"],
        ),
        site,
    ]
    return _("You take over on Repère"), "\n\n".join(paragraphs) + "\n"


def handed_over(letter: Letter, site: str) -> tuple[str, str]:
    paragraphs = [
        _("Hello %(name)s,", name=letter.name),
        _(
            "Your part in %(programme)s ends today: what was open has passed to your successor. What you wrote stays under your name. Thank you.",
            programme=letter.named["programme"],
        ),
        _("If this is a mistake, tell the programme's coordinator."),
        site,
    ]
    return _("Your part on Repère has passed on"), "\n\n".join(paragraphs) + "\n"


def reminder(letter: Letter, site: str) -> tuple[str, str]:
    """`named` has the step, its date, where it is done and whether it is late."""
    said = {name: letter.named[name] for name in ("step", "date")}
    paragraphs = [
        _("Hello %(name)s,", name=letter.name),
        _("%(step)s was due on %(date)s and is not marked as done.", **said)
        if letter.named["late"]
        else _("%(step)s is due on %(date)s. You see to it.", **said),
        _("Where it stands, and where to say that it is done or give it another date:"),
        f"{site}{letter.named['at']}",
        _("To have no more reminders:"),
        f"{site}/account#reminders",
    ]
    subject = _("Reminder: %(step)s due %(date)s", **said)
    return subject, "\n\n".join(paragraphs) + "\n"


def dates(letter: Letter, site: str) -> tuple[str, str]:
    """`named` has the visit, its programme and, for who plans, where it is answered."""
    said = {name: letter.named[name] for name in ("visit", "programme")}
    why = _("For “%(visit)s” (%(programme)s) days are proposed. Please say which of them suit you:", **said)  # fmt: skip
    return _which_days(letter, site, why)


def dates_again(letter: Letter, site: str) -> tuple[str, str]:
    said = {name: letter.named[name] for name in ("visit", "programme")}
    why = _("We asked you which days suit you for “%(visit)s” (%(programme)s), and still wait for your answer. It takes a minute:", **said)  # fmt: skip
    return _which_days(letter, site, why)


def _which_days(letter: Letter, site: str, why: str) -> tuple[str, str]:
    paragraphs = [
        _("Hello %(name)s,", name=letter.name),
        why,
        f"{site}/links/{letter.secret}" if letter.secret else f"{site}{letter.named['at']}",
        _("The link is for you alone. You can change your answer until the days are chosen.")
        if letter.secret
        else _("You can change your answer until the days are chosen."),
        site,
    ]  # fmt: skip
    return one_line(_("Which days suit you? %(visit)s", visit=letter.named["visit"])), "\n\n".join(paragraphs) + "\n"  # fmt: skip


def agenda(letter: Letter, site: str) -> tuple[str, str]:
    assert letter.told, "read when it was claimed"
    return agenda_letter(letter.told, letter.name, letter.secret, site)


def agenda_session(letter: Letter, site: str) -> tuple[str, str]:
    assert letter.told, "read when it was claimed"
    return session_letter(letter.told, letter.name, letter.secret, site)


def availability(letter: Letter, site: str) -> tuple[str, str]:
    """`named` has the visit, the programme and the days."""
    return _asking(
        letter,
        site,
        _(
            "“%(visit)s” is being planned for %(days)s, in the programme %(programme)s. When can you come? Say it for each day, and those who plan look for hours that suit you.",
            **letter.named,
        ),
    )


def availability_again(letter: Letter, site: str) -> tuple[str, str]:
    return _asking(
        letter,
        site,
        _(
            "We asked you when you can come to “%(visit)s” (%(days)s), in the programme %(programme)s, and nothing is noted yet. It takes a minute.",
            **letter.named,
        ),
    )


def _asking(letter: Letter, site: str, why: str) -> tuple[str, str]:
    paragraphs = [
        _("Hello %(name)s,", name=letter.name),
        why,
        f"{site}/links/{letter.secret}",
        _(
            "No reason is asked for, and you can change what you said until the last day begins. The link is for you alone; there is no password."
        ),
        site,
    ]
    subject = _("When can you come? %(visit)s", visit=letter.named["visit"])
    return subject, "\n\n".join(paragraphs) + "\n"


TEXTS = {
    "availability": availability,
    "availability-again": availability_again,
    REMINDER: reminder,
    "dates": dates,
    "dates-again": dates_again,
    "sign-in-code": sign_in_code,
    "invitation": invitation,
    "taken-over": taken_over,
    "handed-over": handed_over,
    "agenda": agenda,
    "session": agenda_session,
}
