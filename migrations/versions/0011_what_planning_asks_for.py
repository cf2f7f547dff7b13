"""Who interprets, when people can come, and the ways between places.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

ONE_PERSON = (
    '(member_id IS NOT NULL AND stakeholder_id IS NULL AND interpreter_id IS NULL)'
    ' OR (member_id IS NULL AND stakeholder_id IS NOT NULL AND interpreter_id IS NULL)'
    ' OR (member_id IS NULL AND stakeholder_id IS NULL AND interpreter_id IS NOT NULL)'
)


def upgrade() -> None:
    op.create_table('interpreter',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=True),
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(200), nullable=False),
    sa.Column('pairs', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False),
    sa.Column('contact', sa.String(200), nullable=False),
    sa.Column('hours_a_day', sa.Integer(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['created_by'], ['person.id'], name=op.f('fk_interpreter_created_by')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_interpreter_programme_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_interpreter_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interpreter'))
    )
    with op.batch_alter_table('interpreter', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_interpreter_programme_id'), ['programme_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_interpreter_visit_id'), ['visit_id'], unique=False)

    op.create_table('availability',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('day_id', sa.Uuid(), nullable=False),
    sa.Column('member_id', sa.Uuid(), nullable=True),
    sa.Column('stakeholder_id', sa.Uuid(), nullable=True),
    sa.Column('interpreter_id', sa.Uuid(), nullable=True),
    sa.Column('starts_local', sa.Time(), nullable=True),
    sa.Column('ends_local', sa.Time(), nullable=True),
    sa.Column('preferred', sa.Boolean(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by'], ['person.id'], name=op.f('fk_availability_by')),
    sa.ForeignKeyConstraint(['day_id'], ['visit_day.id'], name=op.f('fk_availability_day_id')),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_availability_interpreter_id')),
    sa.ForeignKeyConstraint(['member_id'], ['team_member.id'], name=op.f('fk_availability_member_id')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_availability_programme_id')),
    sa.ForeignKeyConstraint(['stakeholder_id'], ['stakeholder.id'], name=op.f('fk_availability_stakeholder_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_availability_visit_id')),
    sa.CheckConstraint(ONE_PERSON, name=op.f('ck_availability_one_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_availability'))
    )
    with op.batch_alter_table('availability', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_availability_day_id'), ['day_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_availability_interpreter_id'), ['interpreter_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_availability_member_id'), ['member_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_availability_programme_id'), ['programme_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_availability_stakeholder_id'), ['stakeholder_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_availability_visit_id'), ['visit_id'], unique=False)

    op.create_table('travel_time',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=True),
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('from_venue_id', sa.Uuid(), nullable=False),
    sa.Column('to_venue_id', sa.Uuid(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['created_by'], ['person.id'], name=op.f('fk_travel_time_created_by')),
    sa.ForeignKeyConstraint(['from_venue_id'], ['venue.id'], name=op.f('fk_travel_time_from_venue_id')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_travel_time_programme_id')),
    sa.ForeignKeyConstraint(['to_venue_id'], ['venue.id'], name=op.f('fk_travel_time_to_venue_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_travel_time_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_travel_time'))
    )
    with op.batch_alter_table('travel_time', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_travel_time_from_venue_id'), ['from_venue_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_travel_time_programme_id'), ['programme_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_travel_time_to_venue_id'), ['to_venue_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_travel_time_visit_id'), ['visit_id'], unique=False)
        batch_op.create_index('uq_travel_time_pair', ['from_venue_id', 'to_venue_id'], unique=True)

    op.create_table('session_interpreter',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('session_id', sa.Uuid(), nullable=False),
    sa.Column('interpreter_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_session_interpreter_interpreter_id')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_session_interpreter_programme_id')),
    sa.ForeignKeyConstraint(['session_id'], ['agenda_session.id'], name=op.f('fk_session_interpreter_session_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_session_interpreter_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_session_interpreter'))
    )
    with op.batch_alter_table('session_interpreter', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_session_interpreter_interpreter_id'), ['interpreter_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_session_interpreter_programme_id'), ['programme_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_session_interpreter_session_id'), ['session_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_session_interpreter_visit_id'), ['visit_id'], unique=False)
        batch_op.create_index('uq_session_interpreter_pair', ['session_id', 'interpreter_id'], unique=True)

    with op.batch_alter_table('agenda_session', schema=None) as batch_op:
        batch_op.add_column(sa.Column('minutes', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('fixed', sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table('room', schema=None) as batch_op:
        batch_op.add_column(sa.Column('network', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('turnover_minutes', sa.Integer(), nullable=False, server_default='0'))

    with op.batch_alter_table('stakeholder', schema=None) as batch_op:
        batch_op.add_column(sa.Column('how_many', sa.Integer(), nullable=False, server_default='1'))

    with op.batch_alter_table('venue', schema=None) as batch_op:
        batch_op.add_column(sa.Column('latitude', sa.Float(), nullable=True))
        batch_op.add_column(sa.Column('longitude', sa.Float(), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('venue', schema=None) as batch_op:
        batch_op.drop_column('longitude')
        batch_op.drop_column('latitude')

    with op.batch_alter_table('stakeholder', schema=None) as batch_op:
        batch_op.drop_column('how_many')

    with op.batch_alter_table('room', schema=None) as batch_op:
        batch_op.drop_column('turnover_minutes')
        batch_op.drop_column('network')

    with op.batch_alter_table('agenda_session', schema=None) as batch_op:
        batch_op.drop_column('fixed')
        batch_op.drop_column('minutes')

    with op.batch_alter_table('session_interpreter', schema=None) as batch_op:
        batch_op.drop_index('uq_session_interpreter_pair')
        batch_op.drop_index(batch_op.f('ix_session_interpreter_visit_id'))
        batch_op.drop_index(batch_op.f('ix_session_interpreter_session_id'))
        batch_op.drop_index(batch_op.f('ix_session_interpreter_programme_id'))
        batch_op.drop_index(batch_op.f('ix_session_interpreter_interpreter_id'))

    op.drop_table('session_interpreter')
    with op.batch_alter_table('travel_time', schema=None) as batch_op:
        batch_op.drop_index('uq_travel_time_pair')
        batch_op.drop_index(batch_op.f('ix_travel_time_visit_id'))
        batch_op.drop_index(batch_op.f('ix_travel_time_to_venue_id'))
        batch_op.drop_index(batch_op.f('ix_travel_time_programme_id'))
        batch_op.drop_index(batch_op.f('ix_travel_time_from_venue_id'))

    op.drop_table('travel_time')
    with op.batch_alter_table('availability', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_availability_visit_id'))
        batch_op.drop_index(batch_op.f('ix_availability_stakeholder_id'))
        batch_op.drop_index(batch_op.f('ix_availability_programme_id'))
        batch_op.drop_index(batch_op.f('ix_availability_member_id'))
        batch_op.drop_index(batch_op.f('ix_availability_interpreter_id'))
        batch_op.drop_index(batch_op.f('ix_availability_day_id'))

    op.drop_table('availability')
    with op.batch_alter_table('interpreter', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_interpreter_visit_id'))
        batch_op.drop_index(batch_op.f('ix_interpreter_programme_id'))

    op.drop_table('interpreter')
