"""People for tests: users with roles, and a login without the form."""

from flask.testing import FlaskClient

from ovkk_core.accounts import User, create_user
from ovkk_core.accounts.sessions import log_in_directly

PASSWORD = "een-lange-proefzin-42"


def make_user(*roles: str, name: str = "Anna") -> User:
    """Give a new active user with these roles; the address follows from the name and a number."""
    number = User.select().count() + 1
    return create_user(f"{name.lower()}{number}@example.org", name, roles, PASSWORD)


def log_in(client: FlaskClient, user: User) -> None:
    """Give ``client`` a real session of ``user``, as if both steps of the login were just done."""
    with client.session_transaction() as cookie:
        log_in_directly(cookie, user)
