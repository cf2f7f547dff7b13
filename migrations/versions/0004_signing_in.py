"""Signing in with codes and passkeys, tokens, mail to go out, limits, forms held back.

Sessions learn how they began, in which browser, and when somebody was last asked again.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

#: In the order in which they can go.
TABLES = ('pending_sign_in', 'passkey', 'message', 'held_form', 'attempt', 'api_token')


def upgrade() -> None:
    op.create_table('api_token',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(80), nullable=False),
    sa.Column('token_hash', sa.String(64), nullable=False),
    sa.Column('ending', sa.String(4), nullable=False),
    sa.Column('scopes', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_api_token_person_id')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_api_token_programme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_token')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_api_token_token_hash'))
    )
    with op.batch_alter_table('api_token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_api_token_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_api_token_programme_id'), ['programme_id'], unique=False)

    op.create_table('attempt',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sa.String(20), nullable=False),
    sa.Column('key', sa.String(64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_attempt_programme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempt'))
    )
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.create_index('ix_attempt_kind_key_at', ['kind', 'key', 'at'], unique=False)
        batch_op.create_index(batch_op.f('ix_attempt_programme_id'), ['programme_id'], unique=False)

    op.create_table('held_form',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('values', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_held_form_person_id')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_held_form_programme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_held_form'))
    )
    with op.batch_alter_table('held_form', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_held_form_expires_at'), ['expires_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_held_form_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_held_form_programme_id'), ['programme_id'], unique=False)

    op.create_table('message',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('template', sa.String(40), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('subject_id', sa.Uuid(), nullable=True),
    sa.Column('secret', sa.String(80), nullable=True),
    sa.Column('state', sa.String(32), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_message_person_id')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_message_programme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message'))
    )
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_message_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_message_programme_id'), ['programme_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_message_state'), ['state'], unique=False)

    op.create_table('passkey',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('credential_id', sa.String(1400), nullable=False),
    sa.Column('public_key', sa.LargeBinary(), nullable=False),
    sa.Column('sign_count', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.String(80), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_passkey_person_id')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_passkey_programme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_passkey')),
    sa.UniqueConstraint('credential_id', name=op.f('uq_passkey_credential_id'))
    )
    with op.batch_alter_table('passkey', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_passkey_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_passkey_programme_id'), ['programme_id'], unique=False)

    op.create_table('pending_sign_in',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('purpose', sa.String(32), nullable=False),
    sa.Column('browser_hash', sa.String(64), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('login_id', sa.Uuid(), nullable=True),
    sa.Column('account_key', sa.String(64), nullable=False),
    sa.Column('code_hmac', sa.String(64), nullable=False),
    sa.Column('challenge', sa.String(128), nullable=False),
    sa.Column('then', sa.String(500), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['login_id'], ['login.id'], name=op.f('fk_pending_sign_in_login_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_pending_sign_in_person_id')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_pending_sign_in_programme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pending_sign_in'))
    )
    with op.batch_alter_table('pending_sign_in', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pending_sign_in_browser_hash'), ['browser_hash'], unique=False)
        batch_op.create_index(batch_op.f('ix_pending_sign_in_expires_at'), ['expires_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_pending_sign_in_login_id'), ['login_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_pending_sign_in_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_pending_sign_in_programme_id'), ['programme_id'], unique=False)

    with op.batch_alter_table('login', schema=None) as batch_op:
        batch_op.add_column(sa.Column('asked_again_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('method', sa.String(32), nullable=True))
        batch_op.add_column(sa.Column('browser', sa.String(80), nullable=False, server_default=''))



def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    with op.batch_alter_table('login', schema=None) as batch_op:
        batch_op.drop_column('browser')
        batch_op.drop_column('method')
        batch_op.drop_column('asked_again_at')
