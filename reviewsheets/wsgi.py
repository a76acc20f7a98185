"""The dashboard as a WSGI application."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reviewsheets.settings")

application = get_wsgi_application()

# What is loaded once stays: looking through all of it for garbage held up every tenth page for some 100 ms. What pages
# leave is looked through often and little at a time, some 7 ms; at every 50,000 objects the same work held up one page
# in twenty for 20 to 80 ms.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
gc.set_threshold(5_000, 5, 1_000)
