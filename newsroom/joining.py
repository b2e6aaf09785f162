"""Many small files in the sources, few for browsers: what `collectstatic` joins, without a build tool.

A style sheet takes the text of each file that it imports in the place of the import. A module that a page asks for by
name takes the modules of ours that it imports: each becomes a function that runs once and gives what it exports, in the
order in which the browser would have run them. What comes with a package (`django_prose_editor`) stays a file of its own.

`paths` is what collectstatic found: name → (storage, path). The sources are read, not what was collected, so that it
makes no difference how often they were joined before.
"""

import re
from pathlib import PurePosixPath
from posixpath import normpath

STYLES = "css/"
STYLE_IMPORT = re.compile(
    r'^@import (?:"(?P<name>[^"]+)"|url\("(?P<url>[^"]+)"\))(?: layer\((?P<layer>\w+)\))?;\n', re.M
)
STYLE_COMMENT = re.compile(r"[^\S\n]*/\*.*?\*/\n?", re.S)
STYLE_INDENT = re.compile(r"^[^\S\n]+|\n+(?=\n)", re.M)
ADDRESS = re.compile(r"""url\((?P<quote>["']?)(?![a-z]+:|/)(?P<name>[^"')]+)(?P=quote)\)""")

SCRIPTS = "js/"
IMPORT = re.compile(r'^import\s+(?:(?P<what>\{[^}]*\}|\* as \w+)\s+from\s+)?"(?P<name>\.[^"]+)";[^\S\n]*\n', re.M)
EXPORT = re.compile(r"^export (?P<code>(?:async )?(?:function|const|class)\b\*?\s*(?P<name>\w+))", re.M)
COMMENT_LINE = re.compile(r"^\s*//.*\n", re.M)
COMMENT_BEHIND = re.compile(r"(?<=[;,{}()\]]) // [^\"'`\n]*$", re.M)
INDENT = re.compile(r"^[^\S\n]+", re.M)
OTHER_SYNTAX = re.compile(r"^(?:import|export)\b|\bimport\.meta\b|\bimport\(|^await\b", re.M)


class CannotJoin(ValueError):
    """A module says something that joining does not understand, or two import one another."""


def joined(paths: dict) -> dict[str, str]:
    """Name → text of every file that is made of several."""
    styles = {name: _bare(style(name, paths)) for name in paths if name.startswith(STYLES)}
    return styles | {name: Script(name, paths).text() for name in entries(paths)}


# Styles


def style(name: str, paths: dict) -> str:
    """A style sheet with the files that it imports in it: one request, no waiting in a row."""
    folder = PurePosixPath(name).parent
    return STYLE_IMPORT.sub(lambda found: _part(folder, found, paths), _source(name, paths))


def _bare(text: str) -> str:
    """Without comments and indents."""
    return STYLE_INDENT.sub("", STYLE_COMMENT.sub("", text))


def _part(folder: PurePosixPath, found: re.Match, paths: dict) -> str:
    """The text of an imported file, its relative addresses seen from where it is put."""
    name = found["name"] or found["url"]
    inner = PurePosixPath(name).parent
    text = style(normpath(str(folder / name)), paths)
    text = ADDRESS.sub(lambda address: f'url("{normpath(str(inner / address["name"]))}")', text)
    return f"@layer {found['layer']} {{\n{text}}}\n" if found["layer"] else text


# Scripts


def entries(paths: dict) -> list[str]:
    """The modules that pages name: those with imports that no other module imports."""
    ours = {name: _imports(name, paths) for name in paths if name.startswith(SCRIPTS) and name.endswith(".js")}
    imported = {other for others in ours.values() for other in others}
    return sorted(name for name, others in ours.items() if name not in imported and set(others) & set(ours))


def _imports(name: str, paths: dict) -> list[str]:
    return [_target(name, found["name"]) for found in IMPORT.finditer(_source(name, paths))]


def _target(name: str, address: str) -> str:
    return normpath(str(PurePosixPath(name).parent / address))


class Script:
    """One module with all that it imports of ours."""

    def __init__(self, entry: str, paths: dict):
        self.entry, self.paths = entry, paths
        self.names: dict[str, str] = {}  # module → the name that holds what it exports
        self.parts: list[str] = []
        self.outside: dict[str, str] = {}
        self._waiting: list[str] = []
        self._add(entry)

    def text(self) -> str:
        folder = str(PurePosixPath(self.entry).parent)
        heads = [f'import * as {held} from "{_relative(name, folder)}";\n' for name, held in self.outside.items()]
        return "".join(heads + self.parts)

    def _add(self, name: str) -> None:
        if name in self._waiting:
            raise CannotJoin(f"{name} imports itself: {' → '.join([*self._waiting, name])}")
        if name in self.names:
            return
        self._waiting.append(name)
        code = IMPORT.sub(lambda found: self._binding(_target(name, found["name"]), found["what"]), self._read(name))
        self._waiting.pop()
        self.names[name] = f"module{len(self.names)}"
        self.parts.append(_as_function(self.names[name], code))

    def _binding(self, other: str, what: str | None) -> str:
        held = self._held(other)
        if not what:
            return ""
        if what.startswith("*"):
            return f"const {what.split()[-1]} = {held};\n"
        return f"const {what.replace(' as ', ': ')} = {held};\n"

    def _held(self, other: str) -> str:
        """The name under which a module's exports are at hand; it is put into the file before whoever asks."""
        if other.startswith(SCRIPTS):
            self._add(other)
            return self.names[other]
        return self.outside.setdefault(other, f"outside{len(self.outside)}")

    def _read(self, name: str) -> str:
        code = _source(name, self.paths)
        if found := OTHER_SYNTAX.search(EXPORT.sub(r"\g<code>", IMPORT.sub("", code))):
            line = code[code.find(found[0]) :].partition("\n")[0]
            raise CannotJoin(f"{name}: newsroom/joining.py does not know “{line}”")
        return code


def _as_function(held: str, code: str) -> str:
    exports = [found["name"] for found in EXPORT.finditer(code)]
    inside = _terse(COMMENT_LINE.sub("", EXPORT.sub(r"\g<code>", code))).strip()
    return f"const {held} = (() => {{\n{inside}\nreturn {{ {', '.join(exports)} }};\n}})();\n"


def _terse(code: str) -> str:
    """Without indents and the comments behind statements; untouched where a text in backticks goes over several lines."""
    if any(line.count("`") % 2 for line in code.splitlines()):
        return code
    return INDENT.sub("", COMMENT_BEHIND.sub("", code))


def _relative(name: str, folder: str) -> str:
    return "../" * len(PurePosixPath(folder).parts) + name


def _source(name: str, paths: dict) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()
