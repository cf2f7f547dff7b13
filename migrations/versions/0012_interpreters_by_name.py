"""Interpreters that sessions named in writing get rows, one per visit and name.

Names are told apart as before: by semicolons, whatever the case, the kind of dash and
what stands in brackets. The languages were words; `pairs` stay empty, to be filled in.

Revision ID: 0012
Revises: 0011
"""

import re
import uuid

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), 'postgresql')
SESSIONS = sa.table(
    'agenda_session', sa.column('id', sa.Uuid), sa.column('programme_id', sa.Uuid),
    sa.column('visit_id', sa.Uuid), sa.column('interpreter', sa.String),
    sa.column('created_at', sa.DateTime(timezone=True)),
)
INTERPRETERS = sa.table(
    'interpreter', sa.column('id', sa.Uuid), sa.column('programme_id', sa.Uuid),
    sa.column('visit_id', sa.Uuid), sa.column('name', sa.String), sa.column('pairs', JSON),
    sa.column('contact', sa.String), sa.column('note', sa.Text),
    sa.column('revision', sa.Integer), sa.column('created_at', sa.DateTime(timezone=True)),
)
LINKS = sa.table(
    'session_interpreter', sa.column('id', sa.Uuid), sa.column('programme_id', sa.Uuid),
    sa.column('visit_id', sa.Uuid), sa.column('session_id', sa.Uuid),
    sa.column('interpreter_id', sa.Uuid),
)


def upgrade() -> None:
    bind = op.get_bind()
    known: dict[tuple[uuid.UUID, str], uuid.UUID] = {}
    for row in bind.execute(sa.select(SESSIONS).where(SESSIONS.c.interpreter != '')).all():
        scope = {'programme_id': row.programme_id, 'visit_id': row.visit_id}
        for key, name in _named(row.interpreter):
            at = (row.visit_id, key)
            if at not in known:
                known[at] = uuid.uuid4()
                bind.execute(sa.insert(INTERPRETERS).values(
                    id=known[at], name=name, pairs=[], contact='', note='', revision=1,
                    created_at=row.created_at, **scope,
                ))
            bind.execute(sa.insert(LINKS).values(
                id=uuid.uuid4(), session_id=row.id, interpreter_id=known[at], **scope,
            ))


def _named(text: str) -> list[tuple[str, str]]:
    names = [name.strip() for name in re.split(r'[;\n]', text) if name.strip()]
    return list({key: (key, name) for name in names if (key := _plain(name))}.values())


def _plain(name: str) -> str:
    bare = re.sub(r'\([^()]*\)', ' ', name)
    return ' '.join(re.sub(r'[‐-―−-]', '-', bare).casefold().split())


def downgrade() -> None:
    """The words are still in the sessions."""
    op.get_bind().execute(sa.delete(LINKS))
    op.get_bind().execute(sa.delete(INTERPRETERS))
