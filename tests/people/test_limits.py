"""What is asked for too often waits, per account, with the time in words and seconds."""

import pytest

from app.ids import seed_id
from app.people.rules import EXPORTS, SEARCHES, Limit
from tests.conftest import Browse

VISIT = seed_id("demonstration", "visit", "val-daubre-review")


@pytest.mark.parametrize(
    ("limit", "address", "words"),
    [
        (EXPORTS, "/audit.csv", "Wait 60 minutes, then try again."),
        (SEARCHES, f"/visits/{VISIT}/evidence?q=ramp", "Wait 10 minutes, then try again."),
    ],
)  # fmt: skip
def test_one_account_waits_and_another_beside_it_does_not(
    browse: Browse,
    monkeypatch: pytest.MonkeyPatch,
    limit: Limit,
    address: str,
    words: str,
) -> None:
    few = Limit(limit.kind, 2, limit.within)
    monkeypatch.setattr("app.routes.audit.EXPORTS", few)
    monkeypatch.setattr("app.routes.evidence.SEARCHES", few)
    member, other = browse("member"), browse("migrant-member")
    assert [member.get(address).status_code for _ in range(3)] == [200, 200, 429]
    late = member.get(address)
    assert words in late.text
    assert 0 < int(late.headers["retry-after"]) <= limit.within.total_seconds()
    assert other.get(address).status_code == 200


def test_a_days_work_fits_under_the_limits() -> None:
    """Fifty notes at once after a day offline are normal, and each may be looked up."""
    assert SEARCHES.most >= 50
    assert EXPORTS.most >= 20
