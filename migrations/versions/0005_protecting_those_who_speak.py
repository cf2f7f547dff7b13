"""Protecting those who speak: consent, withdrawal, release, break-glass, audit.

What was quoted before had no consent recorded beside it, so it lacks one now.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('withdrawal',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('code_hash', sa.String(64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_withdrawal_programme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_withdrawal')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_withdrawal_code_hash'))
    )
    with op.batch_alter_table('withdrawal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_withdrawal_programme_id'), ['programme_id'], unique=False)

    op.create_table('withdrawal_attempt',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('sender', sa.String(64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_withdrawal_attempt_programme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_withdrawal_attempt'))
    )
    with op.batch_alter_table('withdrawal_attempt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_withdrawal_attempt_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_withdrawal_attempt_programme_id'), ['programme_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_withdrawal_attempt_sender'), ['sender'], unique=False)

    op.create_table('break_glass',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(500), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_break_glass_person_id')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_break_glass_programme_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_break_glass_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_break_glass'))
    )
    with op.batch_alter_table('break_glass', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_break_glass_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_break_glass_programme_id'), ['programme_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_break_glass_visit_id'), ['visit_id'], unique=False)

    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reason', sa.String(500), nullable=False, server_default=''))

    with op.batch_alter_table('evidence', schema=None) as batch_op:
        batch_op.add_column(sa.Column('consent_lack', sa.String(40), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('hidden_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('finding', schema=None) as batch_op:
        batch_op.add_column(sa.Column('withdrawn', sa.Integer(), nullable=False, server_default='0'))

    with op.batch_alter_table('released_evidence', schema=None) as batch_op:
        batch_op.add_column(sa.Column('evidence_id', sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f('ix_released_evidence_evidence_id'), ['evidence_id'], unique=False)

    with op.batch_alter_table('speaker', schema=None) as batch_op:
        batch_op.add_column(sa.Column('voice', sa.String(32), nullable=False, server_default='none'))
        batch_op.add_column(sa.Column('minor', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('guardian_agrees', sa.Boolean(), nullable=False, server_default=sa.false()))

    op.execute("UPDATE evidence SET consent_lack = 'quote' WHERE quote")


def downgrade() -> None:
    with op.batch_alter_table('speaker', schema=None) as batch_op:
        batch_op.drop_column('guardian_agrees')
        batch_op.drop_column('minor')
        batch_op.drop_column('voice')

    with op.batch_alter_table('released_evidence', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_released_evidence_evidence_id'))
        batch_op.drop_column('evidence_id')

    with op.batch_alter_table('finding', schema=None) as batch_op:
        batch_op.drop_column('withdrawn')

    with op.batch_alter_table('evidence', schema=None) as batch_op:
        batch_op.drop_column('hidden_at')
        batch_op.drop_column('consent_lack')

    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.drop_column('reason')

    with op.batch_alter_table('break_glass', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_break_glass_visit_id'))
        batch_op.drop_index(batch_op.f('ix_break_glass_programme_id'))
        batch_op.drop_index(batch_op.f('ix_break_glass_person_id'))

    op.drop_table('break_glass')
    with op.batch_alter_table('withdrawal_attempt', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_withdrawal_attempt_sender'))
        batch_op.drop_index(batch_op.f('ix_withdrawal_attempt_programme_id'))
        batch_op.drop_index(batch_op.f('ix_withdrawal_attempt_at'))

    op.drop_table('withdrawal_attempt')
    with op.batch_alter_table('withdrawal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_withdrawal_programme_id'))

    op.drop_table('withdrawal')
