"""Decisions about profiles as plain functions of plain values: no database, no clock, no page."""
