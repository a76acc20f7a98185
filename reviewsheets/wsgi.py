"""The dashboard as a WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reviewsheets.settings")

application = get_wsgi_application()
