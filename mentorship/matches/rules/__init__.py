"""Decisions as plain functions of plain values: states, reasons, dates and limits."""
