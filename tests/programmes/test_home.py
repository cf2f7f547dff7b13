import re
from collections.abc import Sequence

from sqlmodel import Session, col, delete, select

from app.db import Database
from app.ids import seed_id
from app.models import Action, Deadline, Finding, HostReply
from app.models.base import now
from app.values import ActionStatus, FindingStatus
from tests.conftest import Browse, Counting

TASK = re.compile(r'<ul class="todo">(.*?)</ul>', re.S)
REVIEW = seed_id("demonstration", "visit", "val-daubre-review")


def tasks_of(text: str) -> list[str]:
    lists = "".join(TASK.findall(text))
    return re.findall(r'<li><span><a href="[^"]+">(.*?)</a>', lists)


def agreed(session: Session) -> Sequence[Finding]:
    return session.exec(
        select(Finding).where(
            Finding.visit_id == REVIEW, Finding.status == FindingStatus.AGREED
        )
    ).all()


def test_everybody_has_a_page_and_a_stranger_the_welcome(browse: Browse) -> None:
    assert "<h1>To do</h1>" in browse("member").get("/").text
    assert "<h1>To do</h1>" not in browse("").get("/").text


def test_the_coordinator_sees_what_is_late_with_who_sees_to_it(
    browse: Browse, demo: Database
) -> None:
    text = browse("coordinator").get("/").text
    with demo.reading() as session:
        late = session.exec(
            select(Deadline).where(
                col(Deadline.done_on).is_(None), Deadline.due_on < now().date()
            )
        ).all()
    assert late
    assert len(tasks_of(text)) == len(late)
    assert "Anne-Lise Corvenne" in text


def test_other_people_s_steps_are_not_one_s_own(browse: Browse) -> None:
    text = browse("mentee-officer").get("/").text
    assert "Readiness check" in tasks_of(text)
    assert "Desk review" not in tasks_of(text)
    assert "Brunnhagen" not in text


def test_the_host_is_asked_for_its_comments_and_never_for_notes(
    browse: Browse, demo: Database
) -> None:
    with demo.writing() as session:
        session.execute(delete(HostReply))
        count = len(agreed(session))
    host = browse("mentee-officer").get("/").text
    assert f"{count} findings wait for your city&#39;s comments" in tasks_of(host)
    assert "draft finding" not in host
    assert "evidence?" not in host


def test_the_team_is_asked_for_drafts_and_for_its_own_notes(
    browse: Browse, demo: Database
) -> None:
    with demo.reading() as session:
        drafts = session.exec(
            select(Finding).where(
                Finding.visit_id == REVIEW, Finding.status == FindingStatus.DRAFT
            )
        ).all()
    assert len(drafts) == 1
    assert "1 draft finding to agree" in tasks_of(
        browse("migrant-member").get("/").text
    )
    assert "1 draft finding to agree" not in browse("association").get("/").text


def test_an_action_due_is_the_learning_city_s(browse: Browse, demo: Database) -> None:
    with demo.writing() as session:
        action = session.get_one(
            Action, seed_id("demonstration", "action", "a2-data-owner")
        )
        action.due_on = now().date()
    title = "Give the figures to someone"
    assert title in tasks_of(browse("mentee-officer").get("/").text)
    assert title not in browse("mentor-officer").get("/").text
    with demo.writing() as session:
        session.get_one(Action, action.id).status = ActionStatus.DROPPED
    assert title not in browse("mentee-officer").get("/").text


def test_the_page_costs_as_many_queries_for_much_as_for_little(
    browse: Browse, count_queries: Counting
) -> None:
    counts = {}
    for persona in ("facilitator", "mentee-officer", "member"):
        client = browse(persona)
        client.get("/")
        with count_queries() as queries:
            client.get("/")
        counts[persona] = len(queries)
    assert max(counts.values()) <= 26, counts
