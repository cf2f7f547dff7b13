"""Small problems with a known answer."""

from dataclasses import replace

from app.visits.proposing_problem import (
    Bridge,
    Day,
    Interpreter,
    Member,
    Person,
    Place,
    Problem,
    Room,
    Track,
    Wanted,
    Window,
)

EN = ("en",)


def one_interpreter() -> Problem:
    """Session 2 is fixed at ten on day 2 with the one Ukrainian interpreter; the person
    of session 3 is free only from 9:45 to 11 that day, and needs Ukrainian too."""
    fixed = Wanted("s2", 2, "", "interview", 60, ("mayor",), bridges=(Bridge("uk", EN),), attends="A", fixed=True, stands=Place(1440 + 600, "r1", "A", ("i1",)))  # fmt: skip
    clashing = Wanted("s3", 3, "", "interview", 60, ("ms-k",), bridges=(Bridge("uk", EN),))  # fmt: skip
    others = tuple(
        Wanted(f"o{n}", 10 + n, "", "interview", 60, ("mayor",)) for n in range(4)
    )
    return Problem(
        days=(Day("d1", 540, 1080), Day("d2", 540, 1080)),
        wanted=(fixed, clashing, *others),
        people=(
            Person("mayor", "the mayor", "elected-leaders"),
            Person("ms-k", "Ms K.", "migrants", (Window(1, 585, 660),)),
        ),
        members=tuple(Member(f"m{n}", f"Member {n}") for n in range(4)),
        tracks=(Track("A", ("m0", "m1")), Track("B", ("m2", "m3"))),
        interpreters=(Interpreter("i1", "interpreter A", (("en", "uk"),)),),
        rooms=(Room("r1", "Blue", "v1"), Room("r2", "Red", "v1")),
    )


def with_two_interpreters() -> Problem:
    problem = one_interpreter()
    more = Interpreter("i2", "interpreter B", (("en", "uk"),))
    return replace(problem, interpreters=(*problem.interpreters, more))


def too_much(problem: Problem) -> Problem:
    """The same in half of the days."""
    days = problem.days[: len(problem.days) // 2]
    people = tuple(replace(one, windows=None) for one in problem.people)
    return replace(problem, days=days, people=people)
