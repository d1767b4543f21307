"""The archive as an Atom feed (RFC 4287): the items of the latest editions, newest first."""

import feedgenerator

from ovkk_core.registry import setting
from plugins.kernpunt import archive
from plugins.kernpunt.editions import PAGE, newsletter_title
from plugins.kernpunt.texts import html_of

EDITIONS = 4  # of which the feed has the items


def feed(site: str) -> bytes:
    """Give the feed of the site at ``site``; ids stay the same whatever happens to titles and addresses."""
    made = feedgenerator.Atom1Feed(
        title=newsletter_title(),
        link=f"{site}{PAGE}",
        description=f"{newsletter_title()}, nieuwsbrief van {setting('association.name')}",
        language="nl",
        author_name=setting("association.name"),
        feed_url=f"{site}{PAGE}/feed.xml",
        feed_guid=f"{site}{PAGE}",
    )
    editions = archive.editions()[:EDITIONS]
    items = archive.public_items_of(editions)
    for edition in editions:
        for item in items[edition.id]:
            made.add_item(
                title=item.title,
                link=f"{site}{PAGE}/{edition.slug}#bericht-{item.id}",
                description=None,
                content=str(html_of(item.text)),
                pubdate=edition.publishes_at,
                updateddate=edition.publishes_at,
                unique_id=f"{site}{PAGE}/{edition.slug}#bericht-{item.id}",
                categories=(item.section.title,),
            )
    return made.writeString("utf-8").encode()
