"""The least that an application under our server can do: `python -m bench.limit PORT FOLDER` hands over files of FOLDER."""

import sys
from pathlib import Path

ENDINGS = {"gzip": ".gz", "br": ".br"}


class Files:
    """Each file in memory, with the headers that our own server sends with it."""

    def __init__(self, folder: Path):
        self.bodies = {f"/{file.name}": file.read_bytes() for file in folder.iterdir() if file.is_file()}
        self.heads = {name: self._heads(name) for name in self.bodies}

    def _heads(self, name: str) -> list[tuple[str, str]]:
        said = self.bodies.get(f"{name.removesuffix('.br').removesuffix('.gz')}.heads", b"").decode().splitlines()
        heads = [tuple(line.split(": ", 1)) for line in said]
        kept = [(head, value) for head, value in heads if head.lower() not in ("content-length", "date", "server")]
        return [*kept, ("Content-Length", str(len(self.bodies[name])))]

    def __call__(self, environ, start_response):
        name = environ["PATH_INFO"] + ENDINGS.get(environ.get("HTTP_ACCEPT_ENCODING", ""), "")
        if name not in self.bodies:
            name = environ["PATH_INFO"]
        start_response("200 OK", [*self.heads.get(name, ())])
        return [self.bodies.get(name, b"")]


def application() -> Files:
    return Files(Path(sys.argv[2]))


if __name__ == "__main__":
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "bench.limit:application",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        factory=True,
        blocking_threads=1,
        websockets=False,
    ).serve()
