"""Which release this is: what a tablet's cache is named after."""

import hashlib
from functools import lru_cache

from app.settings import ROOT

#: Everything that the page of a tablet is made of.
MADE_OF = ("static", "templates", "locale")


@lru_cache
def release() -> str:
    """Twelve hexadecimal digits; another one whenever a page could look different."""
    digest = hashlib.sha256()
    for folder in MADE_OF:
        for path in sorted((ROOT / "app" / folder).rglob("*.*")):
            if path.is_file():
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]
