"""The template environment: undefined names fail, everything is escaped."""

from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app import i18n, labels
from app.assets import asset_address
from app.settings import ROOT
from app.zones import hours_on


@lru_cache
def templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(ROOT / "app" / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n", "jinja2.ext.loopcontrols"],
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        i18n.gettext, i18n.ngettext, newstyle=True
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.globals.update(
        asset=asset_address,
        languages=i18n.LANGUAGES,
        language_name=i18n.language_name,
        direction=i18n.direction,
        offered_languages=i18n.OFFERED,
        hours_on=hours_on,
    )
    environment.filters.update(
        day=i18n.day,
        short_day=i18n.short_day,
        weekday=i18n.weekday,
        month=i18n.month,
        clock=i18n.clock,
        moment=i18n.moment,
        number=i18n.number,
        days=i18n.days_between,
        label=labels.label,
        hint=labels.hint,
        tr=i18n.of,
        tr_language=i18n.language_of,
        listed=i18n.listed,
        language=i18n.language_name,
        country=i18n.country_name,
    )
    return environment


def part(template: str, **context: Any) -> Markup:
    """A part of a page, of nothing but what is given here."""
    return Markup(templates().get_template(template).render(**context))  # noqa: S704
