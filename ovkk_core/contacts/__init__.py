"""Villages, municipalities, organisations, persons and their positions."""
