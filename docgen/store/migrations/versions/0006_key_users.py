"""API keys that belong to a user, who answers for what is done with them in the template library."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("api_key", sa.Column("user", sa.String(length=32), nullable=False, server_default=""))
