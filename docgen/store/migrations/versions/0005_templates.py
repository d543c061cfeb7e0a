"""The tables of the template library: files, versions, steps, waivers, comments, back-translations, tests."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _text(name: str, length: int) -> "sa.Column[str]":
    return sa.Column(name, sa.String(length=length), nullable=False)


def _indexed(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def upgrade() -> None:
    op.create_table(
        "template_file",
        _text("sha256", 64),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "template_version",
        sa.Column("serial", _SERIAL, nullable=False),
        _text("id", 32),
        sa.Column("number", sa.Integer(), nullable=False),
        _text("type", 64),
        _text("language", 35),
        _text("fingerprint", 64),
        _text("file", 64),
        sa.Column("fragments", sa.JSON(), nullable=False),
        _text("author", 32),
        sa.Column("added", _MOMENT, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("serial"),
        sa.UniqueConstraint("id"),
        sa.UniqueConstraint("type", "language", "fingerprint"),
        sa.UniqueConstraint("type", "language", "number"),
    )
    op.create_table(
        "template_step",
        sa.Column("serial", _SERIAL, nullable=False),
        _text("version", 32),
        _text("kind", 12),
        _text("user", 32),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _text("cause", 16),
        sa.Column("compared", sa.JSON(), nullable=False),
        sa.Column("waivers", sa.JSON(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("serial"),
    )
    _indexed("template_step", "version")
    _notes()


def _notes() -> None:
    op.create_table(
        "template_waiver",
        _text("id", 32),
        _text("version", 32),
        _text("finding", 64),
        _text("code", 64),
        sa.Column("reason", sa.Text(), nullable=False),
        _text("user", 32),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("withdrawn", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    _indexed("template_waiver", "version")
    op.create_table(
        "clause_comment",
        _text("id", 32),
        _text("type", 64),
        _text("language", 35),
        _text("anchor", 200),
        _text("version", 32),
        _text("user", 32),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _text("resolved_by", 32),
        sa.Column("resolved", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    _indexed("clause_comment", "type")
    op.create_table(
        "back_translation",
        _text("id", 32),
        _text("type", 64),
        _text("language", 35),
        _text("anchor", 200),
        _text("sha256", 64),
        sa.Column("text", sa.Text(), nullable=False),
        _text("user", 32),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    _indexed("back_translation", "type")
    op.create_table(
        "template_test",
        _text("id", 32),
        _text("type", 64),
        _text("name", 100),
        sa.Column("own_case", sa.Boolean(), nullable=False),
        sa.Column("expectations", sa.JSON(), nullable=False),
        _text("user", 32),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("removed", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    _indexed("template_test", "type")
