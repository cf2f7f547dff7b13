"""Consent: what a note needs, what it lacks, and how the lack is said and mended."""

import re
from typing import Any

import pytest
from hypothesis import given, strategies as st
from sqlmodel import Session

from app.access import Actor
from app.errors import Conflict, Rejected
from app.evidence.codes import code_hash, new_code
from app.evidence.consent_rules import Uses, consents_lacking, counting
from app.evidence.outcomes import Gone
from app.evidence.queries import note_shown
from app.evidence.speaker_actions import change_consents, register_speaker
from app.evidence.speaker_forms import ConsentForm, SpeakerForm
from app.findings.rules import Piece, evidence_problems
from app.ids import seed_id, uuid7
from app.models import Speaker, Visit, Withdrawal
from app.values import ConsentTo, Kind, Voice
from tests.conftest import Browse
from tests.evidence.notes import noted

VISIT = seed_id("demonstration", "visit", "val-daubre-review")
INDEX = f"/visits/{VISIT}/evidence"
PEOPLE = f"/visits/{VISIT}/speakers"
scopes = st.frozensets(st.sampled_from(ConsentTo))


def spoke(session: Session, actor: Actor, visit: Visit, **changes: Any) -> Speaker:
    values = {"id": uuid7(), "role": "Mother", "voice": "migrants", **changes}
    made = register_speaker(session, actor, visit, SpeakerForm(**values))
    assert isinstance(made, Speaker)
    return made


@given(st.lists(scopes, max_size=3), st.booleans())
def test_a_consent_is_lacking_unless_everybody_named_gave_it(
    speakers: list[frozenset[ConsentTo]], quotes: bool
) -> None:
    lacking = consents_lacking(Uses(quotes), speakers)
    notes = bool(speakers) and not all(ConsentTo.NOTES in one for one in speakers)
    allowed = bool(speakers) and all(ConsentTo.QUOTE in one for one in speakers)
    assert (ConsentTo.NOTES in lacking) == notes
    assert (ConsentTo.QUOTE in lacking) == (quotes and not allowed)


@given(scopes, st.booleans(), st.booleans())
def test_under_18_nothing_counts_without_a_guardian(
    given_: frozenset[ConsentTo], minor: bool, guardian: bool
) -> None:
    counted = counting(given_, minor=minor, guardian_agrees=guardian)
    assert counted == (given_ if guardian or not minor else frozenset())


def test_recordings_and_photographs_need_their_own_consent() -> None:
    uses = Uses(False, ["image/jpeg", "audio/webm"])
    assert consents_lacking(uses, [frozenset({ConsentTo.NOTES})]) == [
        ConsentTo.AUDIO,
        ConsentTo.PHOTO,
    ]
    assert consents_lacking(uses, []) == []


def test_a_quotation_without_consent_cannot_be_finished(
    session: Session, visit: Visit, actor: Actor
) -> None:
    mother = spoke(session, actor, visit, consents=["notes"])
    note = noted(session, actor, visit, quote=True, heard="directly", bearing="supports", speakers=[str(mother.id)])  # fmt: skip
    assert note.missing == ["consent-quote"]
    agreed = ConsentForm(revision=1, consents=["notes", "quote"])
    change_consents(session, actor, visit, mother, agreed)
    assert note_shown(session, visit, note.id).missing == []
    change_consents(session, actor, visit, mother, ConsentForm(revision=1))
    after = note_shown(session, visit, note.id).missing
    assert after == ["consent-notes", "consent-quote"]


def test_a_consent_changed_by_two_at_once_is_no_silent_win(
    session: Session, visit: Visit, actor: Actor
) -> None:
    child = spoke(session, actor, visit, minor=True)
    first = ConsentForm(revision=1, guardian_agrees=True, consents=["notes"])
    change_consents(session, actor, visit, child, first)
    with pytest.raises(Conflict):
        change_consents(session, actor, visit, child, ConsentForm(revision=1))


