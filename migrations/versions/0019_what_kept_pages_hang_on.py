"""what kept pages hang on"""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('instance', schema=None) as batch_op:
        batch_op.add_column(sa.Column('plan_mark', sa.Uuid(), nullable=True))
    op.execute('UPDATE instance SET plan_mark = epoch')
    with op.batch_alter_table('instance', schema=None) as batch_op:
        batch_op.alter_column('plan_mark', existing_type=sa.Uuid(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table('instance', schema=None) as batch_op:
        batch_op.drop_column('plan_mark')
