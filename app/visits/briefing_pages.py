"""The briefing pack of one member, or of the whole team: one content for page and PDF."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from app import i18n
from app.i18n import _
from app.labels import label
from app.models import TeamMember, Visit
from app.translations import shown
from app.values import SessionFormat, TeamPart
from app.visits.agenda_frozen import FrozenDay, FrozenSession
from app.visits.agenda_options import FactorOption, factor_options
from app.visits.handed_out import HandedOut, handed_out
from app.visits.overview_queries import members_of


@dataclass(frozen=True)
class Text:
    """A text by people, with its own language."""

    text: str
    language: str


@dataclass(frozen=True)
class Asked:
    """A key factor in focus, and the questions to ask under it."""

    number: int
    title: str
    questions: Sequence[str]


@dataclass(frozen=True)
class SessionBriefed:
    """`mine` says whether this member is in it; for the whole team all are."""

    number: int
    times: str
    title: Text
    mine: bool
    where: str
    link: str
    about: str
    people: Sequence[str]
    team: Sequence[str]
    speech: str
    notes: Text
    asked: Sequence[Asked]


@dataclass(frozen=True)
class DayBriefed:
    title: str
    zone: str
    note: Text
    sessions: Sequence[SessionBriefed]


@dataclass(frozen=True)
class Briefing:
    """`version` is 0 for a draft; `questions` are the learning city's."""

    title: str
    member: str
    language: str
    version: int
    dates: str
    statement: Sequence[str]
    danger: Sequence[str]
    contact: str
    lead: str
    questions: Sequence[Text]
    days: Sequence[DayBriefed]


def briefing_of(session: Session, visit: Visit, member: TeamMember | None) -> Briefing:
    """In the language that is being spoken; `visit` comes with its pair and days."""
    out = handed_out(session, visit)
    team = members_of(session, visit)
    return Briefing(
        title=i18n.of(visit.pair.theme),
        member=member.shown_name if member else "",
        language=i18n.language(),
        version=out.number or 0,
        dates=i18n.days_between(sorted(day.on for day in out.agenda.days)),
        statement=statement(),
        danger=danger_words(),
        contact=visit.local_contact,
        lead=next((m.shown_name for m in team if m.part is TeamPart.LEAD), ""),
        questions=[three_questions(one) for one in visit.pair.questions],
        days=days_briefed(
            out, member.id if member else None, factor_options(session, visit)
        ),
    )


def language_of(member: TeamMember | None) -> str:
    """The first of theirs in which Repère speaks, else the reader's."""
    spoken = [code.split("-")[0].lower() for code in (member.languages if member else ())]  # fmt: skip
    return next((one for one in spoken if one in i18n.LANGUAGES), i18n.language())


def three_questions(texts: Mapping[str, str]) -> Text:
    return Text(i18n.of(texts), i18n.language_of(texts))


def days_briefed(
    out: HandedOut, member_id: UUID | None, options: Sequence[FactorOption]
) -> list[DayBriefed]:
    known = {option.slug: option for option in options}
    return [
        _day(day, [s for s in out.held if s.day_on == day.on], member_id, known)
        for day in sorted(out.agenda.days, key=lambda one: one.on)
    ]


def _day(
    day: FrozenDay,
    held: Sequence[FrozenSession],
    member_id: UUID | None,
    known: Mapping[str, FactorOption],
) -> DayBriefed:
    note = shown(day.note, day.language, day.notes)
    sessions = [_session(one, member_id, known) for one in held]
    return DayBriefed(i18n.weekday(day.on), day.time_zone, Text(note.text, note.language), sessions)  # fmt: skip


def _session(
    one: FrozenSession, member_id: UUID | None, known: Mapping[str, FactorOption]
) -> SessionBriefed:
    title = shown(one.title, one.language, one.titles)
    mine = member_id is None or member_id in {member.id for member in one.members}
    return SessionBriefed(
        number=one.number,
        times=span(one),
        title=Text(title.text, title.language),
        mine=mine,
        where=one.where,
        link=one.link,
        about=about(one),
        people=[person.said for person in one.people],
        team=[person.said for person in one.members],
        speech=speech(one),
        notes=Text(one.notes, one.language),
        asked=asked_in(one, known),
    )


def span(one: FrozenSession) -> str:
    return f"{one.starts:%H:%M}–{one.ends:%H:%M}" if one.ends else f"{one.starts:%H:%M}"


def about(one: FrozenSession) -> str:
    words = [label(one.format or SessionFormat.INTERVIEW)]
    words += [label(need).lower() for need in one.needs]
    if one.track:
        words.append(_("track %(name)s", name=one.track))
    return ", ".join(words)


def speech(one: FrozenSession) -> str:
    spoken = ", ".join(i18n.language_name(code) for code in one.languages)
    interpreter = _("interpreter: %(name)s", name=one.interpreter) if one.interpreter else ""  # fmt: skip
    return " · ".join(part for part in (spoken, interpreter) if part)


def asked_in(one: FrozenSession, known: Mapping[str, FactorOption]) -> list[Asked]:
    chosen = set(one.questions)
    return [
        Asked(
            factor.number,
            factor.title,
            [text for key, text in factor.questions if key in chosen],
        )
        for slug in one.factors
        if (factor := known.get(slug))
    ]


def statement() -> list[str]:
    """What every member can say about the visit (domain.md, sections 1 and 6)."""
    return [
        _("We come to learn how the city works on this theme, with a benchmark as our common language. We give no marks and rank nobody."),
        _("We write down what we see, hear and read. People we meet are a role and a number, never a name; nobody's legal status is written down."),
        _("We ask before we take notes, record, take a picture or quote. A no is a no, and can be said afterwards too: the slip tells how."),
        _("What we write stays with the team. The city gets our findings and what we release, never our notes: nobody who depends on its services should have to fear them."),
        _("Women can ask to speak with women, and anybody can refuse an interpreter. Nobody under 18 is met by one visitor alone."),
    ]  # fmt: skip


def danger_words() -> list[str]:
    return [
        _("Listen, do not question."),
        _("Write nothing here."),
        _("Call the local contact."),
        _("Tell the lead."),
    ]
