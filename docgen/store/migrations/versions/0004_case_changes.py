"""What each save of a case changed, and whether its draft is still kept."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case_revision", sa.Column("changed", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("case_revision", sa.Column("kept", sa.Boolean(), nullable=False, server_default=sa.true()))
