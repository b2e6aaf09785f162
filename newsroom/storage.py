"""Where files lie: media that never stays half-written, static files under hashed names."""

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from newsroom.joining import joined


class DurableMedia(FileSystemStorage):
    """Writes beside the target, flushes to disk, then links it in place: a full disk leaves no truncated file behind."""

    def _save(self, name, content):
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=target.parent, prefix=".draft-")
        try:
            self._write(handle, content)
            os.chmod(draft, self.file_permissions_mode or 0o644)
            os.link(draft, target)
        except FileExistsError:
            return self._save(self.get_available_name(name), content)
        finally:
            os.unlink(draft)
        return str(target.relative_to(self.location)).replace("\\", "/")

    def _write(self, handle, content):
        with os.fdopen(handle, "wb") as draft:
            for chunk in content.chunks():
                draft.write(chunk)
            draft.flush()
            os.fsync(draft.fileno())


class HashedStatic(CompressedManifestStaticFilesStorage):
    """Hashed names for far-future caching, also inside our ES modules' imports; what belongs together in one file."""

    support_js_module_import_aggregation = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._known: dict[str, str] = {}

    def url(self, name, force=False):
        """Put together once: what a name is called by stays the same while a process lives. Never in development."""
        if settings.DEBUG or force:
            return super().url(name, force)
        if name not in self._known:
            self._known[name] = super().url(name)
        return self._known[name]

    def post_process(self, paths, dry_run=False, **options):
        for name, text in ({} if dry_run else joined(paths)).items():
            self.delete(name)
            self._save(name, ContentFile(text))
            paths = paths | {name: (self, name)}
        yield from super().post_process(paths, dry_run, **options)
