"""what files were sent as"""

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('sent_sha256', sa.String(64), nullable=True))
        batch_op.add_column(sa.Column('sent_bytes', sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.drop_column('sent_bytes')
        batch_op.drop_column('sent_sha256')
