"""The law on personal data: the register, what goes when, what somebody may see, and erasure."""

from ovkk_core.privacy.checking import gaps
from ovkk_core.privacy.keeping import Rule, rules, run_rule

__all__ = ["Rule", "gaps", "rules", "run_rule"]
