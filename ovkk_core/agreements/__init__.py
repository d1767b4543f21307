"""Calendar feeds by agreement and by person: a token each, filters, a preview, and what was fetched."""
