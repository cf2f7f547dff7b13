"""Links without accounts, invitations by them, and which city a city replaces.

Revision ID: 0007
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('invitation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=True),
    sa.Column('visit_id', sa.Uuid(), nullable=True),
    sa.Column('email', sa.String(254), nullable=False),
    sa.Column('name', sa.String(120), nullable=False),
    sa.Column('language', sa.String(35), nullable=False),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('accepted_by', sa.Uuid(), nullable=True),
    sa.Column('takes_over_from', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['accepted_by'], ['person.id'], name=op.f('fk_invitation_accepted_by')),
    sa.ForeignKeyConstraint(['created_by'], ['person.id'], name=op.f('fk_invitation_created_by')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_invitation_programme_id')),
    sa.ForeignKeyConstraint(['takes_over_from'], ['person.id'], name=op.f('fk_invitation_takes_over_from')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_invitation_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation'))
    )
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_accepted_by'), ['accepted_by'], unique=False)
        batch_op.create_index('ix_invitation_programme_email', ['programme_id', 'email'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_programme_id'), ['programme_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_takes_over_from'), ['takes_over_from'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_visit_id'), ['visit_id'], unique=False)

    op.create_table('access_link',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('token_hash', sa.String(64), nullable=False),
    sa.Column('purpose', sa.String(32), nullable=False),
    sa.Column('visit_id', sa.Uuid(), nullable=True),
    sa.Column('subject', sa.String(40), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('stakeholder_id', sa.Uuid(), nullable=True),
    sa.Column('made_by', sa.Uuid(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['made_by'], ['person.id'], name=op.f('fk_access_link_made_by')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_access_link_person_id')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_access_link_programme_id')),
    sa.ForeignKeyConstraint(['stakeholder_id'], ['stakeholder.id'], name=op.f('fk_access_link_stakeholder_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_access_link_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_access_link')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_access_link_token_hash'))
    )
    with op.batch_alter_table('access_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_access_link_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_access_link_programme_id'), ['programme_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_access_link_stakeholder_id'), ['stakeholder_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_access_link_subject_id'), ['subject_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_access_link_visit_id'), ['visit_id'], unique=False)

    op.create_table('invited_role',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('invitation_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(32), nullable=True),
    sa.Column('pair_id', sa.Uuid(), nullable=True),
    sa.Column('city_id', sa.Uuid(), nullable=True),
    sa.Column('organisation_id', sa.Uuid(), nullable=True),
    sa.Column('visit_id', sa.Uuid(), nullable=True),
    sa.Column('part', sa.String(32), nullable=True),
    sa.ForeignKeyConstraint(['city_id'], ['city.id'], name=op.f('fk_invited_role_city_id')),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_invited_role_invitation_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_invited_role_organisation_id')),
    sa.ForeignKeyConstraint(['pair_id'], ['pair.id'], name=op.f('fk_invited_role_pair_id')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_invited_role_programme_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_invited_role_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invited_role'))
    )
    with op.batch_alter_table('invited_role', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invited_role_city_id'), ['city_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invited_role_invitation_id'), ['invitation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invited_role_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invited_role_pair_id'), ['pair_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invited_role_programme_id'), ['programme_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invited_role_visit_id'), ['visit_id'], unique=False)

    with op.batch_alter_table('paircity', schema=None) as batch_op:
        batch_op.add_column(sa.Column('replaces_id', sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f('ix_paircity_replaces_id'), ['replaces_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_paircity_replaces_id'), 'paircity', ['replaces_id'], ['id'])



def downgrade() -> None:
    with op.batch_alter_table('paircity', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_paircity_replaces_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_paircity_replaces_id'))
        batch_op.drop_column('replaces_id')

    with op.batch_alter_table('invited_role', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invited_role_visit_id'))
        batch_op.drop_index(batch_op.f('ix_invited_role_programme_id'))
        batch_op.drop_index(batch_op.f('ix_invited_role_pair_id'))
        batch_op.drop_index(batch_op.f('ix_invited_role_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_invited_role_invitation_id'))
        batch_op.drop_index(batch_op.f('ix_invited_role_city_id'))

    op.drop_table('invited_role')
    with op.batch_alter_table('access_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_access_link_visit_id'))
        batch_op.drop_index(batch_op.f('ix_access_link_subject_id'))
        batch_op.drop_index(batch_op.f('ix_access_link_stakeholder_id'))
        batch_op.drop_index(batch_op.f('ix_access_link_programme_id'))
        batch_op.drop_index(batch_op.f('ix_access_link_person_id'))

    op.drop_table('access_link')
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitation_visit_id'))
        batch_op.drop_index(batch_op.f('ix_invitation_takes_over_from'))
        batch_op.drop_index(batch_op.f('ix_invitation_programme_id'))
        batch_op.drop_index('ix_invitation_programme_email')
        batch_op.drop_index(batch_op.f('ix_invitation_accepted_by'))

    op.drop_table('invitation')
