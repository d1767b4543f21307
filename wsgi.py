"""The WSGI entry point: any server can run ``wsgi:application``; settings come from ``OVKK_*``."""

from ovkk_core.app import create_wsgi

application = create_wsgi()
