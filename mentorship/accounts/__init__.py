"""Joining, signing in, sessions, second factor, recovery; people, staff and their hats."""
