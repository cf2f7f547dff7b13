"""The words of each mail, in its reader's language."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from uuid import UUID

from app.i18n import _, speaking
from app.models.base import now
from app.people.rules import spaced


@dataclass(frozen=True)
class Letter:
    """One message and its reader; `secret` is whatever only they may see."""

    id: UUID
    template: str
    name: str
    address: str
    language: str
    secret: str


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
    return message


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


TEXTS = {"sign-in-code": sign_in_code}
