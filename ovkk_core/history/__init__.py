"""Who changed what, when and why; restore; and the audit trail that nobody can rewrite."""

from ovkk_core.history.acting import acting, actor, reason
from ovkk_core.history.audit import audit, broken_audit_entry
from ovkk_core.history.models import AuditEntry, Change, Revision, RevisionRange
from ovkk_core.history.revisions import TrackedModel, forget_history, record_range, restore, revisions_of
from ovkk_core.history.telling import plain, row_in_words

__all__ = [
    "AuditEntry",
    "Change",
    "Revision",
    "RevisionRange",
    "TrackedModel",
    "acting",
    "actor",
    "audit",
    "broken_audit_entry",
    "forget_history",
    "plain",
    "reason",
    "record_range",
    "restore",
    "revisions_of",
    "row_in_words",
]
