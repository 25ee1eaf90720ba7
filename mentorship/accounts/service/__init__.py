"""The verbs about people and how they get in."""
