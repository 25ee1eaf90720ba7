"""Alongside: peer mentoring for people who leave the sex trade or trafficking.

Six features in the order of the import rule (accounts, profiles, notices, matches, checkins, desk)
stand on a kernel; `installation` opens one agency's installation for the two entrances, `app` and
`cli`.
"""
