"""What a text may not carry out of the team: in a small town a detail is a name.

Source: domain.md, section 6; design, section 6. Never session, date, number or language.
"""

import re
from collections.abc import Collection

from babel import Locale

from app.errors import Problem
from app.i18n import OFFERED, _

#: So many words of the original in a row are a copy, not a text written anew.
COPIED = 6
#: Shorter names, such as a room called "A", are words of any text.
NAME = 5
#: In words; "one" is everywhere in both languages.
NUMBERS = frozenset(
    [
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "hundred",
        "dozen",
        "deux",
        "trois",
        "quatre",
        "cinq",
        "six",
        "sept",
        "huit",
        "neuf",
        "dix",
        "onze",
        "douze",
        "treize",
        "quatorze",
        "quinze",
        "seize",
        "vingt",
        "trente",
        "quarante",
        "cinquante",
        "cent",
        "centaine",
        "dizaine",
        "douzaine",
    ]
)
#: Words before they are months.
AMBIGUOUS = frozenset({"may", "march", "mars", "mai"})


def release_problems(
    text: str, originals: Collection[str], names: Collection[str]
) -> list[Problem]:
    """Say why this cannot be released; an empty list means two people may pass it.

    `originals` are the note and its translations, `names` the visit's sessions, places
    and people met.
    """
    words, said = words_of(text), []
    if any(c.isdigit() for c in text) or NUMBERS & set(words):
        said.append(_("Take out numbers: a count or an age can point to somebody."))
    if DATES & set(words) or ambiguous_months(text):
        said.append(_("Take out days and months."))
    if LANGUAGES_NAMED & set(words):
        said.append(_("Take out the language that was spoken."))
    if any(is_named(words, words_of(name)) for name in names if len(name) >= NAME):
        said.append(_("Take out sessions, places and people of the agenda."))
    if any(is_copied(words, words_of(original)) for original in originals):
        said.append(_("Write it anew: it still has the words that were spoken."))
    return [Problem("text", one) for one in said]


def words_of(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.casefold())


def is_named(words: list[str], name: list[str]) -> bool:
    size = len(name)
    return bool(name) and any(
        words[n : n + size] == name for n in range(len(words) - size + 1)
    )


def is_copied(words: list[str], original: list[str]) -> bool:
    """A short original is copied when all of it is there."""
    size = min(COPIED, len(original))
    runs = {tuple(original[n : n + size]) for n in range(len(original) - size + 1)}
    return size > 2 and any(
        tuple(words[n : n + size]) in runs for n in range(len(words) - size + 1)
    )


def ambiguous_months(text: str) -> bool:
    """ "May" and "March" inside a sentence; "en mai", "fin mars"."""
    inside = r"(?<=[\w,;] )(?:May|March)\b|\b(?:en|fin|début|mi|depuis|jusqu'en) ?-?(?:mai|mars)\b"
    return re.search(inside, text) is not None


def dates_named() -> frozenset[str]:
    found: set[str] = set()
    for code in ("en", "fr"):
        locale = Locale.parse(code)
        found |= {w.casefold() for w in locale.days["format"]["wide"].values()}
        found |= {w.casefold() for w in locale.months["format"]["wide"].values()}
    return frozenset(found - AMBIGUOUS)


def languages_named() -> frozenset[str]:
    """Of those people write in here, in English and French, with the French feminine."""
    found = {
        str(Locale.parse(code).languages.get(spoken, spoken)).casefold()
        for code in ("en", "fr")
        for spoken in OFFERED
    }
    return frozenset(
        found | {f"{one}e" for one in found} | {f"{one}s" for one in found}
    )


DATES = dates_named()
LANGUAGES_NAMED = languages_named()
