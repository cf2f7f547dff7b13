"""What is said to those who plan when they have asked people for their hours."""

from app.i18n import _, ngettext
from app.visits.availability_asking import Outcome


def asked_words(outcome: Outcome) -> str:
    """Each who was not written to is named, with why."""
    said = []
    if count := len(outcome.asked):
        sentence = ngettext("%(count)s person is asked by mail.", "%(count)s people are asked by mail.", count)  # fmt: skip
        said.append(sentence % {"count": count})
    if outcome.just_asked:
        names = ", ".join(who.name for who in outcome.just_asked)
        said.append(_("Asked within the last hour, so not again: %(names)s.", names=names))  # fmt: skip
    if outcome.unreachable:
        names = ", ".join(who.name for who in outcome.unreachable)
        said.append(_("No e-mail address is known of: %(names)s.", names=names))
    return " ".join(said) or _("Everybody has said when they can come.")
