"""Whom to call when somebody is in danger, for each visit.

Empty for the visits there are: a visit to come says so in what it lacks.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "visit",
        sa.Column("local_contact", sa.String(200), nullable=False, server_default=""),
    )


def downgrade() -> None:
    op.drop_column("visit", "local_contact")
