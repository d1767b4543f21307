"""The errors that a person may get to see: a Dutch sentence saying what happened and what to do."""


class OvkkError(Exception):
    """Base of every expected failure; ``str(error)`` is Dutch, for a volunteer, and holds no secret."""

    status = 400


class ConfigError(OvkkError):
    """A setting is missing or makes no sense; the program does not start."""


class BadInputError(OvkkError):
    """What somebody entered or uploaded cannot be used as it is."""

    status = 422


class NotFoundError(OvkkError):
    """What was asked for does not exist, or not for this person."""

    status = 404


class DeniedError(OvkkError):
    """This person may not do this."""

    status = 403


class DatabaseRefusedError(OvkkError):
    """The database cannot be used safely: wrong version, newer schema, wrong collation."""

    status = 503
