import pytest

from app.middleware import CSP, same_origin
from tests.conftest import Browse


def test_every_answer_carries_the_security_headers(browse: Browse) -> None:
    for path in ("/", "/nothing-here", "/healthz", "/api/v1/visits/none"):
        headers = browse("").get(path).headers
        assert headers["content-security-policy"] == CSP
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert len(headers["x-request-id"]) == 32


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"origin": "http://127.0.0.1:8000", "host": "127.0.0.1:8000"}, True),
        ({"origin": "http://evil.example", "host": "127.0.0.1:8000"}, False),
        ({"origin": "null", "host": "127.0.0.1:8000"}, False),
        ({"host": "127.0.0.1:8000"}, True),
    ],
)
def test_another_site_cannot_make_the_browser_write(
    headers: dict[str, str], passes: bool
) -> None:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "POST", "headers": raw}
    assert same_origin(scope) is passes


def test_a_cross_site_post_is_refused_and_changes_nothing(browse: Browse) -> None:
    answer = browse("coordinator").post(
        "/sign-out", headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403


def test_a_body_over_the_limit_is_refused(browse: Browse) -> None:
    answer = browse("").post(
        "/language", data={"language": "fr", "then": "x" * 1_100_000}
    )
    assert answer.status_code == 413
    assert "This is too large" in answer.text
