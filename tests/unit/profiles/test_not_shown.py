"""What somebody's own copy leaves out is there, and each has its reason."""

from mentorship.kernel.db import Base
from mentorship.profiles.rules.not_shown import NOT_SHOWN


def test_every_column_that_is_left_out_exists_and_has_a_reason() -> None:
    tables = Base.metadata.tables.values()
    columns = {f"{table.name}.{column.name}" for table in tables for column in table.columns}
    assert NOT_SHOWN.keys() <= columns
    assert all(NOT_SHOWN.values())
