"""What a note needs the speakers' consent for, and when a consent counts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.errors import Problem
from app.i18n import _
from app.values import ConsentTo

NOTHING: frozenset[ConsentTo] = frozenset()


@dataclass(frozen=True)
class Uses:
    """What a note does with what somebody said."""

    quotes: bool
    media_types: Collection[str] = ()


def counting(
    given: frozenset[ConsentTo], *, minor: bool, guardian_agrees: bool
) -> frozenset[ConsentTo]:
    """Under 18 nothing counts without a parent or guardian (domain.md section 6)."""
    return NOTHING if minor and not guardian_agrees else given


def consents_lacking(
    uses: Uses, speakers: Sequence[frozenset[ConsentTo]]
) -> list[ConsentTo]:
    """The consents still to be asked for, of the speakers a note names.

    Whoever is named agrees to notes; a verbatim quotation needs somebody who agreed to
    be quoted; a photo or a recording of somebody named needs theirs.
    """
    needed = {ConsentTo.NOTES} if speakers else set()
    if uses.quotes:
        needed.add(ConsentTo.QUOTE)
    for kind, scope in (("audio/", ConsentTo.AUDIO), ("image/", ConsentTo.PHOTO)):
        if speakers and any(one.startswith(kind) for one in uses.media_types):
            needed.add(scope)
    agreed = frozenset.intersection(*speakers) if speakers else NOTHING
    return [scope for scope in ConsentTo if scope in needed - agreed]


def speaker_problems(
    *, minor: bool, guardian_agrees: bool, consents: Collection[ConsentTo]
) -> list[Problem]:
    if minor and consents and not guardian_agrees:
        said = _(
            "Under 18, a parent or guardian has to agree too: ask them first, and note it here."
        )
        return [Problem("guardian_agrees", said)]
    return []
