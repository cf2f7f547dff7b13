"""Who finds out that access is broken: the table of standings, and the access matrix."""

from collections import Counter
from collections.abc import Iterator

from fastapi import FastAPI
from sqlmodel import Session

from tests.access.told import asked, told
from tests.actors import ACTORS, Clients, Line, ask, everybody, expected, lines
from tests.nightly.mutants import Mutant


def table_disagrees(session: Session) -> bool:
    """Whether access answers something else than tests/access/standing.yaml tells."""
    try:
        return any(ask() != told()[name] for name, ask in asked(session).items())
    except Exception:  # a mutant that breaks down is found out as well
        return True


class Matrix:
    """The access matrix, those lines first that have found out the most."""

    def __init__(self, app: FastAPI, address: str) -> None:
        self.app = app
        self.address = address
        self.found_out: Counter[int] = Counter()
        self.lines = lines()

    def disagrees(self, mutant: Mutant) -> str:
        """The first line and actor that get another status; empty where none does."""
        with everybody(self.app, self.address) as clients, mutant.living():
            for place, line, actor in self.in_order():
                if not as_told(clients, line, actor):
                    self.found_out[place] += 1
                    return f"{line['route']} as {actor}"
        return ""

    def in_order(self) -> Iterator[tuple[int, Line, str]]:
        places = sorted(range(len(self.lines)), key=lambda n: -self.found_out[n])
        for place in places:
            for actor in ACTORS:
                yield place, self.lines[place], actor


def as_told(clients: Clients, line: Line, actor: str) -> bool:
    try:
        return bool(ask(clients[actor], line).status_code == expected(line)[actor])
    except Exception:  # the mutant broke the page down
        return False
