"""what notes are sealed to"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table('visit_key',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('public_jwk', JSON, nullable=False),
    sa.Column('sealed_private', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_visit_key_programme_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_visit_key_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_key'))
    )
    with op.batch_alter_table('visit_key', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visit_key_programme_id'), ['programme_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_visit_key_visit_id'), ['visit_id'], unique=False)
        batch_op.create_index('uq_visit_key_number', ['visit_id', 'number'], unique=True)
    with op.batch_alter_table('quarantine', schema=None) as batch_op:
        batch_op.add_column(sa.Column('sealed', sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table('quarantine', schema=None) as batch_op:
        batch_op.alter_column('sealed', existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('quarantine', schema=None) as batch_op:
        batch_op.drop_column('sealed')
    op.drop_table('visit_key')
