"""Everything of all rooms about one person, organisation, village or municipality; and the public pages of places."""

from ovkk_core.dossiers.finding import alike_places

__all__ = ["alike_places"]
