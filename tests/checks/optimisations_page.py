#!/usr/bin/env python3
"""The page of the optimisations (resources/help/optimisations.md) names only what there is: rows of
the benchmark, files of the tree. Every row of the benchmark stands in it, and none of its places
was left to be filled in."""

import json
import re

import tree

PAGE = "resources/help/optimisations.md"
GOALS = "tests/bench/goals.json"

CODE = re.compile(r"`([^`]+)`")
FILE = re.compile(r"^[a-z_]+(/[a-z0-9_]+)+\.(cpp|h)$")
ROW = re.compile(r"^[a-z]+/[a-zA-Z0-9-]+$")


def problems(root):
    if not (root / PAGE).is_file():
        return [f"{PAGE}:1: is missing"]
    rows = set(json.loads((root / GOALS).read_text(encoding="utf-8")))
    found = []
    named = set()
    for number, line in tree.lines(root, PAGE):
        for code in CODE.findall(line):
            if FILE.match(code) and not (root / code).is_file():
                found.append(f"{PAGE}:{number}: there is no file {code}")
            elif ROW.match(code):
                named.add(code)
                if code not in rows:
                    found.append(f"{PAGE}:{number}: the benchmark has no row {code}")
        if "{" in line:
            found.append(f"{PAGE}:{number}: a place that was not filled in")
    return found + [f"{PAGE}:1: does not tell of the row {row}" for row in sorted(rows - named)]


ORDER = {GOALS: '{"engine/warm-10": {}}', "engine/run/run.cpp": ""}

CASES = [
    ("a page in order passes",
     {**ORDER, PAGE: "| leases | `engine/run/run.cpp` | `engine/warm-10` | 3 µs |\n"}, []),
    ("a row that there is not fails",
     {**ORDER, PAGE: "`engine/warm-10`\n`engine/warm-11`\n"}, ["md:2: the benchmark has no row"]),
    ("a file that there is not fails",
     {**ORDER, PAGE: "`engine/warm-10` `engine/run/gone.cpp`\n"}, ["there is no file"]),
    ("a row that is not told of fails", {**ORDER, PAGE: "nothing\n"}, ["does not tell of"]),
    ("a place that was not filled in fails",
     {**ORDER, PAGE: "`engine/warm-10` {ours}\n"}, ["not filled in"]),
    ("no page fails", ORDER, ["is missing"]),
]

if __name__ == "__main__":
    tree.main(problems, CASES)
