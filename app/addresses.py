"""Parts of an address that routes take. A part that cannot be right is a 404."""

from typing import Annotated

from fastapi import Path, Query

#: How many rows a list gives at most.
Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
#: The cursor that leads on in a list.
After = Annotated[
    str | None,
    Query(max_length=400, description="`next` of the list before, to go on from."),
]
SlugInAddress = Annotated[str, Path(max_length=80, pattern="^[a-z0-9][a-z0-9-]*$")]
#: Within what every database stores as an integer.
NumberInAddress = Annotated[int, Path(ge=1, le=2**31 - 1)]
