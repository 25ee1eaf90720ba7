"""What somebody's own copy holds, and the few tables it leaves out, each with its reason."""

WITHHELD = {
    "apart_entry": "the words are never shown again, so that nobody finds them on a device",
    "known_as": "the names and numbers are never shown again, for the same reason",
    "check_in": "a mentor's own words, kept for staff",
    "fit": "numbers that speak of a second person as well",
    "fit_answer": "workings of a round; the answers themselves are here",
    "used_answer": "workings of a proposal; the answers themselves are here",
    "round_person": "workings of a round",
    "proposal_note": "staff's words on a decision about two people",
    "review": "who decided about whom is shown to staff alone; the outcome is under readiness",
    "follow_up": "staff's own list of what to do next",
    "audit_entry": "shown in words on the page of who has looked",
    "person_key": "a wrapped key that says nothing",
    "visit": "shown on the page of where one is signed in",
    "hat": "the role, which every page shows",
}
SECRETS = frozenset(
    {
        "agenda.token_hash",
        "person.code",
        "safe_contact.code_word",
        "sign_in.password_hash",
        "sign_in.recovery_hash",
        "sign_in.totp_secret",
        "sign_in.totp_step",
    }
)


def name_of(table: str) -> str:
    """Give a table's name as plain words, for the heading of its part."""
    return table.replace("_", " ").capitalize()
