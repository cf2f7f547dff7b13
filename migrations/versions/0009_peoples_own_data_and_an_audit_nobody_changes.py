"""People's own data, how long things are kept, and an audit nobody changes.

The triggers refuse every change of an audit entry, and the removal of one younger than
365 days, whoever asks. A later migration that rebuilds `audit_entry` on SQLite (batch
mode does, for most changes) must create them anew.

Revision ID: 0009
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

SAID = "the audit is only ever added to"
SQLITE = (
    f"""CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE ON audit_entry
    BEGIN SELECT RAISE(ABORT, '{SAID}'); END""",
    f"""CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry
    WHEN datetime(OLD.at) > datetime('now', '-365 days')
    BEGIN SELECT RAISE(ABORT, '{SAID}'); END""",
)
POSTGRESQL = (
    f"""CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' THEN
        IF OLD.at <= now() - interval '365 days' THEN
          RETURN OLD;
        END IF;
      END IF;
      RAISE EXCEPTION '{SAID}';
    END $$""",
    """CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse()""",
    """CREATE TRIGGER audit_entry_kept BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()""",
)


def upgrade() -> None:
    op.create_table('retention',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=True),
    sa.Column('lengths', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False),
    sa.ForeignKeyConstraint(['created_by'], ['person.id'], name=op.f('fk_retention_created_by')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_retention_programme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_retention'))
    )
    with op.batch_alter_table('retention', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_retention_programme_id'), ['programme_id'], unique=False)

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.add_column(sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('pending_sign_in', schema=None) as batch_op:
        batch_op.add_column(sa.Column('new_email', sa.String(254), nullable=False, server_default=''))

    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.add_column(sa.Column('to_address', sa.String(254), nullable=True))

    with op.batch_alter_table('team_member', schema=None) as batch_op:
        batch_op.add_column(sa.Column('name_chosen', sa.Boolean(), nullable=False, server_default=sa.false()))

    for statement in SQLITE if is_sqlite() else POSTGRESQL:
        op.execute(statement)


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == 'sqlite'


def downgrade() -> None:
    if is_sqlite():
        op.execute('DROP TRIGGER audit_entry_unchanged')
        op.execute('DROP TRIGGER audit_entry_kept')
    else:
        op.execute('DROP TRIGGER audit_entry_unchanged ON audit_entry')
        op.execute('DROP TRIGGER audit_entry_kept ON audit_entry')
        op.execute('DROP FUNCTION audit_entry_refuse()')

    with op.batch_alter_table('team_member', schema=None) as batch_op:
        batch_op.drop_column('name_chosen')

    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_column('to_address')

    with op.batch_alter_table('pending_sign_in', schema=None) as batch_op:
        batch_op.drop_column('new_email')

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_column('erased_at')

    with op.batch_alter_table('retention', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_retention_programme_id'))

    op.drop_table('retention')
