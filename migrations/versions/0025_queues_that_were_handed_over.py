"""queues that were handed over"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table('handed_queue',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('tablet_id', sa.Uuid(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('read_by', sa.Uuid(), nullable=True),
    sa.Column('fates', JSON, nullable=False),
    sa.Column('whole', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_handed_queue_programme_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_handed_queue_visit_id')),
    sa.ForeignKeyConstraint(['tablet_id'], ['tablet.id'], name=op.f('fk_handed_queue_tablet_id')),
    sa.ForeignKeyConstraint(['read_by'], ['person.id'], name=op.f('fk_handed_queue_read_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handed_queue'))
    )
    with op.batch_alter_table('handed_queue', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_handed_queue_programme_id'), ['programme_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_handed_queue_visit_id'), ['visit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_handed_queue_tablet_id'), ['tablet_id'], unique=False)


def downgrade() -> None:
    op.drop_table('handed_queue')
