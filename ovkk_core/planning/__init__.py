"""The year at a glance, warnings about clashing dates, and choosing a date together."""
