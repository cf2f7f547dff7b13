"""What the bytes of a note say before they are a form: JSON, and its version."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import from_json

from app.errors import Problem, Rejected
from app.evidence.forms import INT32
from app.i18n import _


def read_json(body: bytes) -> Any:
    """Raises `Rejected`: for what is no JSON, for NaN, for nesting without end."""
    try:
        return from_json(body, allow_inf_nan=False)
    except ValueError:
        raise Rejected(Problem("", _("This is not valid JSON."))) from None


def is_speaker(values: Any) -> bool:
    """Somebody who spoke, not a note: nothing was captured at a moment."""
    return (
        isinstance(values, Mapping)
        and "voice" in values
        and "captured_at" not in values
    )


def form_version_of(values: Any) -> int:
    version = values.get("form_version") if isinstance(values, Mapping) else None
    is_number = isinstance(version, int) and not isinstance(version, bool)
    return version if is_number and version <= INT32 else 0  # type: ignore[return-value,operator]
