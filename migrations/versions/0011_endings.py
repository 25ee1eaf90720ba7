"""How a match is brought to its end, line by line, and the days after it without a round."""

import sqlalchemy as sa
from alembic import op

revision = "0011_endings"
down_revision = "0010_log_versions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cooling",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("told_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("shortened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shortened_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_cooling_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["shortened_by"],
            ["person.id"],
            name=op.f("fk_cooling_shortened_by"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_cooling")),
    )
    op.create_index(op.f("ix_cooling_until"), "cooling", ["until"], unique=False)

    op.create_table(
        "ending",
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("contact_rule", sa.Integer(), nullable=True),
        sa.Column("contact_version", sa.Integer(), nullable=True),
        sa.Column("at_once", sa.Boolean(), nullable=False),
        sa.Column("told_from", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["match_id"], ["match.id"], name=op.f("fk_ending_match_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("match_id", name=op.f("pk_ending")),
    )
    op.create_table(
        "ending_line",
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column(
            "line",
            sa.Enum(
                "first_heard",
                "last_talk",
                "contact",
                "told_mentee",
                "told_mentor",
                "talk_mentee",
                "talk_mentor",
                "next_step",
                "thanked",
                name="ending_line",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "came_of",
            sa.Enum(
                "held",
                "declined",
                "not_reached",
                name="exit_talk",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["done_by"], ["person.id"], name=op.f("fk_ending_line_done_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["match_id"], ["match.id"], name=op.f("fk_ending_line_match_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("match_id", "line", name=op.f("pk_ending_line")),
    )
    # What ended before is told; what is on its way begins its list.
    op.execute(
        sa.text(
            "INSERT INTO ending (match_id, at_once, told_from) "
            "SELECT id, false, closed_at FROM match WHERE ending_at IS NOT NULL "
            "OR closed_at IS NOT NULL"
        )
    )


def downgrade() -> None:
    op.drop_table("ending_line")
    op.drop_table("ending")
    op.drop_table("cooling")
