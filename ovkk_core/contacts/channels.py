"""The channels on which an organisation tells its news, known by their address."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from ovkk_core.contacts.formats import stored_web_address
from ovkk_core.contacts.kinds import ChannelKind
from ovkk_core.contacts.models import Organisation, OrganisationChannel
from ovkk_core.database import transaction

HOSTS = {
    "facebook.com": ChannelKind.FACEBOOK,
    "fb.com": ChannelKind.FACEBOOK,
    "instagram.com": ChannelKind.INSTAGRAM,
    "linkedin.com": ChannelKind.LINKEDIN,
    "bsky.app": ChannelKind.BLUESKY,
    "whatsapp.com": ChannelKind.WHATSAPP,
    "wa.me": ChannelKind.WHATSAPP,
}


def channel_kind(address: str) -> ChannelKind:
    """Say what kind of channel a web address is; Mastodon runs on any host and shows by ``/@name``."""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    for known, kind in HOSTS.items():
        if host == known or host.endswith(f".{known}"):
            return kind
    return ChannelKind.MASTODON if parts.path.startswith("/@") else ChannelKind.WEBSITE


def set_channels(organisation: Organisation, addresses: Iterable[str]) -> None:
    """Make these web addresses its channels; what stays so leaves no revision. Raises for what is no address."""
    wanted = dict.fromkeys(filter(None, map(stored_web_address, addresses)))
    with transaction():
        for channel in organisation.channels:
            if channel.address in wanted:
                del wanted[channel.address]
            else:
                channel.delete_instance()
        for address in wanted:
            OrganisationChannel.create(organisation=organisation, kind=channel_kind(address), address=address)


def in_words(organisation: Organisation) -> str:
    """Give its channels for people, such as ``Facebook: https://…``, "" for none."""
    found = organisation.channels.order_by(OrganisationChannel.id)
    return ", ".join(f"{channel.kind.label}: {channel.address}" for channel in found)
