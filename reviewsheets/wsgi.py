"""The dashboard as a WSGI application."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reviewsheets.settings")

application = get_wsgi_application()

# What is loaded once stays. Looking through all of it for garbage held up every tenth page for some 100 ms.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 10, 1_000)
