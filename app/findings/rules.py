"""When a finding can stand, what makes it well supported, and the day a note belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.errors import Problem
from app.i18n import _
from app.values import TO_PLACE, Heard, Judgement, Kind, Support, Voice


@dataclass(frozen=True)
class Piece:
    """What the rules need to know of one piece of evidence used, for or against."""

    kind: Kind
    voice: Voice
    heard: Heard | None
    factors: frozenset[str]
    of_this_visit: bool = True
    lacks_consent: bool = False


@dataclass(frozen=True)
class Conclusion:
    """A finding as it would be agreed. `evidence` has what speaks for and against."""

    factor: str
    sentence: str
    word: Judgement
    reason: str
    support: Support | None
    dissent: str
    evidence: tuple[Piece, ...]


def finding_problems(finding: Conclusion) -> list[Problem]:
    """Say why this finding cannot be agreed; an empty list means it can.

    Source: domain.md, section 5 (finding, judgement).
    """
    return [
        *word_problems(finding),
        *evidence_problems(finding.factor, finding.evidence),
        *support_problems(finding.support, finding.evidence),
    ]


def word_problems(finding: Conclusion) -> list[Problem]:
    problems = []
    if not finding.sentence:
        said = _("Write the finding in one sentence: what did the team see?")
        problems.append(Problem("sentence", said))
    if finding.word is Judgement.NOT_EXPLORED:
        said = _(
            "Choose a word. If the team could not explore this factor, leave the finding a draft."
        )
        problems.append(Problem("word", said))
    if not finding.reason:
        problems.append(Problem("reason", _("Give the reason for this word.")))
    if finding.word is Judgement.VIEWS_DIFFER and not finding.dissent:
        said = _(
            "The word is “Views differ”: write who sees it how, under “Where the team differs”, or choose another word."
        )
        problems.append(Problem("dissent", said))
    return problems


def evidence_problems(factor: str, evidence: Sequence[Piece]) -> list[Problem]:
    if not evidence:
        said = _("Choose at least one piece of evidence, for or against.")
        return [Problem("evidence", said)]
    if not all(piece.of_this_visit for piece in evidence):
        said = _("A piece of evidence is not of this visit. Choose among those shown.")
        return [Problem("evidence", said)]
    if any(piece.lacks_consent for piece in evidence):
        said = _(
            "A piece of evidence lacks a speaker's consent. Ask them and note it under “People who spoke”, or do not use it here."
        )
        return [Problem("evidence", said)]
    if any(piece.factors <= {TO_PLACE} for piece in evidence):
        said = _(
            "A piece of evidence still waits to be placed. Give it its factor first, then use it."
        )
        return [Problem("evidence", said)]
    if not all(factor in piece.factors for piece in evidence):
        said = _(
            "A piece of evidence is not about this factor. Add the factor to the note, or do not use it here."
        )
        return [Problem("evidence", said)]
    return []


def support_problems(
    support: Support | None, evidence: Sequence[Piece]
) -> list[Problem]:
    if support is not Support.WELL:
        return []
    problems = []
    if len({piece.kind for piece in evidence}) < 2:
        said = _(
            "“Well supported” needs evidence of two kinds, such as an interview and a document. Add another kind, or choose another word."
        )
        problems.append(Problem("support", said))
    if not any(is_migrant_voice_heard(piece) for piece in evidence):
        said = _(
            "“Well supported” needs a migrant voice heard directly or through an interpreter. Add one, or choose another word."
        )
        problems.append(Problem("support", said))
    return problems


def is_migrant_voice_heard(piece: Piece) -> bool:
    return piece.voice is Voice.MIGRANTS and piece.heard in (
        Heard.DIRECTLY,
        Heard.INTERPRETED,
    )


def day_of(written_on: date, days: Sequence[date]) -> date:
    """The visit day at whose debrief a note is read; every note has exactly one.

    Days need not follow each other: a note written between two belongs to the earlier
    one, a note written before the visit to its first day. `days` is not empty.
    """
    return max((day for day in days if day <= written_on), default=min(days))
