"""Keeping a match alive: talks, logs, two taps, the safety line, and the follow-up board."""
