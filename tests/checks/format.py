#!/usr/bin/env python3
"""Fails where a tracked .h or .cpp file is not as clang-format-14 writes it with .clang-format.
Repair: clang-format-14 -i FILE..."""

import re
import shutil
import subprocess

import tree

COMPLAINT = re.compile(r"^(?:\./)?([^:\n]+):(\d+):\d+: error: code should be clang-formatted", re.M)


def problems(root):
    program = shutil.which("clang-format-14")
    if not program:
        return ["clang-format-14 is missing; packaging/dev build installs it"]
    paths = tree.files(root, ".h", ".cpp")
    if not paths:
        return []
    style = f"--style=file:{tree.ROOT / '.clang-format'}"
    run = subprocess.run([program, style, "--dry-run", "-Werror", *map(str, paths)],
                         cwd=root, capture_output=True, text=True, check=False)
    # One line a file, at its first complaint: the repair is one command either way.
    first = {}
    for path, number in COMPLAINT.findall(run.stderr):
        first.setdefault(path, number)
    found = [f"{path}:{number}: not formatted; clang-format-14 -i {path}"
             for path, number in first.items()]
    if run.returncode != 0 and not found:
        found.append(f"clang-format-14 failed: {run.stderr.strip()}")
    return found


GOOD = "#pragma once\n\nnamespace cst {\n\nint add(int a, int b);\n\n}  // namespace cst\n"
CASES = [
    ("formatted files pass", {"engine/base/a.h": GOOD, "ui/with blank/a.h": GOOD}, []),
    ("a badly indented file fails",
     {"engine/base/a.cpp": "int main() {\n  return 0;\n}\n", "engine/base/b.h": GOOD},
     ["engine/base/a.cpp:1"]),
    ("a right pointer fails", {"a.h": "int *a;\n"}, ["a.h:1"]),
    ("an over-long line fails", {"a.cpp": f"int a = {' + '.join(['1'] * 40)};\n"}, ["a.cpp:1"]),
    ("includes out of order fail",
     {"engine/a.cpp": '#include <vector>\n\n#include "engine/a.h"\n'}, ["engine/a.cpp:1"]),
]

if __name__ == "__main__":
    tree.main(problems, CASES)
