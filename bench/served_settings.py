"""A production site of the bench's own: everything but the static files' folder comes by variables, as in life."""

import os
from pathlib import Path

from newsroom.settings import *  # noqa: F403

STATIC_ROOT = Path(os.environ["BENCH_FOLDER"]) / "static"
