"""The first pages of everybody, the agency's settings and reports; no verbs of its own."""
