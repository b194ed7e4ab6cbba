"""What the checks share: the files of a tree, reports, and trees planted to prove that a check
can fail.

A check is a function `problems(root) -> list[str]`, one line a problem, "path:line: what". Its
script ends with `tree.main(problems, planted_cases)`: without arguments it judges the tree that
it stands in; with --self-test it judges planted trees.
"""

import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def files(root, *suffixes):
    """Paths below root, relative, with one of the suffixes (all if none), sorted.

    In a git work tree those that git tracks: a file that somebody has not committed yet is not
    part of the tree. Elsewhere (a tarball, a planted tree) every file outside build/.
    """
    if (root / ".git").exists():
        listed = subprocess.run(["git", "-C", str(root), "ls-files", "-z"],
                                check=True, capture_output=True).stdout
        paths = [pathlib.PurePosixPath(name) for name in listed.decode().split("\0") if name]
    else:
        paths = [pathlib.PurePosixPath(path.relative_to(root)) for path in root.rglob("*")
                 if path.is_file()]
        paths = [path for path in paths if path.parts[0] != "build"]
    wanted = [path for path in paths if not suffixes or path.suffix in suffixes]
    # Tracked, but deleted in the work tree: nothing to read.
    return sorted(path for path in wanted if (root / path).is_file())


def lines(root, path):
    """(number, line) of a text file, from 1."""
    text = (root / path).read_text(encoding="utf-8", errors="replace")
    return list(enumerate(text.splitlines(), start=1))


def plant(folder, contents):
    """Writes {path: text} below folder."""
    for path, text in contents.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def self_test(problems, cases):
    """cases: (name, {path: text}, [words]); one problem per entry of words, in order, each holding
    its word. An empty list means that the tree is in order."""
    wrong = 0
    for name, contents, expected in cases:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            plant(root, contents)
            found = problems(root)
        good = len(found) == len(expected) and all(
            word in problem for word, problem in zip(expected, found))
        print(f"{'ok  ' if good else 'FAIL'} {name}")
        if not good:
            wrong += 1
            print(f"     expected {expected}\n     found    {found}")
    return wrong == 0


def main(problems, cases):
    if sys.argv[1:] == ["--self-test"]:
        sys.exit(0 if self_test(problems, cases) else 1)
    if sys.argv[1:]:
        sys.exit(f"usage: {sys.argv[0]} [--self-test]")
    found = problems(ROOT)
    for problem in found:
        print(problem)
    print(f"{len(found)} problem{'' if len(found) == 1 else 's'}")
    sys.exit(1 if found else 0)
