"""What prepares a visit: steps that are proposed, the city's own words, the team's desk
review, the next election, and what somebody was reminded of.

Steps that stand already were dated by hand. A self-assessment may have no word yet.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('assessment_document',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=True),
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('title', sa.String(200), nullable=False),
    sa.Column('link', sa.String(500), nullable=False),
    sa.Column('factor', sa.String(80), nullable=False),
    sa.ForeignKeyConstraint(['created_by'], ['person.id'], name=op.f('fk_assessment_document_created_by')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_assessment_document_programme_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_assessment_document_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment_document'))
    )
    with op.batch_alter_table('assessment_document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assessment_document_programme_id'), ['programme_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assessment_document_visit_id'), ['visit_id'], unique=False)

    op.create_table('desk_note',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=True),
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('factor', sa.String(80), nullable=False),
    sa.Column('hypotheses', sa.Text(), nullable=False),
    sa.Column('missing', sa.Text(), nullable=False),
    sa.Column('to_meet', sa.Text(), nullable=False),
    sa.Column('language', sa.String(35), nullable=False),
    sa.ForeignKeyConstraint(['created_by'], ['person.id'], name=op.f('fk_desk_note_created_by')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_desk_note_programme_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_desk_note_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_desk_note'))
    )
    with op.batch_alter_table('desk_note', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_desk_note_programme_id'), ['programme_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_desk_note_visit_id'), ['visit_id'], unique=False)
        batch_op.create_index('uq_desk_note_visit_factor', ['visit_id', 'factor'], unique=True)

    op.create_table('reminder',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('deadline_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(32), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['deadline_id'], ['deadline.id'], name=op.f('fk_reminder_deadline_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_reminder_person_id')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_reminder_programme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminder'))
    )
    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reminder_deadline_id'), ['deadline_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reminder_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reminder_programme_id'), ['programme_id'], unique=False)
        batch_op.create_index('uq_reminder_once', ['deadline_id', 'person_id', 'kind', 'due_on'], unique=True)

    with op.batch_alter_table('city', schema=None) as batch_op:
        batch_op.add_column(sa.Column('next_election_on', sa.Date(), nullable=True))

    with op.batch_alter_table('deadline', schema=None) as batch_op:
        batch_op.add_column(sa.Column('under_way', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('proposed', sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.add_column(sa.Column('wants_reminders', sa.Boolean(), nullable=False, server_default=sa.true()))

    with op.batch_alter_table('self_assessment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('context', sa.String(80), nullable=False, server_default=''))
        batch_op.alter_column('word', existing_type=sa.String(32), nullable=True)
        batch_op.create_index('uq_self_assessment_subject', ['visit_id', 'factor', 'context'], unique=True)


def downgrade() -> None:
    # Words on what the city does not control have no place in the table as it was.
    op.execute("DELETE FROM self_assessment WHERE context <> ''")
    op.execute("UPDATE self_assessment SET word = 'not-explored' WHERE word IS NULL")
    with op.batch_alter_table('self_assessment', schema=None) as batch_op:
        batch_op.drop_index('uq_self_assessment_subject')
        batch_op.alter_column('word', existing_type=sa.String(32), nullable=False)
        batch_op.drop_column('context')

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_column('wants_reminders')

    with op.batch_alter_table('deadline', schema=None) as batch_op:
        batch_op.drop_column('proposed')
        batch_op.drop_column('under_way')

    with op.batch_alter_table('city', schema=None) as batch_op:
        batch_op.drop_column('next_election_on')

    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.drop_index('uq_reminder_once')
        batch_op.drop_index(batch_op.f('ix_reminder_programme_id'))
        batch_op.drop_index(batch_op.f('ix_reminder_person_id'))
        batch_op.drop_index(batch_op.f('ix_reminder_deadline_id'))

    op.drop_table('reminder')
    with op.batch_alter_table('desk_note', schema=None) as batch_op:
        batch_op.drop_index('uq_desk_note_visit_factor')
        batch_op.drop_index(batch_op.f('ix_desk_note_visit_id'))
        batch_op.drop_index(batch_op.f('ix_desk_note_programme_id'))

    op.drop_table('desk_note')
    with op.batch_alter_table('assessment_document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_assessment_document_visit_id'))
        batch_op.drop_index(batch_op.f('ix_assessment_document_programme_id'))

    op.drop_table('assessment_document')
