"""Comments on the factors of a benchmark: whose they are, and what goes wrong."""

import re

from sqlmodel import Session, select

from app.db import Database
from app.ids import seed_id, uuid7
from app.models import BenchmarkComment, Person, TeamMember
from tests.conftest import Browse

AT = "/benchmarks/gender-sensitive-integration/1"
FACTOR = str(seed_id("key-factor", "gender-sensitive-integration", "1", "action-plan"))
SAID = {"factor": FACTOR, "kind": "missing", "text": "ما معنى هذه الكلمة؟"}


def kept(demo: Database) -> list[BenchmarkComment]:
    with demo.reading() as session:
        return list(session.exec(select(BenchmarkComment)).all())


def test_a_comment_sent_twice_is_one_in_the_language_it_was_written_in(
    browse: Browse, demo: Database
) -> None:
    client = browse("migrant-member")
    sent = {**SAID, "id": str(uuid7()), "language": "ar"}
    for _again in range(2):
        answer = client.post(f"{AT}/comments", data=sent)
        assert answer.headers["location"] == f"{AT}#action-plan"
    assert [(one.text, one.language) for one in kept(demo)] == [(SAID["text"], "ar")]
    assert f'<p lang="ar" dir="rtl">{SAID["text"]}</p>' in client.get(AT).text


def test_the_errors_of_a_comment_stand_beside_its_own_fields(browse: Browse) -> None:
    client = browse("migrant-member")
    answer = client.post(f"{AT}/comments", data={"factor": FACTOR})
    assert answer.status_code == 422
    for name, words in (("kind", "What is it about?"), ("text", "In your words")):
        own = f"comment-{FACTOR}-{name}"
        assert f'<a href="#{own}">{words}: This is needed.</a>' in answer.text
        assert answer.text.count(f'id="{own}"') == 1
        assert f'aria-describedby="{own}-error" aria-invalid="true"' in answer.text
        assert answer.text.count(f'id="{own}-error"') == 1


def test_a_comment_is_taken_back_by_its_author_alone(
    browse: Browse, demo: Database
) -> None:
    author = browse("migrant-member")
    author.post(f"{AT}/comments", data=SAID)
    [made] = kept(demo)
    at, form = f"{AT}/comments/{made.id}", {"revision": "1"}
    assert f'action="{at}/removal"' in author.get(AT).text
    assert browse("member").post(f"{at}/removal", data=form).status_code == 404
    reader = browse("facilitator")
    assert SAID["text"] in reader.get(AT).text
    assert f'action="{at}/removal"' not in reader.get(AT).text
    assert reader.post(f"{at}/removal", data=form).status_code == 403
    after = author.post(f"{at}/removal", data=form).headers["location"]
    page = author.get(after).text
    assert SAID["text"] not in page
    assert f'action="{at}/return"' in page
    assert SAID["text"] not in reader.get(AT).text
    author.post(f"{at}/return")
    assert SAID["text"] in author.get(AT).text


def test_a_member_of_a_team_comments_under_the_name_they_chose(
    browse: Browse, demo: Database
) -> None:
    browse("migrant-member").post(f"{AT}/comments", data=SAID)
    [made] = kept(demo)
    with demo.reading() as session:
        person, shown = names_of(session, made)
    page = browse("facilitator").get(AT).text
    [line] = re.findall(
        r'<p class="small muted">Something is missing · ([^·]+) ·', page
    )
    assert line in shown
    assert person not in page


def names_of(session: Session, made: BenchmarkComment) -> tuple[str, set[str]]:
    assert made.created_by
    shown = session.exec(
        select(TeamMember.shown_name).where(TeamMember.person_id == made.created_by)
    ).all()
    return session.get_one(Person, made.created_by).name, set(shown)
