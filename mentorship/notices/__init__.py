"""Discreet notices: in the app first, by phone where that is the way, mail only to staff on call.

A notice is a kind and a moment, never words about a person.
"""
