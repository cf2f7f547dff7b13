"""Which side invites somebody to meet; one standing agreement per city and subject.

Whoever was on a list already is invited by the city that hosts, as hosts mostly do.

Revision ID: 0010
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

STANDING = sa.text('ended_at IS NULL')


def upgrade() -> None:
    with op.batch_alter_table('stakeholder', schema=None) as batch_op:
        batch_op.add_column(sa.Column('invited_by_city_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_stakeholder_invited_by_city_id'), 'city', ['invited_by_city_id'], ['id'])
        batch_op.create_index(batch_op.f('ix_stakeholder_invited_by_city_id'), ['invited_by_city_id'], unique=False)

    op.execute(
        "UPDATE stakeholder SET invited_by_city_id = "
        "(SELECT host_city_id FROM visit WHERE visit.id = stakeholder.visit_id)"
    )
    op.create_index(
        'uq_sharing_standing', 'sharing', ['subject_id', 'subject', 'by_city_id'],
        unique=True, sqlite_where=STANDING, postgresql_where=STANDING,
    )


def downgrade() -> None:
    op.drop_index('uq_sharing_standing', table_name='sharing')
    with op.batch_alter_table('stakeholder', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_stakeholder_invited_by_city_id'))
        batch_op.drop_constraint(batch_op.f('fk_stakeholder_invited_by_city_id'), type_='foreignkey')
        batch_op.drop_column('invited_by_city_id')
