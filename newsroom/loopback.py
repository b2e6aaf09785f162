"""Where `bin/dev` may serve: an address of this machine that nobody else uses.

`python -m newsroom.loopback HOST PORT` prints `HOST:PORT` as runserver wants it, or says what to type instead.
"""

import errno
import ipaddress
import socket
import sys


class NotHere(Exception):
    """The server cannot listen there; the message says what to type."""


def address(host: str, port: str) -> str:
    """`127.0.0.1:8000` or `[::1]:8000`, free to be used at this moment."""
    if not port.isascii() or not port.isdigit() or len(port) > 5 or not 1024 <= int(port) <= 65535:
        raise NotHere(f"{port!r} is no port: type a number from 1024 to 65535, e.g. bin/dev 8010.")
    family, host = loopback(host)
    if problem := refusal(family, host, int(port)):
        raise NotHere(f"{problem} Serve elsewhere with: bin/dev {free_port(family, host)}")
    return f"[{host}]:{port}" if family == socket.AF_INET6 else f"{host}:{port}"


def loopback(host: str) -> tuple[socket.AddressFamily, str]:
    """The address family and the address in digits; anything that other machines could reach is refused."""
    try:
        found = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host.strip("[]"))
    except ValueError:
        found = None
    if found is None or not found.is_loopback:
        raise NotHere(
            f"HOST is {host!r}, but the development server is for this machine only: "
            "type HOST=127.0.0.1 bin/dev. For a real site see docs/operators/."
        )
    return (socket.AF_INET6 if found.version == 6 else socket.AF_INET), str(found)


def refusal(family: socket.AddressFamily, host: str, port: int) -> str:
    """Why nothing can listen there, in a sentence; empty when it can."""
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return f"Port {port} is in use." if error.errno == errno.EADDRINUSE else f"Port {port}: {error.strerror}."
    return ""


def free_port(family: socket.AddressFamily, host: str) -> int:
    """The first free one of those that people remember."""
    return next((port for port in range(8001, 8100) if not refusal(family, host, port)), 0) or 8100


if __name__ == "__main__":
    try:
        sys.stdout.write(address(*sys.argv[1:3]) + "\n")
    except NotHere as problem:
        sys.exit(str(problem))
