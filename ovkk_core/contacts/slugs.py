"""Addresses that stay: a slug is chosen once, and never given to a second record."""

from itertools import chain, count

import peewee

from ovkk_core.database import slug


def unused_slug(model: type[peewee.Model], *wishes: str) -> str:
    """Give the first of ``wishes`` that no row of ``model`` has, as a slug; after the last one, numbered."""
    options = [slug(wish) for wish in wishes if slug(wish)] or ["x"]
    numbered = (f"{options[-1]}-{number}" for number in count(2))
    return next(o for o in chain(options, numbered) if not model.select().where(model.slug == o).exists())
