"""The policies under which a browser shows a mail: in a frame where nothing runs or sends, with only our pictures."""

from flask import Response

from ovkk_core.web.guarding import csp_nonce

FRAMED = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'"
ENCLOSED = "sandbox; default-src 'none'; frame-ancestors 'none'"


def policy_with_frame() -> str:
    """Give the policy of an ordinary page that may also show a frame of ours."""
    return (
        f"default-src 'none'; script-src 'nonce-{csp_nonce()}'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; "
        "frame-ancestors 'none'"
    )


def with_policy(answer: Response, policy: str) -> Response:
    """Give ``answer`` under ``policy``, kept by nobody."""
    answer.headers["Content-Security-Policy"] = policy
    answer.headers["Cache-Control"] = "no-store"
    return answer
