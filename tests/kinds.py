"""Which pages are alike."""

import re
from urllib.parse import urlparse

ID = re.compile(r"/[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f-]{16,}|/\d+(?=/|$)")
#: What is named by a word and not by an id: slugs, key factors, conditions.
NAMED = re.compile(
    r"(/benchmarks|/programmes|/findings|/readiness)/(?!sheet|new)[a-z0-9-]+"
)


def kind_of(address: str) -> str:
    """Pages of one kind differ in ids and slugs only; a query makes no other kind."""
    path = urlparse(address).path
    return NAMED.sub(r"\1/:slug", ID.sub("/:id", path))
