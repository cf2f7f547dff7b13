"""A person's copy as a file: a page to read and the same as JSON for programs."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic_core import to_jsonable_python

from app import i18n
from app.i18n import _, lazy
from app.labels import BY_TYPE, label
from app.people.copy_queries import CopyList
from app.templating import templates
from app.values import Preparation, StepState, TokenScope
from app.values_audit import Verb

COLUMNS = {
    "at": lazy("When (UTC)"),
    "bearing": lazy("Bearing"),
    "browser": lazy("Browser"),
    "changes": lazy("What changed"),
    "city_id": lazy("City"),
    "column": lazy("As"),
    "created_at": lazy("Since (UTC)"),
    "done_on": lazy("Done on"),
    "due_on": lazy("Due on"),
    "email": lazy("E-mail address"),
    "ended_at": lazy("Ended (UTC)"),
    "ending": lazy("Ends in"),
    "expires_at": lazy("Until (UTC)"),
    "id": lazy("Number"),
    "joins": lazy("Joins"),
    "kind": lazy("Kind"),
    "language": lazy("Language"),
    "languages": lazy("Speaks"),
    "last_seen_at": lazy("Last seen (UTC)"),
    "last_used_at": lazy("Last used (UTC)"),
    "method": lazy("How"),
    "migrant": lazy("Migrant member"),
    "name": lazy("Name"),
    "number": lazy("Number"),
    "on": lazy("Day"),
    "organisation": lazy("Organisation"),
    "organisation_id": lazy("Organisation"),
    "pair_id": lazy("Pair"),
    "part": lazy("Part in the team"),
    "position": lazy("Place in the list"),
    "preparation": lazy("Preparation"),
    "programme_id": lazy("Programme"),
    "purpose": lazy("What for"),
    "reason": lazy("Why"),
    "released_at": lazy("Released (UTC)"),
    "removed_at": lazy("Ended (UTC)"),
    "revision": lazy("Revision"),
    "revoked_at": lazy("Revoked (UTC)"),
    "role": lazy("Role"),
    "scopes": lazy("What it may do"),
    "sent_at": lazy("Sent (UTC)"),
    "shown_name": lazy("Name to show"),
    "state": lazy("State"),
    "step": lazy("Step"),
    "table": lazy("Table"),
    "template": lazy("Letter"),
    "text": lazy("Text"),
    "until": lazy("Until (UTC)"),
    "used_at": lazy("Used (UTC)"),
    "verb": lazy("What was done"),
    "visit_id": lazy("Visit"),
}


def copy_file(lists: Sequence[CopyList], names: Mapping[UUID, str], at: datetime) -> bytes:  # fmt: skip
    """A ZIP with `my-data.html` and `my-data.json`, in the reader's language."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        page = templates().get_template("data/copy.html")
        tables = [table_of(one, names) for one in lists]
        file.writestr("my-data.html", page.render(tables=tables, at=at, code=i18n.language()))  # fmt: skip
        file.writestr("my-data.json", as_json(lists, names, at))
    return held.getvalue()


def as_json(lists: Sequence[CopyList], names: Mapping[UUID, str], at: datetime) -> str:
    """Lists by their slug; `names` says what an id stands for."""
    content = {
        "made_at": at,
        "names": {str(id_): name for id_, name in names.items()},
        **{one.slug: list(one.rows) for one in lists},
    }
    plain = to_jsonable_python(content)
    return json.dumps(plain, ensure_ascii=False, indent=2)


def table_of(one: CopyList, names: Mapping[UUID, str]) -> dict[str, Any]:
    columns = list(dict.fromkeys(name for row in one.rows for name in row))
    return {
        "title": one.title,
        "note": one.note,
        "heads": [str(COLUMNS.get(name, name)) for name in columns],
        "rows": [[words(name, row.get(name), names) for name in columns] for row in one.rows],
    }  # fmt: skip


def words(column: str, value: Any, names: Mapping[UUID, str]) -> str:
    """One cell as a person reads it; blank where there is nothing."""
    if column == "verb":
        return label(Verb(value))
    if column == "preparation":
        return prepared(value or {})
    if column == "scopes":
        return i18n.listed([label(TokenScope(one)) for one in value])
    if isinstance(value, StrEnum):
        known = (type(value), value.value) in BY_TYPE
        return label(value) if known else value.value
    return plain_words(value, names)


def prepared(steps: Mapping[str, str]) -> str:
    said = [
        f"{label(Preparation(step))}: {label(StepState(state))}"
        for step, state in steps.items()
    ]
    return i18n.listed(said)


def plain_words(value: Any, names: Mapping[UUID, str]) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return i18n.moment(value)
    if isinstance(value, date):
        return i18n.day(value)
    if isinstance(value, list):
        return i18n.listed(value)
    if isinstance(value, UUID):
        return names.get(value, str(value))
    return "" if value is None else str(value)
