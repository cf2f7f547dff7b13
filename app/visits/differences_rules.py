"""What is different between two agendas as they stood, in words for who holds the first."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app import i18n
from app.i18n import _, language_name, weekday
from app.labels import label
from app.values import Need, SessionStatus
from app.visits.agenda_frozen import (
    FrozenAgenda,
    FrozenDay,
    FrozenPerson,
    FrozenSession,
    otherwise,
)

#: Not told to those who do not take part: they never see it.
INSIDE = frozenset({"link", "members", "notes"})

#: A day inside a sentence.
WEEKDAY = "EEEE d MMMM"


@dataclass(frozen=True)
class Difference:
    """`about` names the day or the session; `session` is its id if it is still there."""

    about: str
    said: Sequence[str]
    session: UUID | None = None

    def __str__(self) -> str:
        return _("%(about)s: %(said)s.", about=self.about, said="; ".join(self.said))


@dataclass(frozen=True)
class Two:
    """A session then and now; `known` are the fields that both of them have."""

    then: FrozenSession
    now: FrozenSession
    known: frozenset[str]
    numbers: Mapping[str, int]

    def has_new(self, *names: str) -> bool:
        known = [name for name in names if name in self.known]
        return any(getattr(self.then, n) != getattr(self.now, n) for n in known)


def differences(
    stored: Mapping[str, Any], present: Mapping[str, Any], *, inside: bool
) -> list[Difference]:
    """Days first, then sessions by number; empty where nothing is different."""
    then, now = otherwise(stored, present, frozenset() if inside else INSIDE)
    found = [*_of_days(then, now), *_of_sessions(then, now)]
    return [one for one in found if one.said]


def _of_days(then: FrozenAgenda, now: FrozenAgenda) -> Iterator[Difference]:
    if "days" not in then.model_fields_set:
        return
    before = {one.id: one for one in then.days}
    after = {one.id: one for one in now.days}
    for id_, one in before.items():
        if id_ in after:
            yield Difference(weekday(one.on), list(_day_words(one, after[id_])))
        else:
            yield Difference(weekday(one.on), [_("no longer a day of the visit")])
    for id_, one in after.items():
        if id_ not in before:
            yield Difference(weekday(one.on), [_("a new day")])


def _day_words(then: FrozenDay, now: FrozenDay) -> Iterator[str]:
    if then.on != now.on:
        yield _("the day is now %(day)s", day=i18n.day(now.on, WEEKDAY))
    if then.mode != now.mode:
        yield _instead(_("how it takes place"), label(then.mode), label(now.mode))
    if then.time_zone != now.time_zone:
        yield _instead(_("time zone"), then.time_zone, now.time_zone)
    if then.note != now.note:
        yield _("another note on the day")


def _of_sessions(then: FrozenAgenda, now: FrozenAgenda) -> Iterator[Difference]:
    before = {one.id: one for one in then.sessions}
    after = {one.id: one for one in now.sessions}
    numbers = {f.slug: f.number for f in (*then.factors, *now.factors)}
    every = sorted({**before, **after}.values(), key=lambda one: one.number)
    for one in every:
        about = _("Session %(number)s", number=one.number)
        if one.id not in after:
            yield Difference(about, [_("no longer in the agenda")])
        elif one.id not in before:
            when = _when(one, with_day=True)
            said = _("new, %(when)s", when=when) if when else _("new")
            yield Difference(about, [said], one.id)
        else:
            both = before[one.id], after[one.id]
            known = frozenset(both[0].model_fields_set & both[1].model_fields_set)
            two = Two(*both, known=known, numbers=numbers)
            yield Difference(about, list(_session_words(two)), one.id)


def _session_words(two: Two) -> Iterator[str]:
    for tell in (_status, _time, _title, _place, _people, _speech, _focus, _rest):
        yield from tell(two)


def _status(two: Two) -> Iterator[str]:
    if two.has_new("status"):
        yield {
            SessionStatus.CANCELLED: _("cancelled"),
            SessionStatus.HELD: _("has been held"),
        }.get(two.now.status, _("takes place after all"))


def _time(two: Two) -> Iterator[str]:
    if not two.has_new("day_on", "starts", "ends"):
        return
    with_day = two.then.day_on != two.now.day_on
    then, now = (_when(one, with_day=with_day) for one in (two.then, two.now))
    if then and now:
        yield _("moved from %(then)s to %(now)s", then=then, now=now)
    elif now:
        yield _("has a time: %(now)s", now=now)
    else:
        yield _("waits for a time again")


def _title(two: Two) -> Iterator[str]:
    if two.has_new("title"):
        title = two.now.titles.get(i18n.language(), two.now.title)
        yield _("now called “%(title)s”", title=title)


def _place(two: Two) -> Iterator[str]:
    """An older release has one of room and place only."""
    if "room" in two.known:
        then, now = two.then.where, two.now.where
    else:
        then, now = (one.room or one.place for one in (two.then, two.now))
    if then != now:
        yield _instead(_("place"), then, now)


def _people(two: Two) -> Iterator[str]:
    if two.has_new("people"):
        yield from _others(_("people met"), two.then.people, two.now.people)
    if two.has_new("members"):
        yield from _others(_("members of the team"), two.then.members, two.now.members)


def _speech(two: Two) -> Iterator[str]:
    if two.has_new("languages"):
        yield from _lists(_("languages spoken"), two, "languages", language_name)
    if two.has_new("interpreter"):
        yield _instead(_("interpreter"), two.then.interpreter, two.now.interpreter)


def _focus(two: Two) -> Iterator[str]:
    """By number; an older release keeps no number of a factor that has gone since."""
    if two.has_new("factors"):
        yield from _lists(_("key factors"), two, "factors", lambda slug: str(two.numbers.get(slug, "")))  # fmt: skip
    if two.has_new("questions"):
        yield _("other questions to ask")


def _rest(two: Two) -> Iterator[str]:
    if two.has_new("format"):
        yield _instead(_("format"), label(two.then.format), label(two.now.format))
    if two.has_new("track"):
        yield _instead(_("track"), two.then.track, two.now.track)
    if two.has_new("needs"):
        yield from _lists(_("needs"), two, "needs", lambda one: label(Need(one)))
    if two.has_new("link"):
        yield _("another link to join online") if two.now.link else _("no link to join online any more")  # fmt: skip
    if two.has_new("notes"):
        yield _("other arrangements")


def _lists(what: str, two: Two, name: str, word: Callable[[str], str]) -> Iterator[str]:
    """Nothing where only the order is different."""
    then, now = (list(getattr(one, name)) for one in (two.then, two.now))
    if sorted(then) != sorted(now):
        before, after = (
            [w for one in some if (w := word(one))] for some in (then, now)
        )
        yield _instead(what, ", ".join(before), ", ".join(after))


def _others(
    what: str, then: Sequence[FrozenPerson], now: Sequence[FrozenPerson]
) -> Iterator[str]:
    """Who has come, who has gone, and who is called otherwise."""
    before, after = {one.id: one for one in then}, {one.id: one for one in now}
    if new := [one.said for one in now if one.id not in before]:
        yield _("%(what)s: also %(names)s", what=what, names=", ".join(new))
    if gone := [one.said for one in then if one.id not in after]:
        yield _("%(what)s: no longer %(names)s", what=what, names=", ".join(gone))
    for id_ in [one.id for one in then if one.id in after]:
        was, is_now = before[id_], after[id_]
        if was.name != is_now.name:
            yield _("%(then)s is now %(now)s", then=was.said, now=is_now.said)


def _instead(what: str, then: str, now: str) -> str:
    if then == now:
        return _("%(what)s: changed", what=what)
    if not then:
        return _("%(what)s: %(now)s", what=what, now=now)
    if not now:
        return _("%(what)s: no longer %(names)s", what=what, names=then)
    return _("%(what)s: %(now)s instead of %(then)s", what=what, now=now, then=then)


def _when(item: FrozenSession, *, with_day: bool) -> str:
    """Empty where it waits for a time."""
    on = i18n.day(item.day_on, WEEKDAY) if with_day else ""
    times = (
        f"{item.starts:%H:%M}–{item.ends:%H:%M}" if item.starts and item.ends else ""
    )
    return ", ".join(part for part in (on, times) if part)
