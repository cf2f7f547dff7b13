"""Full-text search of evidence: a table of words on SQLite, an index on PostgreSQL.

The words are `evidence.search_text`, normalised by the application; actions keep
SQLite's table, PostgreSQL keeps its index by itself. `rowid` is made from the id of the
evidence: the rows of `evidence` itself may be renumbered by VACUUM.

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE evidence_search USING fts5("
            "evidence_id UNINDEXED, visit, words, prefix='2 3')"
        )
    else:
        op.execute(
            "CREATE INDEX ix_evidence_search_words ON evidence "
            "USING gin (to_tsvector('simple', search_text))"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE evidence_search")
    else:
        op.execute("DROP INDEX ix_evidence_search_words")
