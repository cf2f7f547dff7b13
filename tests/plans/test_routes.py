import re

from app.ids import seed_id
from tests.conftest import Browse, Counting

PAIR = seed_id("demonstration", "pair", "rivemont-val-daubre")
PLAN = f"/pairs/{PAIR}/actions"
ACTION = f"{PLAN}/{seed_id('demonstration', 'action', 'a1-own-name')}"
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


def rows_of(text: str) -> int:
    return len(re.findall(r'<tr id="action-', text))


def test_the_plan_narrows_by_status(browse: Browse) -> None:
    client = browse("association")
    found = [
        rows_of(client.get(f"{PLAN}?status={s}").text)
        for s in ("", "under-way", "done", "dropped", "nothing")
    ]
    assert found == [7, 3, 1, 0, 7]
    part = client.get(PLAN, headers=PART).text
    assert part.lstrip().startswith('<div class="stack" id="actions">')


def test_the_plan_is_read_in_one_s_own_language(browse: Browse) -> None:
    client = browse("member")
    assert "Invite women in their own name" in client.get(PLAN).text
    client.cookies.set("language", "fr")
    assert "Inviter les femmes en leur nom propre" in client.get(PLAN).text


def test_buttons_are_shown_to_who_may_use_them(browse: Browse) -> None:
    shown = {
        persona: (f'href="{PLAN}/new"' in browse(persona).get(PLAN).text,
                  f'action="{ACTION}/updates"' in browse(persona).get(ACTION).text)
        for persona in ("mentee-officer", "facilitator", "mentor-officer", "member")
    }  # fmt: skip
    assert shown == {
        "mentee-officer": (True, True),
        "facilitator": (False, True),
        "mentor-officer": (False, False),
        "member": (False, False),
    }


def test_an_action_is_added_changed_and_noted(browse: Browse) -> None:
    client = browse("mentee-officer")
    form = {"title": "Se voir le samedi", "language": "fr", "factor": "action-plan"}
    made = client.post(PLAN, data=form)
    assert made.status_code == 303
    address = made.headers["Location"]
    changed = client.post(
        address, data={**form, "title": "Se voir le dimanche", "revision": "1"}
    )
    assert changed.status_code == 303
    note = {"text": "Salle trouvée", "language": "fr", "status": "under-way"}
    assert client.post(f"{address}/updates", data=note).status_code == 303
    text = client.get(address).text
    assert "Se voir le dimanche" in text
    assert "Salle trouvée" in text
    assert "Under way" in text


def test_what_cannot_stand_is_shown_again(browse: Browse) -> None:
    client = browse("mentee-officer")
    bad = {"title": "", "need": "Le samedi", "language": "fr"}
    new = client.post(PLAN, data=bad)
    assert (new.status_code, "Le samedi" in new.text) == (422, True)
    old = client.post(ACTION, data={**bad, "revision": "1"})
    assert (old.status_code, "Le samedi" in old.text) == (422, True)
    note = client.post(
        f"{ACTION}/updates",
        data={"text": "Demain", "on": "2999-01-01", "language": "fr"},
    )
    assert (note.status_code, "Demain" in note.text) == (422, True)


def test_a_stale_action_shows_both_texts(browse: Browse) -> None:
    client = browse("mentee-officer")
    form = {"title": "Un", "language": "fr", "revision": "1"}
    assert client.post(ACTION, data=form).status_code == 303
    stale = client.post(ACTION, data={**form, "title": "Deux"})
    assert stale.status_code == 409
    assert 'value="Deux"' in stale.text
    assert '<p dir="auto" id="title-theirs">Un</p>' in stale.text


def test_seven_actions_cost_as_many_queries_as_one(
    browse: Browse, count_queries: Counting
) -> None:
    client = browse("mentee-officer")
    client.get(PLAN)
    with count_queries() as one:
        client.get(f"{PLAN}?status=done")
    with count_queries() as seven:
        client.get(PLAN)
    assert len(seven) == len(one)


def test_an_action_is_taken_out_of_the_plan_and_put_back(browse: Browse) -> None:
    client, at = browse("mentee-officer"), f'action="{ACTION}/removal"'
    assert at in client.get(ACTION).text
    assert at not in browse("facilitator").get(ACTION).text
    assert client.post(f"{ACTION}/removal", data={"revision": "9"}).status_code == 409
    gone = client.post(f"{ACTION}/removal", data={"revision": "1"})
    after = client.get(gone.headers["Location"]).text
    assert (rows_of(after), f'action="{ACTION}/return"' in after) == (6, True)
    assert client.get(ACTION).status_code == 404
    reader = browse("member").get(gone.headers["Location"]).text
    assert "/return" not in reader
    back = client.post(f"{ACTION}/return")
    assert back.headers["Location"] == ACTION
    assert rows_of(client.get(PLAN).text) == 7
