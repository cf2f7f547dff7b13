"""An agenda to begin from: of another visit, or one of the ready-made patterns. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import time

from app.i18n import _, ngettext
from app.values import Need, SessionFormat, Voice

Named = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Outlined:
    """One session. `day` counts the outline's days from 0; None waits for a day.

    `people` and `members` are keys of the outline's; `place` is in words.
    """

    key: str
    day: int | None
    starts: time | None
    ends: time | None
    title: str
    language: str
    format: SessionFormat
    #: How long it is, where it has no hours.
    minutes: int | None = None
    track: str = ""
    place: str = ""
    needs: Sequence[str] = ()
    languages: Sequence[str] = ()
    factors: Sequence[str] = ()
    questions: Sequence[str] = ()
    people: Sequence[str] = ()
    members: Sequence[str] = ()
    titles: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Outline:
    """`days`, `people` and `members` are (key, words), in their order.

    `is_own`: made of the visit's own people, who are the same here and there.
    """

    key: str
    name: str
    days: Named
    people: Named
    members: Named
    sessions: Sequence[Outlined]
    is_own: bool = False


def patterns(language: str) -> list[Outline]:
    """The ready-made ones, with titles in the language that is being spoken."""
    return [
        _pattern("three-days", _("Three days on site"), THREE_DAYS, language),
        _pattern("two-days", _("Two days on site"), TWO_DAYS, language),
        _pattern("virtual", _("Three half days online"), VIRTUAL, language),
    ]


#: (day, starts, ends, format, needs): hours as cities kept them on such visits, with an
#: hour for lunch, a break between two sessions, and a debrief every day (domain.md,
#: section 4).
Line = tuple[int, str, str, SessionFormat, tuple[Need, ...]]
F = SessionFormat
THREE_DAYS: Sequence[Line] = (
    (0, "09:00", "10:00", F.OPENING, ()),
    (0, "10:30", "12:00", F.INTERVIEW, (Need.PRIVATE,)),
    (0, "12:30", "13:30", F.MEAL, ()),
    (0, "14:00", "15:30", F.GROUP_DISCUSSION, (Need.PRIVATE,)),
    (0, "16:00", "17:00", F.INTERVIEW, (Need.PRIVATE,)),
    (0, "17:30", "18:30", F.DEBRIEF, (Need.PRIVATE,)),
    (1, "09:00", "10:30", F.SITE_VISIT, ()),
    (1, "11:00", "12:30", F.GROUP_DISCUSSION, (Need.PRIVATE,)),
    (1, "12:30", "13:30", F.MEAL, ()),
    (1, "14:00", "15:00", F.INTERVIEW, (Need.PRIVATE,)),
    (1, "15:30", "17:00", F.SITE_VISIT, ()),
    (1, "17:30", "18:30", F.DEBRIEF, (Need.PRIVATE,)),
    (2, "09:00", "10:30", F.GROUP_DISCUSSION, (Need.PRIVATE,)),
    (2, "11:00", "12:00", F.INTERVIEW, (Need.PRIVATE,)),
    (2, "12:00", "13:00", F.MEAL, ()),
    (2, "13:00", "14:30", F.DEBRIEF, (Need.PRIVATE,)),
    (2, "15:00", "16:30", F.FEEDBACK, ()),
)
TWO_DAYS: Sequence[Line] = (*THREE_DAYS[:6], *((1, *line[1:]) for line in THREE_DAYS[12:]))  # fmt: skip
VIRTUAL: Sequence[Line] = (
    (0, "09:00", "09:45", F.OPENING, ()),
    (0, "10:00", "11:00", F.ONLINE_MEETING, ()),
    (0, "11:15", "12:15", F.ONLINE_MEETING, (Need.PRIVATE,)),
    (0, "12:30", "13:00", F.DEBRIEF, (Need.PRIVATE,)),
    (1, "09:00", "10:00", F.ONLINE_MEETING, (Need.PRIVATE,)),
    (1, "10:15", "11:15", F.ONLINE_MEETING, (Need.PRIVATE,)),
    (1, "11:30", "12:00", F.ONLINE_MEETING, ()),
    (1, "12:15", "13:00", F.DEBRIEF, (Need.PRIVATE,)),
    (2, "09:00", "10:00", F.ONLINE_MEETING, ()),
    (2, "10:15", "11:15", F.DEBRIEF, (Need.PRIVATE,)),
    (2, "11:30", "12:30", F.FEEDBACK, ()),
)


def _pattern(key: str, name: str, lines: Sequence[Line], language: str) -> Outline:
    titles = title_of()
    sessions = [
        Outlined(
            key=f"{key}-{number}",
            day=day,
            starts=time.fromisoformat(starts),
            ends=time.fromisoformat(ends),
            title=titles[format_],
            language=language,
            format=format_,
            needs=[need.value for need in needs],
        )
        for number, (day, starts, ends, format_, needs) in enumerate(lines, start=1)
    ]
    days = [(str(n), _("Day %(number)s", number=n + 1)) for n in range(1 + max(line[0] for line in lines))]  # fmt: skip
    return Outline(key, name, days, (), (), sessions)


def title_of() -> dict[SessionFormat, str]:
    """Titles that say what to look for, until somebody writes whom the team meets."""
    return {
        F.OPENING: _("Opening: how we work and what we ask for"),
        F.INTERVIEW: _("Interview: those who decide or run a service"),
        F.GROUP_DISCUSSION: _("Discussion with a group of migrants or an association"),
        F.SITE_VISIT: _("Visit to a place where the work is done"),
        F.ONLINE_MEETING: _("Meeting online"),
        F.DEBRIEF: _("Debrief of the day, team only"),
        F.FEEDBACK: _("Feedback to the city"),
        F.MEAL: _("Lunch"),
    }


#: The key of the outline that has a session for each of those whom the team meets.
MEETINGS = "meetings"
#: Minutes: an interview is an hour, people who come as a group take turns to speak.
ALONE, TOGETHER = 60, 90
GATHER = (Voice.MIGRANTS, Voice.ASSOCIATIONS, Voice.RESIDENTS)


@dataclass(frozen=True)
class Guest:
    """One of those whom the team meets."""

    key: str
    name: str
    voice: Voice
    how_many: int
    languages: Sequence[str]


def meeting(guest: Guest, language: str, ours: Collection[str]) -> Outlined:
    """A session with them, which waits for a day. `ours`: languages the team speaks."""
    gather = guest.how_many > 1 and guest.voice in GATHER
    return Outlined(
        key=guest.key,
        day=None,
        starts=None,
        ends=None,
        title=_("Conversation: %(name)s", name=guest.name)[:200],
        language=language,
        format=F.GROUP_DISCUSSION if gather else F.INTERVIEW,
        minutes=TOGETHER if gather else ALONE,
        needs=[Need.PRIVATE.value] if guest.voice is Voice.MIGRANTS else [],
        languages=spoken(guest, ours),
        people=[guest.key],
    )


def spoken(guest: Guest, ours: Collection[str]) -> Sequence[str]:
    """One that both speak is enough; with migrants each speaks the language they choose."""
    if guest.voice is Voice.MIGRANTS:
        return guest.languages
    shared = [one for one in guest.languages if one in ours]
    return (shared or guest.languages)[:1]


def counted(outline: Outline) -> str:
    count = len(outline.sessions)
    said = ngettext("%(count)s session", "%(count)s sessions", count)
    return said % {"count": count}


def matched(theirs: Named, ours: Named) -> dict[str, str]:
    """Key there → key here, where both are called the same."""
    by_name = {words.casefold().strip(): key for key, words in reversed(ours)}
    return {
        key: by_name[name]
        for key, words in theirs
        if (name := words.casefold().strip()) in by_name
    }


def in_order(theirs: Named, ours: Named) -> dict[str, str]:
    """Day after day; those too many wait."""
    pairs = zip(theirs, ours, strict=False)
    return {there: here for (there, _words), (here, _ours) in pairs}
