"""Words, dates and numbers in the reader's language.

The language is a context variable set once per request; threads inherit it. Catalogues
are read from their .po sources at start, so there is no compile step to forget.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from functools import lru_cache
from io import BytesIO
from itertools import pairwise
from typing import Any

from babel import Locale, UnknownLocaleError, negotiate_locale
from babel.dates import format_date, format_skeleton, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import LazyProxy, NullTranslations, Translations

from app.settings import ROOT

LANGUAGES = ("en", "fr")
DEFAULT = "en"
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur", "ckb", "ug"})
#: What people write in; any BCP 47 tag is accepted, these are offered.
OFFERED = ("en", "fr", "ar", "de", "el", "es", "fa", "it", "lv", "nl", "pl", "ps", "ru", "so", "ti", "tr", "uk", "ur")  # fmt: skip

#: What CLDR writes as “1” is read “premier”; a year or an hour is longer.
FIRST_OF_MONTH = re.compile(r"\b1\b(?=$| \D)")

_language: ContextVar[str] = ContextVar("language", default=DEFAULT)


def language() -> str:
    return _language.get()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    token = _language.set(code)
    try:
        yield
    finally:
        _language.reset(token)


def use(code: str) -> None:
    _language.set(code)


def chosen(cookie: str | None, accept_language: str | None) -> str:
    """The reader's own choice, else the browser's first language that we have."""
    if cookie in LANGUAGES:
        return cookie
    wanted = [
        part.split(";")[0].strip().replace("-", "_")
        for part in (accept_language or "").split(",")[:20]
    ]
    return negotiate_locale(wanted, LANGUAGES) or DEFAULT


@lru_cache
def catalogue(code: str) -> NullTranslations:
    path = ROOT / "app" / "locale" / code / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return NullTranslations()
    buffer = BytesIO()
    with path.open("rb") as source:
        messages = read_po(source, locale=code)
    for message in messages if code == "fr" else ():
        message.string = unbroken(message.string)
    write_mo(buffer, messages)
    buffer.seek(0)
    return Translations(buffer)


def unbroken(text: Any) -> Any:
    """French text, or the forms of a plural: no line begins or ends with a lone mark.

    Source: Lexique des règles typographiques en usage à l'Imprimerie nationale, “Ponctuation”.
    """
    if isinstance(text, tuple):
        return tuple(unbroken(one) for one in text)
    text = re.sub(r"[ \u202f](?=[:»])|(?<=«)[ \u202f]", "\u00a0", text)
    return re.sub(r"[ \u00a0](?=[;!?])", "\u202f", text)


def gettext(message: str) -> str:
    return str(catalogue(language()).gettext(message))


def ngettext(one: str, many: str, number: int) -> str:
    return str(catalogue(language()).ngettext(one, many, number))


def _(message: str, **values: Any) -> str:
    text = gettext(message)
    return text % values if values else text


def lazy(message: str) -> str:
    """For words defined at import and shown in a request."""
    return LazyProxy(gettext, message, enable_cache=False)  # type: ignore[return-value]


def locale() -> Locale:
    return locale_of(language())


@lru_cache
def locale_of(code: str) -> Locale:
    return Locale.parse({"en": "en_GB"}.get(code, code))


@lru_cache(maxsize=4096)
def written(ordinal: int, form: str, code: str) -> str:
    """A page names the same few days hundreds of times."""
    text = format_date(date.fromordinal(ordinal), form, locale=locale_of(code))
    return FIRST_OF_MONTH.sub("1er", text) if code == "fr" else text


def day(value: date | None, form: str = "d MMMM y") -> str:
    """A calendar day; `form` is a CLDR pattern."""
    return written(value.toordinal(), form, language()) if value else ""


def weekday(value: date) -> str:
    text = day(value, "EEEE d MMMM")
    return text[:1].upper() + text[1:]


def short_day(value: date | None) -> str:
    return day(value, "d MMM")


def month(value: date) -> str:
    return format_skeleton("yMMMM", value, locale=locale())


def clock(value: time | datetime | None) -> str:
    return format_time(value, "HH:mm", locale=locale()) if value else ""


def moment(value: datetime | None) -> str:
    """An instant, in UTC unless it carries another zone."""
    return f"{day(value, 'd MMM y')} {value:%H:%M}" if value else ""


def number(value: float | None) -> str:
    return format_decimal(value, locale=locale()) if value is not None else ""


def days_between(days: Sequence[date]) -> str:
    """«24 to 26 April 2027», or each day named when they do not follow each other."""
    if not days:
        return ""
    first, last = days[0], days[-1]
    if len(days) == 1:
        return day(first)
    if (last - first).days == len(days) - 1:
        start = day(first, "d" if first.month == last.month else "d MMMM")
        return _("%(first)s to %(last)s", first=start, last=day(last))
    listed = [
        day(d, "d" if d.month == after.month else "d MMMM")
        for d, after in pairwise(days)
    ]
    return _("%(days)s and %(last)s", days=", ".join(listed), last=day(last))


def language_name(code: str) -> str:
    try:
        name = Locale.parse(code, sep="-").get_language_name(language())
    except (ValueError, LookupError, UnknownLocaleError):
        name = None
    return str(name or code)


def country_name(code: str) -> str:
    return str(locale().territories.get(code, code))


def listed(words: Sequence[str]) -> str:
    from babel.lists import format_list

    return format_list([str(word) for word in words], locale=locale())


def direction(code: str) -> str:
    return "rtl" if code.split("-")[0] in RIGHT_TO_LEFT else "ltr"


def of(texts: Mapping[str, str] | None) -> str:
    """A map text in the reader's language, else in English, else as it is there."""
    if not texts:
        return ""
    return texts.get(language()) or texts.get(DEFAULT) or next(iter(texts.values()))


def language_of(texts: Mapping[str, str]) -> str:
    """The language `of` answers in, for the element's `lang`."""
    for code in (language(), DEFAULT):
        if texts.get(code):
            return code
    return next(iter(texts), DEFAULT)
