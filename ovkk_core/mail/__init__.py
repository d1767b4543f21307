"""The post office: composes mails, keeps them in the outbox and has the worker deliver them."""

from ovkk_core.mail.bodies import Laid, filled_in, lay_out, store_body
from ovkk_core.mail.bulk import BulkRecipient, queue_many
from ovkk_core.mail.campaigns import (
    CampaignState,
    campaign_state,
    drop_queued,
    pause_campaign,
    resume_campaign,
    stop_campaign,
)
from ovkk_core.mail.composing import Letter
from ovkk_core.mail.envelope import envelope_token, read_envelope_token
from ovkk_core.mail.following import drop
from ovkk_core.mail.installing import install
from ovkk_core.mail.mail import send_test
from ovkk_core.mail.models import CampaignStanding, MailBody, MailState, OutboxMail
from ovkk_core.mail.outbox import queue_mail
from ovkk_core.mail.parts import Attachment, Recipient
from ovkk_core.mail.privacy import forget_in_mails
from ovkk_core.mail.relaying import RelayAnswer, try_relay
from ovkk_core.mail.returning import mark_returned
from ovkk_core.mail.sheets import content_of
from ovkk_core.mail.withholding import count_naming, hold_back

__all__ = [
    "Attachment",
    "BulkRecipient",
    "CampaignStanding",
    "CampaignState",
    "Laid",
    "Letter",
    "MailBody",
    "MailState",
    "OutboxMail",
    "Recipient",
    "RelayAnswer",
    "campaign_state",
    "content_of",
    "count_naming",
    "drop",
    "drop_queued",
    "envelope_token",
    "filled_in",
    "forget_in_mails",
    "hold_back",
    "install",
    "lay_out",
    "mark_returned",
    "pause_campaign",
    "queue_mail",
    "queue_many",
    "read_envelope_token",
    "resume_campaign",
    "send_test",
    "stop_campaign",
    "store_body",
    "try_relay",
]
