"""notes that have files"""

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('evidence', schema=None) as batch_op:
        batch_op.create_index('ix_evidence_with_files', ['visit_id'], unique=False, sqlite_where=sa.text("attachments != '[]'"), postgresql_where=sa.text("attachments <> '[]'::jsonb"))


def downgrade() -> None:
    with op.batch_alter_table('evidence', schema=None) as batch_op:
        batch_op.drop_index('ix_evidence_with_files')
