"""The public theme, page and form helpers, and the secure admin base."""
