#!/usr/bin/env python3
"""Names of unnamed namespaces differ within a room: `packaging/dev test` compiles the sources of a
room together (CST_UNITY), where two of one name are an error that no other build shows. Functions
may share a name where their parameters differ; so may aliases of one and the same type."""

import re

import tree

ROOMS = ("engine", "ui", "app")

OPEN = re.compile(r"^namespace \{")
NAMED = re.compile(r"^namespace [\w:]+ \{")
END = re.compile(r"^\}\s*// namespace")
TYPE = re.compile(r"^(?:struct|class|union|enum class|enum)(?: alignas\([^)]*\))? (\w+)[^;(]*\{")
ALIAS = re.compile(r"^using (\w+) = (.+);")
CONSTANT = re.compile(r"^(?:constexpr|const|constinit|thread_local) [\w:<>,*& ]*?[ *&](\w+)\s*(?:\[[^]]*\])*"
                      r"\s*[={(]")
FUNCTION = re.compile(r"^(?:\[\[.*?\]\] )?(?!using|namespace|return|else)[\w:][\w:<>,*& ]*[ *&](\w+)"
                      r"\((.*)\)?")


def parameters(text):
    """`const QString& words, int n = 1` → `const QString& int`: names and defaults are no part."""
    kinds = []
    for one in text.split(")")[0].split(","):
        kind = one.split("=")[0].strip()
        kinds.append(re.sub(r"(?<=[\w>&*]) ?\b\w+$", "", kind) if " " in kind else kind)
    return " ".join(kinds)


def names_in(root, path):
    """(line, name, what makes it another one) of what stands in unnamed namespaces."""
    spaces = []
    for number, line in tree.lines(root, path):
        if OPEN.match(line):
            spaces.append(True)
        elif NAMED.match(line):
            spaces.append(False)
        elif END.match(line) and spaces:
            spaces.pop()
        elif True not in spaces:
            continue
        elif found := ALIAS.match(line):
            yield number, found.group(1), "= " + found.group(2)
        elif found := TYPE.match(line) or CONSTANT.match(line):
            yield number, found.group(1), ""
        elif found := FUNCTION.match(line):
            yield number, found.group(1), "(" + parameters(found.group(2))


def target_of(path):
    """What is compiled together: a folder; the main window's files are a target of their own."""
    return f"{path.parent}{'/window' if path.name.startswith('main_window') else ''}"


def collides(one, other):
    """Aliases collide if they differ, functions if they are alike, all else always."""
    if one.startswith("=") and other.startswith("="):
        return one != other
    if one.startswith("(") and other.startswith("("):
        return one == other
    return True


def problems(root):
    first, found = {}, []
    for path in tree.files(root, ".cpp"):
        if path.parts[0] not in ROOMS:
            continue
        for number, name, kind in names_in(root, path):
            known = first.setdefault((target_of(path), name), [])
            for where, other in known:
                if where.split(":")[0] != str(path) and collides(kind, other):
                    found.append(f"{path}:{number}: {name} is in the unnamed namespace of {where} too")
                    break
            known.append((f"{path}:{number}", kind))
    return found


def source(text):
    return f"namespace cst {{\nnamespace {{\n{text}\n}}  // namespace\n}}  // namespace cst\n"


CASES = [
    ("other names pass", {"engine/a/x.cpp": source("constexpr int kRow = 1;"),
                          "engine/a/y.cpp": source("constexpr int kGap = 1;")}, []),
    ("one constant twice fails", {"engine/a/x.cpp": source("constexpr int kRow = 1;"),
                                  "engine/a/y.cpp": source("constexpr double kRow{2};")},
     ["engine/a/y.cpp:3: kRow is in the unnamed namespace of engine/a/x.cpp:3 too"]),
    ("another room is another", {"engine/a/x.cpp": source("constexpr int kRow = 1;"),
                                 "engine/b/y.cpp": source("constexpr int kRow = 1;")}, []),
    ("the window is apart from the shell",
     {"ui/shell/x.cpp": source("constexpr int kRow = 1;"),
      "ui/shell/main_window_y.cpp": source("constexpr int kRow = 1;")}, []),
    ("two types fail", {"engine/a/x.cpp": source("struct Row {"),
                        "engine/a/y.cpp": source("enum class Row : uint8_t { A };")},
     ["engine/a/y.cpp:3: Row"]),
    ("functions of the same parameters fail",
     {"engine/a/x.cpp": source("std::string nameOf(const Row& row, int n = 1) {"),
      "engine/a/y.cpp": source("bool nameOf(const Row& other, int number) {")},
     ["engine/a/y.cpp:3: nameOf"]),
    ("functions of other parameters pass",
     {"engine/a/x.cpp": source("std::string nameOf(const Row& row) {"),
      "engine/a/y.cpp": source("std::string nameOf(const Run& run) {")}, []),
    ("aliases of one type pass, of two fail",
     {"engine/a/x.cpp": source("using Json = nlohmann::json;"),
      "engine/a/y.cpp": source("using Json = nlohmann::json;"),
      "engine/a/z.cpp": source("using Json = Text;")}, ["engine/a/z.cpp:3: Json"]),
    ("outside of them nothing counts",
     {"engine/a/x.cpp": "namespace cst {\nint rows(int n) {\n}\n}  // namespace cst\n",
      "engine/a/y.cpp": source("int rows(int n) {")}, []),
]

if __name__ == "__main__":
    tree.main(problems, CASES)
