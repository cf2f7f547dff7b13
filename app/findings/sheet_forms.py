"""A page with one small form for each key factor, all of them sent at once.

A field is named `{name}.{key}`, where the key is a factor's slug, or `context.` and a
contextual factor's; what has no key is of the whole page.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, TypeVar
from uuid import UUID

from pydantic import Field

from app.errors import Conflict, Problem, Rejected
from app.forms import (
    MESSAGES,
    Form,
    FormModel,
    LanguageTag,
    Line,
    Posted,
    Prose,
    Revision,
    Slug,
    Text,
)
from app.values import Judgement

#: Of the documents on the page, beside the factors.
DOCUMENT = "document"
F = TypeVar("F", bound=FormModel)


class SheetForm(FormModel):
    """The whole page; its parts are checked one by one."""

    language: LanguageTag


class AssessmentForm(FormModel):
    word: Judgement | None = None
    sentence: Annotated[Text, Field(max_length=1000)] = ""
    language: LanguageTag
    revision: Revision | None = None


class DeskForm(FormModel):
    hypotheses: Prose = ""
    missing: Prose = ""
    to_meet: Prose = ""
    language: LanguageTag
    revision: Revision | None = None


class DocumentForm(FormModel):
    """One to add, where it has a title, and those to take out."""

    id: UUID | None = None
    title: Line = ""
    link: Annotated[Text, Field(max_length=500, pattern=r"^https?://\S+$")] | None = (
        None
    )
    factor: Slug | None = None
    remove: list[UUID] = Field(default=[], max_length=100)
    language: LanguageTag


def checked_parts(
    posted: Posted, keys: Iterable[str], model: type[F], also: str = ""
) -> dict[str, F]:
    """Key → what was sent for it; what the page did not send is left out.

    Raises `Rejected` with the fields named as on the page, also for keys that are none.
    """
    known = [*keys]
    problems = []
    if not is_of_page(posted, {*known, also}):
        problems.append(Problem("", str(MESSAGES["extra_forbidden"])))
    found = {}
    for key in known:
        own = of_key(posted, key)
        if own.keys() <= {"language"}:
            continue
        try:
            found[key] = Form(model, own).checked()
        except Rejected as rejected:
            problems += [on_page(problem, key) for problem in rejected.problems]
    if problems:
        raise Rejected(*problems)
    return found


def is_of_page(posted: Posted, keys: set[str]) -> bool:
    """Whether every field is one of the parts', or the language of the page."""
    whole = {name for name in posted if not key_of(name)}
    return whole <= {"language"} and {key_of(name) for name in posted} - {""} <= keys


def key_of(name: str) -> str:
    return name.partition(".")[2]


def of_key(posted: Posted, key: str) -> Posted:
    """The fields of one part without its key, in the language of the page."""
    own = {n.partition(".")[0]: v for n, v in posted.items() if key_of(n) == key}
    return own | {"language": posted.get("language", [])}


def on_page(problem: Problem, key: str) -> Problem:
    if problem.field == "language":
        return problem
    return Problem(f"{problem.field}.{key}", problem.message)


def clashing(
    form: Form[SheetForm],
    conflicts: Mapping[str, Conflict],
    revisions: Mapping[str, int],
) -> Form[SheetForm]:
    """What was typed, with the revisions that stand now and what others saved beside."""
    theirs: dict[str, Any] = {
        f"{name}.{key}": value
        for key, conflict in conflicts.items()
        for name, value in conflict.theirs.items()
    }
    stand = {f"revision.{key}": [str(number)] for key, number in revisions.items()}
    posted = {**form.posted, **stand}
    return Form(form.model, posted, (), Conflict(0, theirs))
