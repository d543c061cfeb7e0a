"""The tables of batches."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "batch",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("specimen", sa.Boolean(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("failed", sa.BigInteger(), nullable=False),
        sa.Column("outputs", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("webhook", sa.Boolean(), nullable=False),
        sa.Column("tell_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tells", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_batch_expires"), "batch", ["expires"], unique=False)
    op.create_index(op.f("ix_batch_owner"), "batch", ["owner"], unique=False)
    op.create_index(op.f("ix_batch_tell_at"), "batch", ["tell_at"], unique=False)
    op.create_table(
        "batch_chunk",
        sa.Column("batch", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("batch", "number"),
    )
    op.create_index("ix_batch_chunk_turn", "batch_chunk", ["number", "batch"], unique=False)
    op.create_table(
        "batch_output",
        sa.Column("batch", sa.String(length=36), nullable=False),
        sa.Column("row", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("batch", "row", "name"),
    )
    op.create_table(
        "batch_result",
        sa.Column("batch", sa.String(length=36), nullable=False),
        sa.Column("row", sa.BigInteger(), nullable=False),
        sa.Column("ok", sa.Boolean(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("batch", "row"),
    )


def downgrade() -> None:
    op.drop_table("batch_result")
    op.drop_table("batch_output")
    op.drop_index("ix_batch_chunk_turn", table_name="batch_chunk")
    op.drop_table("batch_chunk")
    op.drop_index(op.f("ix_batch_tell_at"), table_name="batch")
    op.drop_index(op.f("ix_batch_owner"), table_name="batch")
    op.drop_index(op.f("ix_batch_expires"), table_name="batch")
    op.drop_table("batch")
