"""Mail to those who want it, tasks for news that nobody could tell, what the worker last did."""

import re
from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "0017_telling"
down_revision = "0016_contacts"
branch_labels = None
depends_on = None

NOT_TAKEN = sa.text("kind = 'news' AND taken_at IS NULL AND dropped_at IS NULL")
NOT_POSTED = sa.text("way = 'mail' AND seen_at IS NULL AND mail_id IS NULL")
TO_CALL = sa.text("way = 'phone' AND seen_at IS NULL")
KINDS = (
    "safety", "complaint", "call", "suspended", "look", "pair", "contact", "waiting", "aftercare",
    "offer", "talk_needed", "reach", "rest", "keep_touch",
)  # fmt: skip
REASONS = (
    "worried_now", "not_treated_right", "asked_today", "hard_twice", "wants_to_talk", "not_heard",
    "not_safe_to_meet", "said_unsafe", "worried", "stepped_back", "suspended", "other_suspended",
    "asked_this_week", "not_good", "a_little_worried", "ending", "pause_asked", "note",
    "first_talk", "no_news", "not_held", "no_answer", "could_not", "log_awaited", "first_contact",
    "contact_due", "new_person", "still_waiting", "ended", "offer_unanswered", "consent_over",
    "cannot_look", "no_safe_way", "way_to_confirm", "rests", "rests_in_touch",
)  # fmt: skip
HOW = ("in_person", "phone", "paper")


def upgrade() -> None:
    op.create_table(
        "beat",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_beat")),
    )
    op.create_table(
        "mail_wish",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sender", sa.LargeBinary(), nullable=False),
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("with_link", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("how", _choice("mail_wish_how", *HOW), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mail_wish_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_wish")),
        sa.UniqueConstraint("person_id", name=op.f("uq_mail_wish_person_id")),
    )
    op.create_table(
        "weekly_mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_weekly_mail_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weekly_mail")),
        sa.UniqueConstraint("person_id", name=op.f("uq_weekly_mail_person_id")),
    )
    op.create_table(
        "reach_due",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reach_due_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_reach_due")),
    )
    op.create_index(op.f("ix_reach_due_at"), "reach_due", ["at"])
    op.execute(
        "INSERT INTO reach_due (person_id, at) SELECT id, joined_at FROM person "
        "WHERE kind <> 'staff' AND id NOT IN (SELECT person_id FROM safe_contact)"
    )
    _restate("follow_up", "kind", (*KINDS, "tell"))
    _restate("follow_up", "reason", (*REASONS, "news_not_told"))
    _restate("follow_up_cause", "reason", (*REASONS, "news_not_told"), "cause_reason")
    _mail_is_for_somebody()
    op.add_column("notice", sa.Column("mail_id", sa.Uuid(), nullable=True))
    op.add_column("notice", sa.Column("stuck_at", sa.DateTime(timezone=True), nullable=True))
    _restate("notice", "way", ("in_app", "phone", "mail"))
    op.create_index(
        "ix_notice_not_posted", "notice", ["visible_from"], sqlite_where=NOT_POSTED,
        postgresql_where=NOT_POSTED,
    )  # fmt: skip
    op.create_index(
        "ix_notice_to_call", "notice", ["visible_from"], sqlite_where=TO_CALL,
        postgresql_where=TO_CALL,
    )  # fmt: skip


def downgrade() -> None:
    op.execute(
        "DELETE FROM follow_up_step WHERE follow_up_id IN "
        "(SELECT id FROM follow_up WHERE kind = 'tell')"
    )
    op.execute(
        "DELETE FROM follow_up_cause WHERE follow_up_id IN "
        "(SELECT id FROM follow_up WHERE kind = 'tell')"
    )
    op.execute("DELETE FROM follow_up WHERE kind = 'tell'")
    _restate("follow_up_cause", "reason", REASONS, "cause_reason")
    _restate("follow_up", "reason", REASONS)
    _restate("follow_up", "kind", KINDS)
    op.drop_table("reach_due")
    op.drop_index("ix_notice_to_call", "notice")
    op.drop_index("ix_notice_not_posted", "notice")
    op.execute("UPDATE notice SET way = 'in_app' WHERE way = 'mail'")
    _restate("notice", "way", ("in_app", "phone"))
    op.drop_column("notice", "stuck_at")
    op.drop_column("notice", "mail_id")
    op.execute(
        "CREATE TABLE mail_before AS SELECT * FROM mail "
        "WHERE kind = 'on_call' OR sent_at IS NOT NULL"
    )
    op.drop_table("mail")
    op.create_table("mail", *_mail(), sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")))
    op.execute("INSERT INTO mail SELECT id, made_at, sent_at FROM mail_before")
    op.drop_table("mail_before")
    for table in ("weekly_mail", "mail_wish", "beat"):
        op.drop_table(table)


def _mail_is_for_somebody() -> None:
    # Whatever mail there is went to staff on call.
    op.execute("CREATE TABLE mail_before AS SELECT * FROM mail")
    op.drop_table("mail")
    op.create_table(
        "mail",
        *_mail(),
        sa.Column("kind", _choice("mail_kind", "on_call", "news", "week"), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("for_day", sa.Date(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mail_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
    )
    op.execute(
        "INSERT INTO mail (id, made_at, sent_at, kind) "
        "SELECT id, made_at, sent_at, 'on_call' FROM mail_before"
    )
    op.drop_table("mail_before")
    op.create_index(
        "uq_mail_news", "mail", ["person_id"], unique=True, sqlite_where=NOT_TAKEN,
        postgresql_where=NOT_TAKEN,
    )  # fmt: skip
    op.create_index("uq_mail_week", "mail", ["person_id", "for_day"], unique=True)


def _mail() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
    ]


def _choice(name: str, *members: str) -> sa.Enum:
    return sa.Enum(*members, name=name, native_enum=False, create_constraint=True, length=40)


def _restate(table: str, column: str, members: Iterable[str], name: str = "") -> None:
    # SQLite cannot change a check. Its own documentation has the stored text of the table rewritten
    # for that, which leaves rows, indexes and triggers alone; a copy of the table loses checks.
    held = f"{column} IN ({', '.join(repr(str(member)) for member in members)})"
    if op.get_bind().dialect.name != "sqlite":
        check = f"CONSTRAINT ck_{table}_{name or column}"
        op.execute(f"ALTER TABLE {table} DROP {check}, ADD {check} CHECK ({held})")
        return
    run = op.get_bind().exec_driver_sql
    (written,) = run("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).one()
    before = re.compile(rf"(CONSTRAINT ck_{table}_{name or column} CHECK \()[^()]*\([^()]*\)(\))")
    restated, times = before.subn(lambda found: found[1] + held + found[2], written)
    if times != 1:
        raise LookupError(f"{table} has no check of {column}")
    (version,) = run("PRAGMA schema_version").one()
    run("PRAGMA writable_schema=ON")
    run("UPDATE sqlite_master SET sql = ? WHERE name = ?", (restated, table))
    run(f"PRAGMA schema_version={version + 1}")
    run("PRAGMA writable_schema=RESET")
