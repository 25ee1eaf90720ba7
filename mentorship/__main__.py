"""`python -m mentorship` is the command `mentorship`."""

from mentorship.cli import main

main()
