"""The WSGI application that a production server loads; `manage.py runserver` loads `newsroom.pagecache.application`."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

if settings.DEBUG:
    raise ImproperlyConfigured(
        "A production server must not run with DEBUG on: set SECRET_KEY, ALLOWED_HOSTS and SITE_URL "
        "(see docs/operators/first-production-start.md). For development there is bin/dev."
    )
from newsroom.pagecache.application import application  # noqa: F401
