"""Clashes in words: for a list, and for the card of one of the sessions."""

from uuid import UUID

from app.i18n import _, listed, ngettext
from app.values_agenda import ClashRule
from app.visits.clash_shapes_rules import WHOLE_TEAM, Clash, Slot
from app.visits.rules import at_minute


def about_both(clash: Clash) -> str:
    """The clash as one sentence about its sessions, by their numbers."""
    if clash.rule in BOTH:
        return _pair(clash)
    return _alone(clash) or _day(clash)


def about_the_other(clash: Clash, session_id: UUID) -> str:
    """The clash as it stands on the card of one of its sessions."""
    if clash.rule not in BOTH:
        return _alone(clash) or _day(clash)
    one, other = clash.sessions
    slot = other if one.id == session_id else one
    values = {
        "name": names_of(clash),
        "number": slot.number,
        "start": hour(slot.starts),
        "end": hour(slot.ends),
    }
    match clash.rule:
        case ClashRule.MEMBER:
            return _("%(name)s is also in session %(number)s, %(start)s to %(end)s.", **values)  # fmt: skip
        case ClashRule.STAKEHOLDER:
            return _("%(name)s: also expected in session %(number)s, %(start)s to %(end)s.", **values)  # fmt: skip
        case ClashRule.INTERPRETER:
            return _("%(name)s: also needed in session %(number)s, %(start)s to %(end)s.", **values)  # fmt: skip
        case ClashRule.ROOM if clash.has < 0:
            return _("%(name)s: also taken by session %(number)s, %(start)s to %(end)s.", **values)  # fmt: skip
        case ClashRule.TRACK if clash.who[0][0] == WHOLE_TEAM:
            return _("One of the two is for the whole team: session %(number)s is at the same time, %(start)s to %(end)s.", **values)  # fmt: skip
        case ClashRule.TRACK:
            return _("Track %(name)s is also in session %(number)s, %(start)s to %(end)s.", **values)  # fmt: skip
    return _pair(clash)


#: Rules that are about two sessions.
BOTH = frozenset(
    {
        ClashRule.MEMBER,
        ClashRule.STAKEHOLDER,
        ClashRule.INTERPRETER,
        ClashRule.ROOM,
        ClashRule.TRACK,
        ClashRule.TRAVEL,
    }
)


def _pair(clash: Clash) -> str:
    one, other = clash.sessions
    values = {"name": names_of(clash), "one": one.number, "other": other.number}
    match clash.rule:
        case ClashRule.MEMBER:
            return _("%(name)s is in sessions %(one)s and %(other)s at the same time.", **values)  # fmt: skip
        case ClashRule.STAKEHOLDER:
            return _("%(name)s: expected in sessions %(one)s and %(other)s at the same time.", **values)  # fmt: skip
        case ClashRule.INTERPRETER:
            return _("%(name)s: needed in sessions %(one)s and %(other)s at the same time.", **values)  # fmt: skip
        case ClashRule.ROOM if clash.has < 0:
            return _("%(name)s: taken by sessions %(one)s and %(other)s at the same time.", **values)  # fmt: skip
        case ClashRule.ROOM:
            return _("%(name)s: between sessions %(one)s and %(other)s it needs %(needed)s and has %(has)s.", **values, needed=minutes(clash.needed), has=minutes(clash.has))  # fmt: skip
        case ClashRule.TRACK if clash.who[0][0] == WHOLE_TEAM:
            return _("Sessions %(one)s and %(other)s are at the same time, and one of them is for the whole team.", **values)  # fmt: skip
        case ClashRule.TRACK:
            return _("Track %(name)s is in sessions %(one)s and %(other)s at the same time.", **values)  # fmt: skip
    return _way(clash, one, other)


def _way(clash: Clash, one: Slot, other: Slot) -> str:
    return _(
        "From session %(one)s to session %(other)s it takes %(needed)s, and there are %(has)s: %(name)s.",
        one=one.number,
        other=other.number,
        needed=minutes(clash.needed),
        has=minutes(clash.has),
        name=names_of(clash),
    )  # fmt: skip


def _alone(clash: Clash) -> str:
    """About one session; empty for what is about a whole day."""
    name = names_of(clash)
    match clash.rule:
        case ClashRule.AVAILABILITY if clash.windows:
            spans = listed([f"{hour(s)}–{hour(e)}" for s, e in sorted(clash.windows)])
            return _("%(name)s: can come on this day at these times only: %(times)s.", name=name, times=spans)  # fmt: skip
        case ClashRule.AVAILABILITY:
            return _("%(name)s: cannot come on this day.", name=name)
        case ClashRule.CAPACITY:
            return _("%(name)s: there is room for %(has)s, and %(needed)s come.", name=name, has=clash.has, needed=clash.needed)  # fmt: skip
        case ClashRule.STEP_FREE:
            return _("The room is not step-free.")
        case ClashRule.PRIVATE:
            return _("The room is not private.")
        case ClashRule.LANGUAGE if clash.who:
            return _("Not everybody understands each other: %(name)s does not interpret between these languages.", name=name)  # fmt: skip
        case ClashRule.LANGUAGE:
            return _("An interpreter is needed and none is named.")
    return ""


def _day(clash: Clash) -> str:
    name = names_of(clash)
    match clash.rule:
        case ClashRule.HOLIDAY:
            return _("This day is a public holiday: %(name)s.", name=name)
        case ClashRule.INTERPRETER_HOURS:
            return _("%(name)s: %(has)s on this day, and %(needed)s were agreed.", name=name, has=long(clash.has), needed=long(clash.needed))  # fmt: skip
        case ClashRule.LUNCH:
            return _("%(name)s: no %(needed)s for lunch between 12:00 and 14:00.", name=name, needed=minutes(clash.needed))  # fmt: skip
    first, last = clash.sessions[0], clash.sessions[-1]
    return _(
        "%(name)s: %(has)s without a break, from session %(one)s to session %(other)s.",
        name=name,
        has=long(clash.has),
        one=first.number,
        other=last.number,
    )


def names_of(clash: Clash) -> str:
    """Of many, the first three."""
    names = [
        _("Whole team") if which == WHOLE_TEAM else name for which, name in clash.who
    ]
    if len(names) <= 4:
        return listed(names)
    more = ngettext("%(count)s more", "%(count)s more", len(names) - 3)
    return listed([*names[:3], more % {"count": len(names) - 3}])


def hour(minute: int) -> str:
    return f"{at_minute(minute):%H:%M}" if minute < 24 * 60 else "24:00"


def minutes(count: int) -> str:
    return ngettext("%(count)s minute", "%(count)s minutes", count) % {"count": count}


def long(count: int) -> str:
    """A length of more than an hour, in hours and minutes."""
    return _("%(hours)s h %(minutes)02d min", hours=count // 60, minutes=count % 60)
