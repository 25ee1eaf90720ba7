"""What a log said before it was corrected; and the matches of a mentee, found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0010_log_versions"
down_revision = "0009_offers_stay"
branch_labels = None
depends_on = None

ACTED_ON = sa.text("note_acted_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "check_in_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("check_in_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("how", _choice("how", "in_person", "phone", "paper"), nullable=True),
        sa.Column("corrected_by", sa.Uuid(), nullable=True),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column(
            "outcome",
            _choice(
                "version_outcome", "held", "moved", "did_not_happen", "no_answer", "i_could_not",
                "not_safe",
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column(
            "way", _choice("version_way", "in_person", "phone", "video", "text"), nullable=False
        ),
        sa.Column("feeling", _choice("version_feeling", "fine", "mixed", "hard"), nullable=True),
        sa.Column(
            "call_me", _choice("version_call_me", "no", "this_week", "today"), nullable=False
        ),
        sa.Column("worry", _choice("version_worry", "no", "a_little", "yes"), nullable=False),
        sa.Column("pause_asked", sa.Boolean(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("note_acted_at", sa.DateTime(timezone=True), nullable=True),
        _key("check_in_id", "check_in", "CASCADE"),
        _key("person_id", "person", "CASCADE"),
        _key("corrected_by", "person", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_version")),
    )  # fmt: skip
    for column in ("check_in_id", "person_id"):
        op.create_index(f"ix_check_in_version_{column}", "check_in_version", [column])
    op.create_index(
        "ix_check_in_version_note_acted_at", "check_in_version", ["note_acted_at"],
        sqlite_where=ACTED_ON, postgresql_where=ACTED_ON,
    )  # fmt: skip
    op.create_index("ix_match_mentee_id", "match", ["mentee_id"])


def downgrade() -> None:
    op.drop_index("ix_match_mentee_id", table_name="match")
    op.drop_table("check_in_version")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _key(column: str, table: str, on_deletion: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{table}.id"], name=op.f(f"fk_check_in_version_{column}"), ondelete=on_deletion
    )
