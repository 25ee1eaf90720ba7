"""What this package refuses, each with a sentence a person can act on."""


class BadInput(ValueError):
    """Raised for people, pairs, criteria or files that do not make a problem."""


class NotProved(ValueError):
    """Raised when a result does not follow from its problem and its prices."""


class EngineUnavailable(BadInput):
    """Raised when an engine is asked for that is unknown or not installed."""


class OtherVersion(BadInput):
    """Raised for a result in the form of another version of this package."""
