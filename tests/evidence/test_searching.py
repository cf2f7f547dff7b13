import pytest
from hypothesis import given, strategies as st
from sqlmodel import Session

from app.evidence.actions import translate_note
from app.evidence.forms import FilterForm, TranslationForm
from app.evidence.listing import count_notes, narrowed
from app.evidence.queries import note_shown
from app.evidence.searching import row_of, search_text, words_of
from app.ids import uuid7
from tests.evidence.notes import recorded, write
from tests.factories import make_visit, on_team


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("L'École, sœur", ["l", "ecole", "soeur"]),
        ("Straße İstanbul ısı", ["strasse", "istanbul", "isi"]),
        ("أحمد إلى آخر", ["احمد", "الي", "اخر"]),
        ("مَدْرَسَة ـ مدرسه", ["مدرسه", "مدرسه"]),
        ("کتاب ی", ["كتاب", "ي"]),
        ("١٢ rooms_3", ["12", "rooms", "3"]),
        ("Ἀθήνα ΟΔΟΣ", ["αθηνα", "οδοσ"]),
    ],
)
def test_words_lose_case_accents_and_spelling(written: str, words: list[str]) -> None:
    assert words_of(written) == words


@given(st.text())
def test_normalising_twice_changes_nothing(written: str) -> None:
    once = " ".join(words_of(written))
    assert " ".join(words_of(once)) == once


def test_the_article_is_indexed_with_and_without() -> None:
    assert search_text("المدرسة") == "المدرسه مدرسه"


def test_a_row_fits_what_sqlite_stores() -> None:
    assert all(0 <= row_of(uuid7()) < 2**63 for _ in range(100))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("ecole", 1),
        ("ÉCOL", 1),
        ("ecole ouvre", 1),
        ("ecole ferme", 0),
        ("مدرسة", 1),
        ("المدرسه", 1),
        ('" OR ecole', 0),
        ("words:ecole*", 0),
        ("'; drop table evidence --", 0),
        ("***", 2),
        ("", 2),
    ],
)
def test_notes_are_found_by_the_beginnings_of_their_words(
    session: Session, asked: str, found: int
) -> None:
    visit = make_visit(session)
    actor = on_team(session, visit)
    recorded(session, actor, visit, write(text="L'école ouvre à neuf heures"))
    recorded(session, actor, visit, write(text="المَدرسة قريبة"))
    other = make_visit(session)
    elsewhere = on_team(session, other)
    recorded(session, elsewhere, other, write(text="École ailleurs المدرسة"))
    wanted = FilterForm(q=asked)
    conditions = narrowed(session, actor, visit, wanted)
    assert count_notes(session, visit, conditions) == found


def test_a_note_is_found_by_what_it_says_now_and_by_its_translation(
    session: Session,
) -> None:
    visit = make_visit(session)
    actor = on_team(session, visit)
    sent = write(text="Kindergarten", language="de")
    recorded(session, actor, visit, sent)
    session.refresh(visit, ["days"])
    note = note_shown(session, visit, sent.id)
    translated = TranslationForm(language="fr", text="Crèche")
    translate_note(session, actor, visit, note, translated)

    def count(words: str) -> int:
        conditions = narrowed(session, actor, visit, FilterForm(q=words))
        return count_notes(session, visit, conditions)

    assert (count("creche"), count("kindergarten")) == (1, 1)
    recorded(session, actor, visit, write(sent.id, 1, text="Hort", language="de"))
    assert (count("creche"), count("kindergarten"), count("hort")) == (0, 0, 1)
