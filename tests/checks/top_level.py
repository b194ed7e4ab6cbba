#!/usr/bin/env python3
"""The top level of the repository holds exactly what the house has, and every source file is
named in a CMakeLists.txt: a file that nobody builds is not there by accident."""

import re

import tree

TOP = {"CMakeLists.txt", "CMakePresets.json", "README.md", "LICENSE",
       "app", "engine", "ui", "resources", "tests", "packaging"}


def names_in(root, path):
    """The words of a CMakeLists.txt without its comments."""
    text = "\n".join(line.split("#", 1)[0] for _, line in tree.lines(root, path))
    return set(re.findall(r'[^\s()"]+', text))


def is_listed(path, lists):
    """A CMakeLists.txt in the file's folder or above names it, relative to itself. Of a test
    (and a fuzzer) the name without .cpp is enough: cst_test(NAME tst_x ...)."""
    for folder in path.parents:
        words = lists.get(folder)
        if words is None:
            continue
        relative = path.relative_to(folder)
        if str(relative) in words:
            return True
        if path.parts[0] == "tests" and str(relative.with_suffix("")) in words:
            return True
    return False


def problems(root):
    paths = tree.files(root)
    found = []
    top = {path.parts[0] for path in paths if not path.parts[0].startswith(".")}
    found += [f"{name}: does not belong on the top level" for name in sorted(top - TOP)]
    found += [f"{name}: is missing on the top level" for name in sorted(TOP - top)]

    lists = {path.parent: names_in(root, path) for path in paths if path.name == "CMakeLists.txt"}
    found += [f"{path}:1: no CMakeLists.txt names it" for path in paths
              if path.suffix == ".cpp" and not is_listed(path, lists)]
    return found


def house(**extra):
    contents = {f"{name}/a.md": "" for name in TOP if "." not in name and name != "LICENSE"}
    contents |= {"CMakeLists.txt": "", "CMakePresets.json": "", "README.md": "", "LICENSE": "",
                 ".ci/run": "", ".gitignore": ""}
    return contents | extra.get("files", {})


def without(name):
    contents = house()
    del contents[name]
    return contents


CASES = [
    ("a house in order passes", house(files={
        "engine/base/CMakeLists.txt": "cst_room(NAME base\n SOURCES\n  id.cpp\n)",
        "engine/base/id.cpp": "",
        "tests/base/CMakeLists.txt": "cst_test(NAME tst_id LIBS cst_base)",
        "tests/base/tst_id.cpp": "",
    }), []),
    ("a stray file fails", house(files={"notes.txt": ""}), ["notes.txt: does not belong"]),
    ("a stray folder fails", house(files={"src/a.md": ""}), ["src: does not belong"]),
    ("a missing part fails", without("README.md"), ["README.md: is missing"]),
    ("a source that nobody builds fails",
     house(files={"engine/base/CMakeLists.txt": "cst_room(NAME base SOURCES # id.cpp\n)",
                  "engine/base/id.cpp": ""}),
     ["engine/base/id.cpp:1: no CMakeLists.txt names it"]),
    ("a name in the list of another room does not count",
     house(files={"engine/text/CMakeLists.txt": "cst_room(NAME text SOURCES id.cpp)",
                  "engine/base/id.cpp": ""}),
     ["engine/base/id.cpp"]),
]

if __name__ == "__main__":
    tree.main(problems, CASES)
