import pytest
import yaml
from sqlmodel import Session, select

from app.benchmarks.actions import import_benchmark
from app.benchmarks.forms import BenchmarkForm
from app.benchmarks.queries import published_version
from app.errors import Rejected
from app.forms import check
from app.models import BenchmarkVersion, KeyFactor
from seed.load import SEED
from tests.conftest import Browse

REAL = SEED / "benchmarks" / "gender-sensitive-integration.yaml"


def real_form() -> BenchmarkForm:
    return check(BenchmarkForm, yaml.safe_load(REAL.read_text()))


def test_the_real_benchmark_has_its_factors_questions_and_contexts(
    session: Session,
) -> None:
    import_benchmark(session, real_form())
    version = published_version(session, "gender-sensitive-integration")
    assert [len(f.questions) for f in version.factors] == [4, 3, 5, 1, 2, 3, 5, 6]
    assert [len(f.practices) for f in version.factors] == [1, 0, 1, 1, 0, 1, 0, 0]
    assert len(version.contexts) == 9
    texts = [f.title for f in version.factors] + [c.text for c in version.contexts]
    assert all(set(text) == {"en", "fr"} for text in texts)


def test_importing_twice_changes_nothing(session: Session) -> None:
    first = import_benchmark(session, real_form())
    assert import_benchmark(session, real_form()).id == first.id
    assert len(session.exec(select(BenchmarkVersion)).all()) == 1
    assert len(session.exec(select(KeyFactor)).all()) == 8


def test_a_relation_to_an_unknown_factor_is_refused() -> None:
    sent = yaml.safe_load(REAL.read_text())
    sent["related_factors"][0]["to"] = 99
    with pytest.raises(Rejected):
        check(BenchmarkForm, sent)


def test_the_reader_shows_every_factor_in_french(browse: Browse) -> None:
    page = browse("").get(
        "/benchmarks/gender-sensitive-integration/1", headers={"Accept-Language": "fr"}
    )
    assert page.text.count('class="stack factor-text"') == 8
    assert "Un plan d&#39;action réaliste et transversal est établi" in page.text


def test_a_comment_is_kept_and_shown_to_its_author(browse: Browse) -> None:
    client = browse("migrant-member")
    address = "/benchmarks/gender-sensitive-integration/1"
    factor = client.get(address).text.split('name="factor" value="')[1].split('"')[0]
    said = "Is <b>steering</b> a word people use?"
    sent = {"factor": factor, "kind": "unclear", "text": said}
    answer = client.post(f"{address}/comments", data=sent)
    assert answer.headers["location"] == f"{address}#co-produced-assessment"
    shown = client.get(address).text
    assert "Is &lt;b&gt;steering&lt;/b&gt; a word people use?" in shown
    assert said not in shown


def test_an_empty_comment_is_refused_with_what_was_chosen_still_there(
    browse: Browse,
) -> None:
    client = browse("migrant-member")
    address = "/benchmarks/gender-sensitive-integration/1"
    factor = client.get(address).text.split('name="factor" value="')[1].split('"')[0]
    sent = {"factor": factor, "kind": "works-well", "text": " "}
    answer = client.post(f"{address}/comments", data=sent)
    assert answer.status_code == 422
    assert 'value="works-well" checked' in answer.text
    assert "This is needed." in answer.text
