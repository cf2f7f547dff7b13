"""Public holidays of countries, by the `holidays` library. Read on demand: it is large."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from app.i18n import language

#: Day → (country as ISO 3166-1 alpha-2, name of the holiday).
Holidays = Mapping[date, Sequence[tuple[str, str]]]
#: The library's codes for our languages.
CODES = {"en": ("en_US", "en_GB", "en"), "fr": ("fr", "fr_FR")}


def holidays_on(countries: Iterable[str], days: Iterable[date]) -> Holidays:
    """Those of the whole country, in the reader's language where the library has it, else
    in the country's own. A country it does not know has none."""
    wanted = sorted(set(days))
    found: dict[date, list[tuple[str, str]]] = {}
    for country in sorted({one.upper() for one in countries if one}):
        for day in wanted:
            if name := _of_year(country, day.year, language()).get(day):
                found.setdefault(day, []).append((country, name))
    return found


@lru_cache(maxsize=512)
def _of_year(country: str, year: int, spoken: str) -> Mapping[date, str]:
    import holidays

    try:
        known = holidays.country_holidays(country)
    except NotImplementedError:
        return {}
    # without a language it would follow the machine's own
    codes = [one for one in CODES.get(spoken, ()) if one in known.supported_languages]
    code = codes[0] if codes else known.default_language
    return dict(holidays.country_holidays(country, years=year, language=code))
