"""Whether a proposal lives, what the visit's plan means for a problem. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from app.values import SessionFormat
from app.values_proposals import ProposalState
from app.visits.interpreting_rules import needs_interpreter
from app.visits.proposing_problem import Bridge, Track

#: The heart beats every second; a busy machine may miss many.
SILENT_FOR = timedelta(seconds=20)
#: What has a time keeps it, and is not placed: the host orders the meal.
OWN_TIME = frozenset({SessionFormat.MEAL, SessionFormat.TRAVEL, SessionFormat.DEBRIEF})
#: Formats that go without a room of the list.
ROOMLESS = frozenset(
    {
        SessionFormat.SITE_VISIT,
        SessionFormat.MEAL,
        SessionFormat.TRAVEL,
        SessionFormat.ONLINE_MEETING,
    }
)
#: Formats one sub-team can hold alone.
SPLIT = frozenset(
    {
        SessionFormat.INTERVIEW,
        SessionFormat.GROUP_DISCUSSION,
        SessionFormat.SITE_VISIT,
        SessionFormat.ONLINE_MEETING,
    }
)


def state_of(
    state: ProposalState, ended: bool, heartbeat_at: datetime, now: datetime
) -> ProposalState:
    """As stored; one that has not ended and whose heart stands still has died."""
    if heartbeat_at.tzinfo is None:
        heartbeat_at = heartbeat_at.replace(tzinfo=UTC)
    if not ended and now - heartbeat_at > SILENT_FOR:
        return ProposalState.DIED
    return state


def bridges(
    held_in: Sequence[str],
    people: Sequence[Sequence[str]],
    members: Sequence[Sequence[str]],
) -> tuple[Bridge, ...]:
    """What has to be interpreted for everybody to understand each other.

    The first language of whoever shares none with the team, and languages of the session
    that no member speaks, into any language of the team.
    """
    if not needs_interpreter(held_in, people, members):
        return ()
    team = plain(code for one in members for code in one)
    held = list(plain(held_in))
    spoken = set(held) & set(team) or set(team) or set(held)
    foreign = [code for code in held if team and code not in team]
    for one in people:
        theirs = plain(one)
        if theirs and not set(theirs) & (spoken | set(foreign)):
            foreign.append(theirs[0])
    into = tuple(sorted(spoken))
    return tuple(Bridge(code, into) for code in dict.fromkeys(foreign))


def plain(codes: Iterable[str]) -> tuple[str, ...]:
    """Languages without their regions, once each, in order."""
    return tuple(dict.fromkeys(code.split("-")[0].lower() for code in codes))


def sub_teams(
    members: Sequence[str], known: Mapping[str, str], count: int
) -> tuple[Track, ...]:
    """`known`: member → the track they go with in the agenda; others fill up evenly.

    One team is no sub-team: its sessions name none.
    """
    if count < 2:
        return (Track("*", tuple(members)),)
    names = sorted({*known.values()})
    letters = (chr(ord("A") + n) for n in range(26))
    while len(names) < count:
        names.append(next(letter for letter in letters if letter not in names))
    teams: dict[str, list[str]] = {name: [] for name in names}
    for key in members:
        if key in known:
            teams[known[key]].append(key)
    for key in members:
        if key not in known:
            min(teams.values(), key=len).append(key)
    return tuple(Track(name, tuple(teams[name])) for name in names)
