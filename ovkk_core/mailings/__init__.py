"""Mailings: one message to an audience, looked over, approved, sent once and followed."""

from ovkk_core.mailings.blocks import Block, BlockKind, mistakes_of, read_blocks, stored_blocks
from ovkk_core.mailings.deciding import unschedule
from ovkk_core.mailings.declarations import PLACEHOLDERS
from ovkk_core.mailings.handing import Variant, prepare_mailing
from ovkk_core.mailings.markup import html_of, plain_of
from ovkk_core.mailings.models import Mailing, MailingState, MailingVariant
from ovkk_core.mailings.people import Addressee, addressees
from ovkk_core.mailings.post import post_of
from ovkk_core.mailings.withholding import hold_back

__all__ = [
    "PLACEHOLDERS",
    "Addressee",
    "Block",
    "BlockKind",
    "Mailing",
    "MailingState",
    "MailingVariant",
    "Variant",
    "addressees",
    "hold_back",
    "html_of",
    "mistakes_of",
    "plain_of",
    "post_of",
    "prepare_mailing",
    "read_blocks",
    "stored_blocks",
    "unschedule",
]
