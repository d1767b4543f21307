"""The small core of the OVKK platform: content, contacts and calendars, and the plugins that use them."""

__version__ = "0.1.0"
