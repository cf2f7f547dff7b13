"""Releases are told to those concerned, who answer; calendars follow them.

Who was asked to a session and what they said, calendars that somebody subscribes to, why
a mail did not arrive and whom of a visit it was for.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), 'postgresql')
WHOM = ('member_id', 'team_member'), ('stakeholder_id', 'stakeholder'), ('interpreter_id', 'interpreter')


def upgrade() -> None:
    with op.batch_alter_table('agenda_release') as batch_op:
        batch_op.add_column(sa.Column('calendar', JSON, nullable=False, server_default='{}'))
    with op.batch_alter_table('message') as batch_op:
        batch_op.add_column(sa.Column('since', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('reason', sa.String(length=32), nullable=True))
        for column, table in (('visit_id', 'visit'), *WHOM, ('session_id', 'agenda_session')):
            batch_op.add_column(sa.Column(column, sa.Uuid(), nullable=True))
            batch_op.create_foreign_key(op.f(f'fk_message_{column}'), table, [column], ['id'])
    for column in ('visit_id', *(column for column, _table in WHOM)):
        op.create_index(f'ix_message_{column}', 'message', [column])
    _calendar_feed()
    _session_invitation()


def _calendar_feed() -> None:
    op.create_table(
        'calendar_feed',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('programme_id', sa.Uuid(), nullable=True),
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('visit_id', sa.Uuid(), nullable=True),
        sa.Column('token_hash', sa.String(length=64), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('last_read_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_calendar_feed_programme_id')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_calendar_feed_person_id')),
        sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_calendar_feed_visit_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_feed')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_calendar_feed_token_hash')),
    )
    for column in ('programme_id', 'person_id', 'visit_id'):
        op.create_index(f'ix_calendar_feed_{column}', 'calendar_feed', [column])


def _session_invitation() -> None:
    columns = [column for column, _table in WHOM]
    one = ' OR '.join(
        '(' + ' AND '.join(f'{c} IS {"NOT " if c == given else ""}NULL' for c in columns) + ')'
        for given in columns
    )
    table = 'session_invitation'
    op.create_table(
        table,
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('programme_id', sa.Uuid(), nullable=True),
        sa.Column('visit_id', sa.Uuid(), nullable=False),
        sa.Column('session_id', sa.Uuid(), nullable=False),
        *(sa.Column(column, sa.Uuid(), nullable=True) for column in columns),
        sa.Column('release_number', sa.Integer(), nullable=False),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('answer', sa.String(length=32), nullable=True),
        sa.Column('remark', sa.Text(), nullable=False),
        sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('replaced_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(one, name=op.f('ck_session_invitation_one_person')),
        sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f(f'fk_{table}_programme_id')),
        sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f(f'fk_{table}_visit_id')),
        sa.ForeignKeyConstraint(['session_id'], ['agenda_session.id'], name=op.f(f'fk_{table}_session_id')),
        *(sa.ForeignKeyConstraint([c], [f'{t}.id'], name=op.f(f'fk_{table}_{c}')) for c, t in WHOM),
        sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{table}')),
    )
    for column in ('programme_id', 'visit_id', 'session_id', *columns):
        op.create_index(f'ix_{table}_{column}', table, [column])
    op.create_index('ix_session_invitation_standing', table, ['visit_id', 'replaced_at'])


def downgrade() -> None:
    op.drop_table('session_invitation')
    op.drop_table('calendar_feed')
    for column in ('visit_id', *(column for column, _table in WHOM)):
        op.drop_index(f'ix_message_{column}', 'message')
    with op.batch_alter_table('message') as batch_op:
        for column, table in (('visit_id', 'visit'), *WHOM, ('session_id', 'agenda_session')):
            batch_op.drop_constraint(op.f(f'fk_message_{column}'), type_='foreignkey')
            batch_op.drop_column(column)
        batch_op.drop_column('reason')
        batch_op.drop_column('since')
    with op.batch_alter_table('agenda_release') as batch_op:
        batch_op.drop_column('calendar')