def test_under_18_a_guardian_is_asked_first(
    session: Session, visit: Visit, actor: Actor
) -> None:
    with pytest.raises(Rejected, match="parent or guardian"):
        spoke(session, actor, visit, minor=True, consents=["notes"])
    child = spoke(session, actor, visit, minor=True)
    with pytest.raises(Rejected, match="parent or guardian"):
        change_consents(
            session, actor, visit, child, ConsentForm(revision=1, consents=["notes"])
        )


def test_a_finding_cannot_rest_on_what_lacks_consent() -> None:
    used = Piece(
        kind=Kind.INTERVIEW,
        voice=Voice.MIGRANTS,
        heard=None,
        factors=frozenset({"factor-1"}),
        lacks_consent=True,
    )
    problems = evidence_problems("factor-1", [used])
    assert ["consent" in problem.message for problem in problems] == [True]


def test_who_withdrew_before_arriving_is_not_taken_in(
    session: Session, visit: Visit, actor: Actor
) -> None:
    hashed = code_hash(new_code())
    assert hashed
    session.add(Withdrawal(code_hash=hashed))
    session.flush()  # known before the speaker comes
    form = SpeakerForm(id=uuid7(), role="Mother", voice="migrants", withdrawal_code_hash=hashed)  # fmt: skip
    assert register_speaker(session, actor, visit, form) == Gone(form.id)
    again = form.model_copy(update={"withdrawal_code_hash": None})
    assert register_speaker(session, actor, visit, again) == Gone(form.id)


def test_the_code_is_shown_once_and_kept_as_its_hash(browse: Browse) -> None:
    member = browse("member")
    form = {"id": str(uuid7()), "role": "Mother", "voice": "migrants"}
    first, second = (member.post(PEOPLE, data=form).text for _ in range(2))
    shown = re.findall(r"<code>([0-9A-Z-]{19})</code>", first)
    assert len(shown) == 1
    assert code_hash(shown[0])
    assert "<code>" not in second
    assert "cannot be shown again" in second
    assert member.get(PEOPLE).text.count("Mother, 1") >= 1
    assert shown[0] not in member.get(PEOPLE).text


def test_a_code_is_read_however_it_is_typed() -> None:
    code = new_code()
    typed = f" {code.lower().replace('-', ' ')} "
    assert code_hash(typed) == code_hash(code)
    assert code_hash("short") is code_hash(code.replace(code[0], "0")) is None


def test_the_lack_is_said_with_what_to_do(browse: Browse) -> None:
    lead = browse("facilitator")
    sent = {"id": str(uuid7()), "text": "“Somebody said so.”", "quote": "on", "factors": "action-plan", "kind": "interview", "voice": "migrants", "heard": "directly", "bearing": "supports"}  # fmt: skip
    assert lead.post(INDEX, data=sent).status_code == 303
    for address in (f"{INDEX}/{sent['id']}", f"{INDEX}?to_complete=on"):
        said = lead.get(address).text
        assert "Ask them whether they agree and say who spoke" in said
        assert PEOPLE in said


def test_who_spoke_is_for_the_team_alone(browse: Browse) -> None:
    form = {"id": str(uuid7()), "role": "Planted role", "voice": "migrants"}
    assert browse("member").post(PEOPLE, data=form).status_code == 200
    for persona in ("mentee-officer", "coordinator", "association"):
        other = browse(persona)
        assert other.get(PEOPLE).status_code == 404
        for address in ("", "/coverage", "/team", "/agenda", "/findings"):
            assert "Planted role" not in other.get(f"/visits/{VISIT}{address}").text


def test_without_a_role_the_voice_stands_in_the_readers_language(
    browse: Browse,
) -> None:
    member = browse("member")
    form = {"id": str(uuid7()), "role": "", "voice": "residents"}
    assert member.post(PEOPLE, data=form).status_code == 200
    member.cookies.set("language", "fr")
    assert "Habitants de longue date, 1" in member.get(PEOPLE).text
