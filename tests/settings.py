"""The project's settings as the tests want them: from the shell only the database; quick passwords; own files."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# A developer's variables must not change what the tests see; test_settings.py holds this list complete.
LEFT_OUT = set(
    "ALLOWED_HOSTS CACHE_URL CSRF_TRUSTED_ORIGINS DEBUG DEFAULT_FROM_EMAIL EMAIL_URL HSTS_SECONDS LANGUAGE_CODE LOG_LEVEL"
    " MEDIA_ROOT NEWSROOM_COMMENT_EDIT_MINUTES NEWSROOM_HISTORY_HIDES_TYPOS NEWSROOM_KEEP_EMAIL_DAYS"
    " NEWSROOM_KEEP_REFUSED_DAYS NEWSROOM_KEEP_SPAM_DAYS NEWSROOM_PUBLISH_NEEDS_APPROVAL NEWSROOM_SELF_APPROVAL"
    " PAGE_CACHE_GRACE PAGE_CACHE_MB PURGE_TOKEN PURGE_TOKEN_FILE PURGE_URL"
    " SECRET_KEY SECRET_KEY_FILE SERVE_ADDRESS SERVE_PROCESSES SERVE_THREADS SERVE_WORKER"
    " SHARED_CACHE_SECONDS SITE_DESCRIPTION SITE_NAME SITE_URL TIME_ZONE TRUST_PROXY_HEADERS".split()
)
for name in LEFT_OUT:
    os.environ.pop(name, None)

from newsroom.settings import *  # noqa: E402, F403
from newsroom.settings import DATABASES  # noqa: E402


def folder_of_this_run() -> Path:
    """One folder for all parallel workers; whoever made it removes it."""
    if "NEWSROOM_TEST_FOLDER" not in os.environ:
        os.environ["NEWSROOM_TEST_FOLDER"] = tempfile.mkdtemp(prefix="newsroom-tests-")
        atexit.register(shutil.rmtree, os.environ["NEWSROOM_TEST_FOLDER"], ignore_errors=True)
    return Path(os.environ["NEWSROOM_TEST_FOLDER"])


FOLDER = folder_of_this_run()
MEDIA_ROOT = FOLDER / f"media-{os.getpid()}"
STATIC_ROOT = FOLDER / "static"
STATIC_ROOT.mkdir(exist_ok=True)

# A file, not memory: the browser tests' server has its own connection, as in life. It need not survive a power cut.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(FOLDER / "tests.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
