"""The post office: composes mails, keeps them in the outbox and has the worker deliver them."""

from ovkk_core.mail.following import drop
from ovkk_core.mail.installing import install
from ovkk_core.mail.mail import send_test
from ovkk_core.mail.models import MailState, OutboxMail
from ovkk_core.mail.outbox import queue_mail
from ovkk_core.mail.parts import Attachment, Recipient

__all__ = ["Attachment", "MailState", "OutboxMail", "Recipient", "drop", "install", "queue_mail", "send_test"]
