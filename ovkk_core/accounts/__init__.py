"""Users, roles, permissions, login and sessions."""

from ovkk_core.accounts.access import PUBLIC, SIGNED_IN, Access, access_of, public, requires, signed_in

__all__ = ["PUBLIC", "SIGNED_IN", "Access", "access_of", "public", "requires", "signed_in"]
