"""What a visit does about clashes: rules set per visit, and clashes accepted with a reason;
the newest change of an agenda is found by an index.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), 'postgresql'
)


def record() -> list[sa.Column]:
    return [
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('programme_id', sa.Uuid(), nullable=True),
        sa.Column('revision', sa.Integer(), nullable=False),
        sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('created_by', sa.Uuid(), nullable=True),
        sa.Column('visit_id', sa.Uuid(), nullable=False),
    ]


def constraints(table: str) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(['created_by'], ['person.id'], name=op.f(f'fk_{table}_created_by')),
        sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f(f'fk_{table}_programme_id')),
        sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f(f'fk_{table}_visit_id')),
        sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{table}')),
    ]


def upgrade() -> None:
    op.create_table('clash_rules',
    *record(),
    sa.Column('levels', JSON, nullable=False),
    *constraints('clash_rules'),
    )
    op.create_table('accepted_clash',
    *record(),
    sa.Column('rule', sa.String(length=32), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('language', sa.String(length=35), nullable=False),
    *constraints('accepted_clash'),
    )
    for table in ('clash_rules', 'accepted_clash'):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_index(batch_op.f(f'ix_{table}_programme_id'), ['programme_id'], unique=False)
            batch_op.create_index(batch_op.f(f'ix_{table}_visit_id'), ['visit_id'], unique=False)
    op.create_index('ix_record_revision_newest', 'record_revision', ['visit_id', 'table', 'at'], unique=False)
    op.create_index('uq_clash_rules_visit', 'clash_rules', ['visit_id'], unique=True)
    op.create_index('uq_accepted_clash_key', 'accepted_clash', ['visit_id', 'key'], unique=True)


def downgrade() -> None:
    op.drop_index('ix_record_revision_newest', table_name='record_revision')
    op.drop_table('accepted_clash')
    op.drop_table('clash_rules')
