"""A screen of one's own in the admin."""

from typing import Any

from flask_admin.base import BaseView

from ovkk_core.web.admin.access import Guarded


class AdminPage(Guarded, BaseView):
    """A secure page under ``/beheer/``; expose its methods with flask-admin's ``@expose``.

    ``read`` is required. Methods that answer more than GET need ``write`` or a ``@requires(...)`` of their own.
    Templates extend ``web/admin/page.html`` and are rendered with ``self.render``, where the screen is ``view``.
    Raises ``TypeError`` for a screen that leaves a rule out.
    """

    def __init__(self, name: Any, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self._rules = self.find_rules(self._urls)
