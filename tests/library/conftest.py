"""Media of its own for each test of the library."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def media(settings):
    """What lies in the media folder now: `media()` → {name: bytes}."""

    def look() -> dict[str, bytes]:
        root = Path(settings.MEDIA_ROOT)
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}

    return look
