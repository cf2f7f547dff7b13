"""When the people of a session do not understand each other without an interpreter."""

from collections.abc import Iterable, Sequence
from functools import lru_cache


def needs_interpreter(
    held_in: Iterable[str],
    people: Iterable[Sequence[str]],
    members: Iterable[Sequence[str]],
) -> bool:
    """Whether a language of the session is spoken by none of its members, or somebody
    who is met shares none with them.

    Languages are BCP 47, of the session and of each one met or sent; `fr-BE` is French.
    Who states none is left out. Source: design section 7, "interpreter or shared language".
    """
    spoken = _plain(held_in)
    understood = _plain(code for one in members for code in one)
    if understood and spoken - understood:
        return True
    common = spoken & understood if spoken and understood else spoken | understood
    met = [_plain(one) for one in people if one]
    return bool(common) and any(not one & common for one in met)


def spoken_in(pairs: Iterable[str]) -> list[str]:
    """Every language of `ar/fr`, `fr/tr`…, once each."""
    return sorted({code for pair in pairs for code in pair.split("/")})


def bridged(languages: Sequence[str], pairs: Iterable[str]) -> list[str]:
    """What somebody understands with interpreters of these pairs beside them; nothing
    where it is not known what they speak."""
    return list(_reached(tuple(languages), tuple(pairs)))


@lru_cache(maxsize=1024)
def _reached(languages: tuple[str, ...], pairs: tuple[str, ...]) -> tuple[str, ...]:
    """Kept: an agenda asks of the same people in every session."""
    spoken = _plain(languages)
    reached = set(spoken)
    for pair in pairs:
        both = _plain(pair.split("/"))
        if both & spoken:
            reached |= both
    return tuple(sorted(reached))


def _plain(codes: Iterable[str]) -> frozenset[str]:
    return _plain_of(tuple(codes))


@lru_cache(maxsize=1024)
def _plain_of(codes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(code.split("-")[0].lower() for code in codes)
