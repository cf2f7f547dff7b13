"""Full-text search of evidence: one normalised text over FTS5 or `to_tsvector`.

Normalised here, not in the database, so that both engines find the same: accents and
case fall away, Arabic letters that people write in several ways become one, and the
article is indexed with and without.
"""

import hashlib
import re
import unicodedata
from uuid import UUID

from sqlalchemy import (
    Connection,
    String,
    bindparam,
    column,
    func,
    table,
    text,
    type_coerce,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import col, select

from app.models import Evidence

#: Letters that Unicode does not take apart: œ in `sœur`, the forms of alef, yeh, heh.
SAME = str.maketrans(
    {
        "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
        "ı": "i", "ß": "ss", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي",
        "ک": "ك", "ة": "ه", "ۀ": "ه", "ھ": "ه", "ہ": "ه", "ە": "ه", "ـ": "",
    }
)  # fmt: skip
ARTICLE = "ال"
LONGEST_WORD = 80
MOST_WORDS = 12

evidence_search = table(
    "evidence_search",
    column("evidence_id", String),
    column("visit", String),
    column("words", String),
)
#: REPLACE: a note written anew takes its old words out of the index.
INDEX = text(
    "INSERT OR REPLACE INTO evidence_search (rowid, evidence_id, visit, words) "
    "VALUES (:row, :evidence, :visit, :words)"
)


def search_text(*texts: str) -> str:
    """The words of the texts, normalised, with the Arabic article also taken off."""
    found: list[str] = []
    for word in words_of(" ".join(texts)):
        found.append(word)
        if (bare := without_article(word)) != word:
            found.append(bare)
    return " ".join(found)


def words_of(said: str) -> list[str]:
    """Small letters without marks; letters and digits only."""
    bare = _bare(_bare(said).casefold())
    return [word[:LONGEST_WORD] for word in re.findall(r"[^\W_]+", bare)]


def _bare(said: str) -> str:
    """Taken apart, without accents and vowel signs, any script's digits as 0 to 9."""
    apart = unicodedata.normalize("NFKD", said.translate(SAME)).translate(SAME)
    return "".join(
        str(unicodedata.decimal(c, c)) for c in apart if not unicodedata.combining(c)
    )


def without_article(word: str) -> str:
    long_enough = len(word) > len(ARTICLE) + 2
    return word[len(ARTICLE) :] if word.startswith(ARTICLE) and long_enough else word


def index_evidence(
    connection: Connection, evidence_id: UUID, visit_id: UUID, words: str
) -> None:
    """Keeps SQLite's table of words; PostgreSQL's index keeps itself."""
    if connection.dialect.name == "sqlite":
        row = {"row": row_of(evidence_id), "evidence": evidence_id.hex}
        connection.execute(INDEX, {**row, "visit": visit_id.hex, "words": words})


def row_of(evidence_id: UUID) -> int:
    """A stable row number: FTS5 finds by it, and the table's own may be renumbered."""
    digest = hashlib.sha256(evidence_id.bytes).digest()
    return int.from_bytes(digest[:8], "big") >> 1


def found_by(said: str, visit_id: UUID, dialect: str) -> ColumnElement[bool] | None:
    """Notes with every word, or a word that begins so; None where no word was said."""
    words = [without_article(word) for word in words_of(said)[:MOST_WORDS]]
    if not words:
        return None
    if dialect == "sqlite":
        asked = " AND ".join(f'words:"{word}"*' for word in words)
        query = f'visit:"{visit_id.hex}" AND {asked}'
        found = select(evidence_search.c.evidence_id).where(
            column("evidence_search").op("MATCH")(bindparam("said", query))
        )
        return type_coerce(col(Evidence.id), String).in_(found)
    asked = " & ".join(f"'{word}':*" for word in words)
    vector = func.to_tsvector(text("'simple'"), col(Evidence.search_text))
    wanted = func.to_tsquery(text("'simple'"), bindparam("said", asked))
    return vector.op("@@")(wanted)
