"""The words of what a release changes for somebody, and of an invitation to one session."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.i18n import _, clock, day, language
from app.values_people import Coming
from app.visits.agenda_frozen import FrozenSession
from app.visits.calendar_rules import Entry
from app.visits.differences_rules import WEEKDAY
from app.visits.telling_rules import Item, Seat, Turn, has_time


@dataclass(frozen=True)
class Told:
    """All that a mail about a release says, in its reader's language.

    `entry` is the one session that goes into their calendar with it, if there is one.
    """

    seat: Seat
    visit_id: UUID
    visit: str
    programme: str
    number: int
    is_first: bool
    note: str
    items: Sequence[Item]
    entry: Entry | None = None
    answer: Coming | None = None

    @property
    def inside(self) -> bool:
        return self.seat in (Seat.PLANNING, Seat.MEMBER)


def agenda_letter(told: Told, name: str, token: str, site: str) -> tuple[str, str]:
    """Subject and text."""
    visit, programme, number = told.visit, told.programme, told.number
    if told.is_first:
        subject = _("Your timetable: %(visit)s", visit=visit)
        about = _("Here is your timetable for “%(visit)s” (%(programme)s), version %(number)s of the agenda.", visit=visit, programme=programme, number=number)  # fmt: skip
    else:
        subject = _("Changed for you: %(visit)s", visit=visit)
        about = _("The agenda of “%(visit)s” (%(programme)s) has changed for you. This is all that is new for you in version %(number)s:", visit=visit, programme=programme, number=number)  # fmt: skip
    paragraphs = [
        greeting(name),
        about,
        *(in_lines(item, is_first=told.is_first) for item in told.items),
        *noted(told),
        *ending(told, token, site),
    ]
    return one_line(subject), "\n\n".join(paragraphs) + "\n"


def session_letter(told: Told, name: str, token: str, site: str) -> tuple[str, str]:
    """Of the one session there is."""
    item = told.items[0]
    subject = {
        Turn.ADDED: _("Invitation: %(title)s, %(when)s", **named(item)),
        Turn.CHANGED: _("Changed: %(title)s, %(when)s", **named(item)),
    }.get(item.turn, _("Cancelled: %(title)s, %(when)s", **named(item)))
    about = _("%(visit)s, %(programme)s", visit=told.visit, programme=told.programme)
    paragraphs = [greeting(name), in_lines(item, is_first=False), about]
    return one_line(subject), "\n\n".join([*paragraphs, *ending(told, token, site)]) + "\n"  # fmt: skip


def greeting(name: str) -> str:
    return _("Hello %(name)s,", name=one_line(name)) if name else _("Hello,")


def in_lines(item: Item, *, is_first: bool) -> str:
    """When and what, then what is otherwise or where it is."""
    said = summary(item, is_first=is_first)
    return "\n".join([said, *(f"  {line}" for line in below(item))])


def summary(item: Item, *, is_first: bool = False) -> str:
    own = named(item)
    if item.turn is Turn.ADDED and is_first:
        return _("%(when)s: %(title)s", **own)
    return {
        Turn.ADDED: _("New: %(when)s: %(title)s", **own),
        Turn.CHANGED: _("Changed: %(when)s: %(title)s", **own),
        Turn.CANCELLED: _("Cancelled: %(when)s: %(title)s", **own),
        Turn.GONE: _("No longer planned: %(when)s: %(title)s", **own),
        Turn.WITHOUT_YOU: _("No longer with you: %(when)s: %(title)s", **own),
    }[item.turn]


def below(item: Item) -> Iterator[str]:
    yield from (one_line(said) for said in item.said)
    if not item.stands:
        return
    if item.session.where:
        yield _("Place: %(place)s", place=one_line(item.session.where))
    if item.session.link:
        yield _("To join online: %(link)s", link=one_line(item.session.link))


def named(item: Item) -> dict[str, str]:
    one = item.session
    title = one.titles.get(language(), one.title)
    return {"title": one_line(title), "when": when(one, item.zone)}


def when(one: FrozenSession, zone: str) -> str:
    if one.day_on is None:
        return _("time still open")
    on = day(one.day_on, WEEKDAY)
    if not one.starts or not one.ends:
        return _("%(day)s, time still open", day=on)
    times = f"{clock(one.starts)}–{clock(one.ends)}"
    return f"{on}, {times} ({zone})" if zone else f"{on}, {times}"


def noted(told: Told) -> list[str]:
    """Those outside the team are not shown it: it may name whom they do not know."""
    if not told.note or not told.inside:
        return []
    return [_("A word from those who plan the visit:"), told.note]


def ending(told: Told, token: str, site: str) -> list[str]:
    if told.seat is Seat.PLANNING:
        return [_("The agenda:"), f"{site}/visits/{told.visit_id}/agenda"]
    standing = [item for item in told.items if item.stands]
    if any(has_time(item) for item in standing):
        said = _("Say here whether you come. You can change your answer until a session starts:")  # fmt: skip
    elif standing:
        said = _("You are told again as soon as there is a time. What else you are asked to stands here:")  # fmt: skip
    else:
        said = _("What else you are asked to stands here:")
    found = [said]
    found += [f"{site}/links/{token}", _("The link is for you alone. This message was sent by a programme: answers to it are not read.")]  # fmt: skip
    if told.seat is Seat.MEMBER:
        found[2:2] = [_("To have your sessions in your calendar, kept up to date:"), f"{site}/account/calendars"]  # fmt: skip
    return found


def one_line(text: str) -> str:
    """Nothing that somebody wrote begins a line of its own, nor a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
