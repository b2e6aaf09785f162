"""How well the learner tells spam: `python -m bench.learner FOLDER`, with a folder of comments that people have labelled.

FOLDER holds CSV files with the columns CONTENT and CLASS (1 is spam), as the YouTube Spam Collection has them (Alberto and
Lochter, 2015; five videos, 1,956 comments; ask the UCI Machine Learning Repository). None of it is part of this project.
Two questions: left out one file after the other, what does it make of a subject that it has never seen; and, asked before it
is told, comment by comment as a desk would do it, how soon is it of use. Nothing is written, no database is asked.
"""

import csv
import io
import os
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from comments.learner import bayes  # noqa: E402
from comments.learner.tokens import tokens  # noqa: E402

THRESHOLDS = (0.5, 0.8)
STAGES = (100, 200, 500, 1_000)
Said = tuple[float, bool]  # what the learner said, and what it was


@dataclass
class Learner:
    """The product's own arithmetic over counts in memory."""

    counts: dict = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    comments: list = field(default_factory=lambda: [0, 0])
    sums: list = field(default_factory=lambda: [0, 0])

    def learn(self, text: str, spam: bool) -> None:
        found = tokens(text)
        self.comments[spam] += 1
        self.sums[spam] += len(found)
        for token in found:
            self.counts[token][spam] += 1

    def score(self, text: str) -> float:
        totals = bayes.Totals(tuple(self.comments), tuple(self.sums), len(self.counts))
        counts = [tuple(self.counts[token]) if token in self.counts else (0, 0) for token in tokens(text)]
        return bayes.score(bayes.weights(counts, totals), totals)


def read(path: Path) -> list[tuple[str, bool]]:
    """(text, is spam) in the order of the file; bytes that are no UTF-8 are read as what they look like."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return [(row["CONTENT"], row["CLASS"].strip() == "1") for row in csv.DictReader(io.StringIO(text, newline=""))]


def left_out(files: list[list[tuple[str, bool]]]) -> list[Said]:
    """Each file judged by what the others teach."""
    said = []
    for judged in files:
        learner = Learner()
        for other in files:
            for text, spam in other if other is not judged else []:
                learner.learn(text, spam)
        said += [(learner.score(text), spam) for text, spam in judged]
    return said


def asked_first(comments: Iterable[tuple[str, bool]]) -> list[Said]:
    """Each comment judged by those before it, then learnt."""
    learner, said = Learner(), []
    for text, spam in comments:
        said.append((learner.score(text) if min(learner.comments) else 0.5, spam))
        learner.learn(text, spam)
    return said


def in_turn(files: list[list]) -> list:
    """The files laid into each other, so that the subjects come together."""
    longest = max(map(len, files))
    return [file[number] for number in range(longest) for file in files if number < len(file)]


def figures(said: list[Said], threshold: float) -> str:
    held = [spam for score, spam in said if score >= threshold]
    spam = sum(spam for _, spam in said)
    caught = sum(held)
    precision, recall = caught / len(held) if held else 0, caught / spam
    return f"P {precision:.3f}  R {recall:.3f}  good held {(len(held) - caught) / (len(said) - spam):.3f}"


def area(said: list[Said]) -> float:
    """How often a spam is ranked above a good one (AUC), by the ranks; equal scores share theirs."""
    ordered = sorted(said)
    ranks, start = 0.0, 0
    while start < len(ordered):
        end = start
        while end < len(ordered) and ordered[end][0] == ordered[start][0]:
            end += 1
        ranks += sum(spam for _, spam in ordered[start:end]) * (start + end + 1) / 2
        start = end
    spam = sum(spam for _, spam in said)
    return (ranks - spam * (spam + 1) / 2) / (spam * (len(said) - spam))


def report(files: list[list[tuple[str, bool]]]) -> str:
    comments = in_turn(files)
    began = time.process_time()
    whole, online = left_out(files), asked_first(comments)
    spent = (time.process_time() - began) / (len(files) + 1) / len(comments)
    lines = [f"{len(comments)} comments, {sum(spam for _, spam in comments)} spam, {len(files)} files", ""]
    lines += [f"A file never seen, from {each}:  {figures(whole, each)}  AUC {area(whole):.3f}" for each in THRESHOLDS]
    for start, end in zip((0, *STAGES), (*STAGES, len(online)), strict=True):
        part = online[start:end]
        lines += [f"Decisions {start}–{end}, from {each}:  {figures(part, each)}" for each in THRESHOLDS if part]
    return "\n".join([*lines, f"{spent * 1e6:.0f} µs to learn or to judge one"])


def main(arguments: list[str]) -> int:
    paths = sorted(Path(arguments[0]).glob("*.csv")) if arguments else []
    if not paths:
        print(
            "NOT MEASURED: name a folder with the CSV files of a labelled collection; see the top of bench/learner.py."
        )
        return 2
    print(report([read(path) for path in paths]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
