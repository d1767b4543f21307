"""Who changed what, when and why; restore; and the audit trail that nobody can rewrite."""

from ovkk_core.history.acting import acting, actor, reason
from ovkk_core.history.audit import audit, broken_audit_entry
from ovkk_core.history.models import AuditEntry, Change, Revision, RevisionRange
from ovkk_core.history.revisions import TrackedModel, record_range, restore, revisions_of

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
    "reason",
    "record_range",
    "restore",
    "revisions_of",
]
