"""WordPress, from Debian's packages, as it is installed: its default theme, opcache on, MariaDB, and nginx that keeps pages.

Data, sockets and configuration lie in the bench's folder; nothing under /etc or /var is touched, and what is started is ended by its
process. MariaDB will not run as root and no other part needs it: then all of it runs as nobody.
"""

import os
import pwd
import re
import shutil
import socket
import subprocess
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench import site

SITE = Path(__file__).resolve().parent / "sites" / "wordpress"
PACKAGED = Path("/usr/share/wordpress")
PLACES = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
PROGRAMS = ("nginx", "mariadbd", "mariadb-install-db", "php")
HOW = """install Debian's packages, none of whose services need to run:
  apt-get install --no-install-recommends wordpress wordpress-theme-twentytwentythree php-fpm php-mysql mariadb-server nginx"""
WAYS = {"made": "made", "kept, plain": "quick", "kept, gzip 1": "quick", "kept, gzip 5": "small"}
BEGIN = "CREATE DATABASE peer;\nCREATE USER peer@localhost;\nGRANT ALL ON peer.* TO peer@localhost;\n"
POOL = ["--innodb-buffer-pool-size=256M", "--innodb-flush-log-at-trx-commit=0"]  # only reading is measured
THEMES = "wp-content/themes/twentytwenty*/style.css"


def missing() -> str:
    """What to do, or nothing."""
    absent = [name for name in PROGRAMS if program(name) is None]
    absent += [] if fpm() else ["php-fpm"]
    absent += [] if (PACKAGED / "wp-load.php").exists() else [str(PACKAGED)]
    absent += [] if list(PACKAGED.glob(THEMES)) else ["a theme of WordPress"]
    return f"{', '.join(absent)} missing: {HOW}" if absent else ""


def program(name: str) -> str | None:
    return shutil.which(name, path=PLACES)


def fpm() -> str | None:
    """The newest of them: Debian's has its version in its name."""
    found = [each for place in PLACES.split(os.pathsep) for each in Path(place).glob("php-fpm*")]
    return str(max(found)) if found else None


def version() -> str:
    said = (PACKAGED / "wp-includes/version.php").read_text()
    return "WordPress " + re.search(r"wp_version = '([^']+)", said)[1]


class Stack:
    """All that is at work for a page, reached at one of its ports."""

    def __init__(self, port: int, servers: list[site.Server]):
        self.port, self.servers = port, servers

    def cpu(self) -> float:
        return sum(each.cpu() for each in self.servers)


@contextmanager
def serving(folder: Path, texts: Path):
    """The same stories in each way, at three ports of one nginx."""
    ports = {name: site.free_port() for name in WAYS.values()}
    folder.mkdir()
    _lay_out(folder, ports)
    with ExitStack() as stack:
        servers = [stack.enter_context(_database(folder))]
        _fill(folder, texts)
        command = [fpm(), "--nodaemonize", "--fpm-config", folder / "fpm.conf"]
        servers.append(stack.enter_context(_started(command, folder, folder / "fpm.sock")))
        nginx = [program("nginx"), "-e", folder / "nginx.log", "-c", folder / "nginx.conf"]
        servers.append(stack.enter_context(_started(nginx, folder, ports["made"])))
        yield {way: Stack(ports[name], servers) for way, name in WAYS.items()}


def _lay_out(folder: Path, ports: dict[str, int]) -> None:
    shutil.copytree(PACKAGED, folder / "wordpress", ignore_dangling_symlinks=True)
    shutil.copy(SITE / "wp-config.php", folder / "wordpress")
    shutil.copy(SITE / "fill.php", folder)
    for name in ("fpm.conf", "nginx.conf", "site.conf"):
        (folder / name).write_text((SITE / name).read_text().format(folder=folder, **ports))
    if user := _user():
        for place in (folder, *folder.rglob("*")):
            os.chown(place, pwd.getpwnam(user).pw_uid, -1)


def _user() -> str | None:
    return "nobody" if os.geteuid() == 0 else None


@contextmanager
def _database(folder: Path):
    common = ["--no-defaults", f"--datadir={folder}/data"]
    made = [program("mariadb-install-db"), *common, "--skip-test-db", "--auth-root-authentication-method=normal"]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL, cwd=folder, user=_user())
    begin, door = folder / "begin.sql", folder / "db.sock"
    begin.write_text(BEGIN)
    reached = ["--skip-networking", f"--socket={door}", f"--init-file={begin}", f"--log-error={folder}/db.log"]
    with _started([program("mariadbd"), *common, *reached, *POOL], folder, door) as server:
        yield server


def _fill(folder: Path, texts: Path) -> None:
    site.say("… WordPress: fill")
    command = [program("php"), folder / "fill.php", folder / "wordpress", texts]
    environment = _variables(folder)
    said = subprocess.run(command, capture_output=True, text=True, env=environment, user=_user(), cwd=folder)
    if not said.stdout.endswith("All stories are published.\n"):  # it ends well when it fails
        raise SystemExit(f"WordPress could not be filled: {said.stdout[-2_000:]}{said.stderr[-2_000:]}")


def _variables(folder: Path) -> dict[str, str]:
    return os.environ | {"WORDPRESS_SOCKET": f"{folder}/db.sock", "HOME": str(folder)}


@contextmanager
def _started(command: list, folder: Path, door: Path | int):
    """A server on its core, once its door (a socket or a port) is open."""
    whole = ["taskset", "-c", str(site.SERVER_CORE), *map(str, command)]
    process = subprocess.Popen(whole, cwd=folder, env=_variables(folder), stdout=subprocess.DEVNULL, user=_user())
    try:
        _wait(door, process)
        yield site.Server(process, door)
    finally:
        process.terminate()
        process.wait()


def _wait(door: Path | int, process: subprocess.Popen) -> None:
    end = time.monotonic() + site.PATIENCE
    while not _open(door):
        if process.poll() is not None or time.monotonic() > end:
            raise SystemExit(f"It did not start: {process.args}")
        time.sleep(0.05)


def _open(door: Path | int) -> bool:
    kind, address = (socket.AF_UNIX, str(door)) if isinstance(door, Path) else (socket.AF_INET, ("127.0.0.1", door))
    with socket.socket(kind) as tried:
        return tried.connect_ex(address) == 0


def address(story: dict) -> str:
    return f"/story-{story['number']}/"
