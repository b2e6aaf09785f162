"""The site as a WSGI application, with the page cache in front of it. Servers load it by `newsroom.wsgi`, `runserver` by name."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from newsroom.pagecache.cache import PageCache
from newsroom.pagecache.door import Door
from newsroom.pagecache.log import log_of

MEGABYTE = 1024 * 1024


def with_page_cache(application):
    """Django's application, behind the door where the settings give it room."""
    if not settings.PAGE_CACHE_MB:
        return application
    return Door(application, new_cache())


def new_cache() -> PageCache:
    cache = PageCache(log_of(), settings.PAGE_CACHE_MB * MEGABYTE, settings.PAGE_CACHE_GRACE)
    os.register_at_fork(after_in_child=cache.begin_anew)
    return cache


application = with_page_cache(get_wsgi_application())
