"""what tablets tell of themselves"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table('tablet_report',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('tablet_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('unsent', sa.Integer(), nullable=False),
    sa.Column('files_unsent', sa.Integer(), nullable=False),
    sa.Column('attention', sa.Integer(), nullable=False),
    sa.Column('oldest_unsent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ready', JSON, nullable=False),
    sa.Column('release', sa.String(40), nullable=False),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_tablet_report_programme_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_tablet_report_visit_id')),
    sa.ForeignKeyConstraint(['tablet_id'], ['tablet.id'], name=op.f('fk_tablet_report_tablet_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tablet_report')),
    sa.UniqueConstraint('tablet_id', name=op.f('uq_tablet_report_tablet_id'))
    )
    with op.batch_alter_table('tablet_report', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tablet_report_programme_id'), ['programme_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_tablet_report_visit_id'), ['visit_id'], unique=False)
    with op.batch_alter_table('instance', schema=None) as batch_op:
        batch_op.add_column(sa.Column('backup_covers_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('instance', schema=None) as batch_op:
        batch_op.drop_column('backup_covers_at')
    op.drop_table('tablet_report')
