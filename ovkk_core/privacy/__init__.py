"""The law on personal data: the register, what goes when, what somebody may see, and erasure."""

from ovkk_core.privacy.breaching import Breach, Seen, breach
from ovkk_core.privacy.checking import gaps
from ovkk_core.privacy.erasing import Preview, again, erase, preview
from ovkk_core.privacy.keeping import Rule, rules, run_rule
from ovkk_core.privacy.ledger import BACKUP_MARK, behind
from ovkk_core.privacy.ledger import copy as copy_ledger

__all__ = [
    "BACKUP_MARK",
    "Breach",
    "Preview",
    "Rule",
    "Seen",
    "again",
    "behind",
    "breach",
    "copy_ledger",
    "erase",
    "gaps",
    "preview",
    "rules",
    "run_rule",
]
