"""From a round to a match and its end: rounds, proposals, offers, introductions, closure."""
