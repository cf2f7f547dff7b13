"""The words for interpreters leave the sessions: rows of their own name them now.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

SESSIONS = sa.table('agenda_session', sa.column('id', sa.Uuid), sa.column('interpreter', sa.String))
INTERPRETERS = sa.table('interpreter', sa.column('id', sa.Uuid), sa.column('name', sa.String))
LINKS = sa.table(
    'session_interpreter', sa.column('session_id', sa.Uuid), sa.column('interpreter_id', sa.Uuid)
)


def upgrade() -> None:
    with op.batch_alter_table('agenda_session', schema=None) as batch_op:
        batch_op.drop_column('interpreter')


def downgrade() -> None:
    with op.batch_alter_table('agenda_session', schema=None) as batch_op:
        batch_op.add_column(
            sa.Column('interpreter', sa.String(200), nullable=False, server_default='')
        )
    bind, names = op.get_bind(), {}
    rows = bind.execute(
        sa.select(LINKS.c.session_id, INTERPRETERS.c.name)
        .join(INTERPRETERS, INTERPRETERS.c.id == LINKS.c.interpreter_id)
        .order_by(INTERPRETERS.c.name)
    ).all()
    for session_id, name in rows:
        names.setdefault(session_id, []).append(name)
    for session_id, own in names.items():
        bind.execute(
            sa.update(SESSIONS).where(SESSIONS.c.id == session_id)
            .values(interpreter='; '.join(own)[:200])
        )
