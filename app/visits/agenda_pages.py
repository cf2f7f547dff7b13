"""What the pages of the agenda show, put together for one reader."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from markupsafe import Markup
from sqlmodel import Session

from app.access import Actor, may_edit_agenda, may_see_shown_names
from app.i18n import _, ngettext
from app.models import Visit
from app.parts import kept
from app.templating import part
from app.visits.agenda_cards import groups
from app.visits.agenda_last_queries import last_change
from app.visits.agenda_queries import Agenda, agenda_of
from app.visits.clash_shapes_rules import Clash
from app.visits.clash_words import about_both, about_the_other

Context = dict[str, Any]
#: An agenda in the making can clash everywhere; more than these help nobody.
MOST_NOTICES, MOST_WARNINGS = 12, 4


@dataclass(frozen=True)
class Notice:
    """Something to look at, and the sessions it is about."""

    said: str
    sessions: list[tuple[UUID, int]]


@dataclass(frozen=True)
class Notices:
    """So many in all, of which the first few are told."""

    total: int
    told: list[Notice]


def list_page(session: Session, actor: Actor, visit: Visit, view: str) -> Context:
    """`meanwhile`: the change that was to be undone is no longer the last one."""
    edits = may_edit_agenda(actor, visit)
    return {
        "visit": visit,
        "edits": edits,
        "sessions": sessions_part(session, actor, visit, view),
        "taken_out": None,
        "last": last_change(session, visit) if edits else None,
        "meanwhile": False,
    }


def sessions_part(session: Session, actor: Actor, visit: Visit, view: str) -> Markup:
    """All of the page that is the same to everybody who may see and do the same.

    It is written from nothing but what its name has and what the plan holds.
    """
    inside, edits = may_see_shown_names(actor, visit), may_edit_agenda(actor, visit)
    view = "list" if view == "list" else "grid"

    def written() -> Markup:
        agenda = agenda_of(session, actor, visit)
        return part("agenda/_sessions.html", **whole(agenda, visit, view, edits=edits))

    return kept(session, ("agenda", visit.id, view, inside, edits), written)


def whole(agenda: Agenda, visit: Visit, view: str, *, edits: bool) -> Context:
    return {
        "visit": visit,
        "edits": edits,
        "view": view,
        "agenda": agenda,
        "groups": groups(agenda, warnings_of(agenda)),
        "factor_sets": {tuple(cell.factors) for cell in agenda.cells.values()},
        "notices": notices(agenda),
        "waiting_words": waiting_words(agenda),
        "tracks": tracks_of(agenda),
        "board_words": board_words() if edits else {},
    }


def tracks_of(agenda: Agenda) -> list[str]:
    """Those in use; A and B are offered where there are none yet."""
    used = {cell.track for cell in agenda.cells.values() if cell.track}
    return sorted(used) if len(used) > 1 else sorted(used | {"A", "B"})


def board_words() -> dict[str, str]:
    """What the script that moves cards says, in the reader's language."""
    return {
        "grip": _("Move session %(number)s"),
        "longer": _("Drag to lengthen or shorten"),
        "to": _("%(day)s, %(start)s to %(end)s, %(track)s"),
        "track": _("track %(name)s"),
        "whole": _("whole team"),
        "confirm": _("Enter confirms, Escape cancels."),
        "stays": _("It stays where it was."),
    }


def waiting_words(agenda: Agenda) -> str:
    if agenda.is_fictional:
        return _("Waiting for a time")
    return _("Time not published")


def notices(agenda: Agenda) -> Notices:
    """Open clashes in the order of the days, what is the same of several sessions once;
    what is accepted is left to its page."""
    still = [one.clash for one in agenda.clashes if not one.accepted]
    told: list[Notice] = []
    of_one: dict[str, Notice] = {}
    for clash in still:
        notice = Notice(about_both(clash), [(s.id, s.number) for s in clash.sessions])
        alone = len(notice.sessions) == 1
        if alone and notice.said in of_one:
            of_one[notice.said].sessions.extend(notice.sessions)
        elif len(told) == MOST_NOTICES:
            break
        else:
            told.append(notice)
            of_one.update({notice.said: notice} if alone else {})
    return Notices(len(still), told)


def warnings_of(agenda: Agenda) -> dict[UUID, list[str]]:
    """By session, each open clash from its own side; of very many the first few."""
    mine: dict[UUID, list[Clash]] = {}
    for one in agenda.clashes:
        for slot in one.clash.sessions if not one.accepted else ():
            mine.setdefault(slot.id, []).append(one.clash)
    found = {
        id_: [about_the_other(clash, id_) for clash in own[:MOST_WARNINGS]]
        for id_, own in mine.items()
    }
    for id_, own in mine.items():
        if (left := len(own) - MOST_WARNINGS) > 0:
            sentence = ngettext("And one more clash.", "And %(count)s more clashes.", left)  # fmt: skip
            found[id_].append(sentence % {"count": left})
    return found
