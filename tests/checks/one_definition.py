#!/usr/bin/env python3
"""A type is defined in one place. Two types of one name in one namespace are no error to the
compiler, which sees one file at a time, nor to the linker, which takes the functions of either for
both: memory is overwritten without a word. What only one file needs stands in an unnamed
namespace."""

import re

import tree

ROOMS = ("engine", "ui", "app")

UNNAMED = re.compile(r"^namespace \{")
NAMED = re.compile(r"^namespace ([\w:]+) \{")
END = re.compile(r"^\}\s*// namespace")
TYPE = re.compile(r"^(?:struct|class|union|enum class|enum)(?: alignas\([^)]*\)| \[\[.*?\]\])* "
                  r"(\w+)(?: final)?\s*(?::[^:]|\{)")


def types_in(root, path):
    """(line, qualified name) of the types of named namespaces; nested types are their owners'."""
    spaces = []
    for number, line in tree.lines(root, path):
        if UNNAMED.match(line):
            spaces.append(None)
        elif named := NAMED.match(line):
            spaces.append(named.group(1))
        elif END.match(line) and spaces:
            spaces.pop()
        elif (found := TYPE.match(line)) and None not in spaces:
            yield number, "::".join([*spaces, found.group(1)])


def problems(root):
    first, found = {}, []
    for path in tree.files(root, ".h", ".cpp"):
        if path.parts[0] not in ROOMS:
            continue
        for number, name in types_in(root, path):
            if name in first:
                found.append(f"{path}:{number}: {name} is also defined in {first[name]}")
            else:
                first[name] = f"{path}:{number}"
    return found


def source(text):
    return f"namespace cst {{\n{text}\n}}  // namespace cst\n"


UNNAMED_POOL = "namespace {\nstruct Pool {};\n}  // namespace\n"

CASES = [
    ("one definition passes, declared as often as one likes",
     {"engine/a/pool.h": source("struct Pool {\n};"), "ui/a/b.h": source("struct Pool;"),
      "ui/a/b.cpp": source("Pool::Pool() {}")}, []),
    ("two in one namespace fail",
     {"engine/a/pool.h": source("struct Pool {\n};"),
      "engine/b/pool.h": source("class Pool final : public Base {")},
     ["engine/b/pool.h:2: cst::Pool is also defined in engine/a/pool.h:2"]),
    ("two enumerations fail", {"engine/a.h": source("enum class Kind : uint8_t { A };"),
                               "app/b.cpp": source("enum class Kind { B };")},
     ["engine/a.h:2: cst::Kind"]),
    ("an alignment hides nothing",
     {"engine/a.h": source("struct alignas(16) Pool {};"),
      "engine/b.h": source("struct [[nodiscard]] Pool {};")}, ["engine/b.h:2: cst::Pool"]),
    ("two in unnamed namespaces pass",
     {"engine/a.cpp": source(UNNAMED_POOL), "engine/b.cpp": source(UNNAMED_POOL)}, []),
    ("behind an unnamed namespace it counts again",
     {"engine/a.cpp": source(UNNAMED_POOL + "struct Pond {};"),
      "engine/b.cpp": source("struct Pond {};")}, ["engine/b.cpp:2: cst::Pond"]),
    ("other namespaces are others",
     {"engine/a.h": "namespace cst::ticks {\nstruct Pool {};\n}  // namespace cst::ticks\n",
      "engine/b.h": source("struct Pool {};")}, []),
]

if __name__ == "__main__":
    tree.main(problems, CASES)
