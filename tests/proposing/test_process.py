"""The worker process: JSON lines over pipes, and nothing of it in the server."""

import subprocess
import sys

import pytest

from app.settings import ROOT
from app.visits.proposing import Search
from app.visits.proposing_problem import Agenda, Problem, from_json, read, to_json
from bench.proposing_instances import ISSUE, made
from tests.proposing.checker import violations
from tests.proposing.clashes import one_interpreter, with_two_interpreters

LOADED = "import sys, app.main; print([m for m in ('ortools', 'pandas') if m in sys.modules])"


@pytest.mark.slow
def test_the_server_never_imports_the_solver() -> None:
    asked = [sys.executable, "-c", LOADED]
    run = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_a_problem_survives_its_way_over_the_pipe() -> None:
    problem = made(ISSUE, 1)
    assert from_json(Problem, to_json(problem)) == problem


def test_the_process_counts_finds_and_ends() -> None:
    problem = with_two_interpreters()
    search = Search(problem, 1)
    try:
        lines = list(search.lines())
    finally:
        search.close()
    kinds = [line["kind"] for line in lines]
    assert (kinds[0], kinds[1], kinds[-1]) == ("counted", "agenda", "done")
    assert violations(problem, read(Agenda, lines[-1]["agenda"])) == []


@pytest.mark.slow
def test_the_process_explains_what_cannot_be_and_places_the_rest() -> None:
    search = Search(one_interpreter(), 1)
    try:
        lines = {line["kind"]: line for line in search.lines()}
    finally:
        search.close()
    assert sorted(map(tuple, lines["explained"]["promises"])) == [
        ("bridge", "s3"),
        ("fixed", "s2"),
        ("person", "ms-k"),
    ]
    assert lines["done"]["agenda"]["left"] == ["s3"]


@pytest.mark.slow
def test_it_stops_when_asked_with_the_best_so_far() -> None:
    search = Search(made(ISSUE, 1), 60)
    done = None
    try:
        for line in search.lines():
            if line["kind"] == "agenda":
                search.stop()
            done = line
    finally:
        search.close()
    assert done is not None
    assert (done["kind"], done["stopped"], done["agenda"]["left"]) == ("done", True, [])
    assert done["seconds"] < 30
