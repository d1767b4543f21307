"""This room's hook implementations."""
