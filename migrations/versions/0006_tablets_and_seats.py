"""Tablets and seats: enrolment, pass cards, open seats, and what is set aside for the lead.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('field_rules',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=True),
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('by_touch', sa.Boolean(), nullable=False),
    sa.Column('idle_minutes', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['created_by'], ['person.id'], name=op.f('fk_field_rules_created_by')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_field_rules_programme_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_field_rules_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_field_rules'))
    )
    with op.batch_alter_table('field_rules', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_field_rules_programme_id'), ['programme_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_field_rules_visit_id'), ['visit_id'], unique=False)
        batch_op.create_index('uq_field_rules_visit', ['visit_id'], unique=True)

    op.create_table('tablet',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(80), nullable=False),
    sa.Column('token_hash', sa.String(64), nullable=False),
    sa.Column('browser', sa.String(80), nullable=False),
    sa.Column('enrolled_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ejected_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent', sa.Integer(), nullable=False),
    sa.Column('sent_since', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_tablet_programme_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_tablet_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tablet')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_tablet_token_hash'))
    )
    with op.batch_alter_table('tablet', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tablet_programme_id'), ['programme_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_tablet_visit_id'), ['visit_id'], unique=False)
        batch_op.create_index('uq_tablet_visit_number', ['visit_id', 'number'], unique=True)

    op.create_table('tablet_code',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('code_hmac', sa.String(64), nullable=False),
    sa.Column('token_hash', sa.String(64), nullable=False),
    sa.Column('made_by', sa.Uuid(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['made_by'], ['person.id'], name=op.f('fk_tablet_code_made_by')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_tablet_code_programme_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_tablet_code_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tablet_code')),
    sa.UniqueConstraint('code_hmac', name=op.f('uq_tablet_code_code_hmac')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_tablet_code_token_hash'))
    )
    with op.batch_alter_table('tablet_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tablet_code_programme_id'), ['programme_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_tablet_code_visit_id'), ['visit_id'], unique=False)

    op.create_table('seat',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('member_id', sa.Uuid(), nullable=False),
    sa.Column('card_hash', sa.String(64), nullable=True),
    sa.Column('card_made_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['team_member.id'], name=op.f('fk_seat_member_id')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_seat_programme_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_seat_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seat')),
    sa.UniqueConstraint('card_hash', name=op.f('uq_seat_card_hash')),
    sa.UniqueConstraint('member_id', name=op.f('uq_seat_member_id'))
    )
    with op.batch_alter_table('seat', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_seat_programme_id'), ['programme_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_seat_visit_id'), ['visit_id'], unique=False)

    op.create_table('open_seat',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('tablet_id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.Column('opened_by', sa.String(32), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_open_seat_programme_id')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_open_seat_seat_id')),
    sa.ForeignKeyConstraint(['tablet_id'], ['tablet.id'], name=op.f('fk_open_seat_tablet_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_open_seat_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_open_seat'))
    )
    with op.batch_alter_table('open_seat', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_open_seat_programme_id'), ['programme_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_open_seat_seat_id'), ['seat_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_open_seat_tablet_id'), ['tablet_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_open_seat_visit_id'), ['visit_id'], unique=False)
        batch_op.create_index('uq_open_seat_tablet', ['tablet_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.add_column(sa.Column('tablet_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('member_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_audit_entry_tablet_id'), 'tablet', ['tablet_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_audit_entry_member_id'), 'team_member', ['member_id'], ['id'])

    with op.batch_alter_table('quarantine', schema=None) as batch_op:
        batch_op.add_column(sa.Column('outcome', sa.String(20), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('settled_by', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('tablet_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('member_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('base_revision', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('size_bytes', sa.Integer(), nullable=False, server_default='0'))
        batch_op.create_index(batch_op.f('ix_quarantine_tablet_id'), ['tablet_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_quarantine_settled_by'), 'person', ['settled_by'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_quarantine_tablet_id'), 'tablet', ['tablet_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_quarantine_member_id'), 'team_member', ['member_id'], ['id'])


def downgrade() -> None:
    with op.batch_alter_table('quarantine', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_quarantine_member_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_quarantine_tablet_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_quarantine_settled_by'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_quarantine_tablet_id'))
        batch_op.drop_column('size_bytes')
        batch_op.drop_column('base_revision')
        batch_op.drop_column('member_id')
        batch_op.drop_column('tablet_id')
        batch_op.drop_column('settled_by')
        batch_op.drop_column('outcome')

    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_audit_entry_member_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_audit_entry_tablet_id'), type_='foreignkey')
        batch_op.drop_column('member_id')
        batch_op.drop_column('tablet_id')

    with op.batch_alter_table('open_seat', schema=None) as batch_op:
        batch_op.drop_index('uq_open_seat_tablet', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_open_seat_visit_id'))
        batch_op.drop_index(batch_op.f('ix_open_seat_tablet_id'))
        batch_op.drop_index(batch_op.f('ix_open_seat_seat_id'))
        batch_op.drop_index(batch_op.f('ix_open_seat_programme_id'))

    op.drop_table('open_seat')
    with op.batch_alter_table('seat', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_seat_visit_id'))
        batch_op.drop_index(batch_op.f('ix_seat_programme_id'))

    op.drop_table('seat')
    with op.batch_alter_table('tablet_code', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_tablet_code_visit_id'))
        batch_op.drop_index(batch_op.f('ix_tablet_code_programme_id'))

    op.drop_table('tablet_code')
    with op.batch_alter_table('tablet', schema=None) as batch_op:
        batch_op.drop_index('uq_tablet_visit_number')
        batch_op.drop_index(batch_op.f('ix_tablet_visit_id'))
        batch_op.drop_index(batch_op.f('ix_tablet_programme_id'))

    op.drop_table('tablet')
    with op.batch_alter_table('field_rules', schema=None) as batch_op:
        batch_op.drop_index('uq_field_rules_visit')
        batch_op.drop_index(batch_op.f('ix_field_rules_visit_id'))
        batch_op.drop_index(batch_op.f('ix_field_rules_programme_id'))

    op.drop_table('field_rules')
