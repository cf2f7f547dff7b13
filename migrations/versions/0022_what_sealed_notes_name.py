"""what sealed notes name

A note that was set aside sealed is not searched for whom it names; its ids stand beside it.
"""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('quarantine', schema=None) as batch_op:
        batch_op.add_column(sa.Column('names', sa.Text(), nullable=False, server_default=''))
    with op.batch_alter_table('quarantine', schema=None) as batch_op:
        batch_op.alter_column('names', existing_type=sa.Text(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('quarantine', schema=None) as batch_op:
        batch_op.drop_column('names')
