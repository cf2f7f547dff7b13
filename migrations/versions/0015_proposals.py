"""Proposals of an agenda, at most one unended per visit.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), 'postgresql')


def upgrade() -> None:
    op.create_table('proposal',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('mode', sa.String(32), nullable=False),
    sa.Column('state', sa.String(32), nullable=False),
    sa.Column('seconds', sa.Integer(), nullable=False),
    sa.Column('seed', sa.Integer(), nullable=False),
    sa.Column('options', JSON, nullable=False),
    sa.Column('weights', JSON, nullable=False),
    sa.Column('revisions', JSON, nullable=False),
    sa.Column('problem_hash', sa.String(64), nullable=False),
    sa.Column('result', JSON, nullable=False),
    sa.Column('begun_by', sa.Uuid(), nullable=True),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('heartbeat_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('stop_requested_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['begun_by'], ['person.id'], name=op.f('fk_proposal_begun_by')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_proposal_programme_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_proposal_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal'))
    )
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_proposal_programme_id'), ['programme_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_proposal_visit_id'), ['visit_id'], unique=False)
        batch_op.create_index(
            'uq_proposal_unended', ['visit_id'], unique=True,
            sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'),
        )


def downgrade() -> None:
    op.drop_table('proposal')
