#!/usr/bin/env python3
"""Reads every #include below engine/, ui/, app/ and tests/reference/ and fails on a step to a room
that the including room may not use, and on any Qt header below engine/. The CMake links say the
same; this check also sees what the linker does not: header-only use, and a transitive link."""

import fnmatch
import re

import tree

# A room may use itself and these. The order is that of the house: nothing points downwards.
ENGINE = {
    "base": "",
    "text": "base",
    "syntax": "base text",
    "types": "base text syntax",
    "value": "base text syntax types",
    "json": "base text syntax types value",
    "check": "base text syntax types value",
    "plan": "base text syntax types value check",
    "layout": "base text syntax types value check plan",
    "profile": "base text",
    "modules": "base text syntax types value json check plan profile",
    "run": "base text syntax types value json check plan profile modules",
    "session": "base text syntax types value json check plan layout profile modules run",
    "history": "base text syntax types value json check plan layout profile modules run session",
}
ALLOWED = {f"engine/{room}": [f"engine/{used}" for used in uses.split()]
           for room, uses in ENGINE.items()}

# The user interface: the shell holds what every panel uses, the main window stands on top.
PANELS = ["ui/editor", "ui/graph", "ui/samples", "ui/results", "ui/profiler"]
ALLOWED["ui/shell"] = []
for panel in PANELS:
    ALLOWED[panel] = ["ui/shell"]
ALLOWED["ui/window"] = ["ui/shell", *PANELS]  # the files ui/shell/main_window*
ALLOWED["app/studio"] = ["ui/window", "ui/shell", *PANELS]
ALLOWED["app/cli"] = list(ALLOWED)[:len(ENGINE)]

# The reference interpreter of the tests shares nothing more with what it is compared with.
REFERENCE = "tests/reference"
ALLOWED[REFERENCE] = [f"engine/{room}" for room in ("base", "text", "syntax", "types")]

# What ui and the studio may include of the engine: the door, and the data that comes out of it.
UI_MAY_INCLUDE = [
    "engine/base/*.h",
    "engine/text/*.h",
    "engine/session/*.h",
    "engine/history/*.h",
    "engine/syntax/token.h",
    "engine/types/*.h",
    "engine/value/*.h",
    "engine/plan/graph.h",
    "engine/layout/group_frames.h",
    "engine/layout/layout.h",
    "engine/layout/turns.h",
    "engine/profile/budget.h",
    "engine/profile/comparison.h",
    "engine/profile/explain.h",
    "engine/profile/export_*.h",
    "engine/profile/flame_tree.h",
    "engine/profile/profile.h",
    "engine/profile/profile_file.h",
    "engine/profile/record.h",
    "engine/profile/recorder.h",
    "engine/profile/studio_lane.h",
    "engine/profile/time_text.h",
    "engine/profile/trace.h",
    "engine/profile/trace_shares.h",
]

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
QT = re.compile(r"^(Qt?[A-Z]|Qsci/|qt)")


def room_of(path):
    """engine/base/id.h -> engine/base; None outside the house."""
    parts = path.split("/")
    if parts[:2] == ["ui", "shell"] and parts[-1].startswith("main_window"):
        return "ui/window"
    return "/".join(parts[:2]) if len(parts) > 2 else None


def problem_of(room, style, included):
    """Why `room` must not include this; None if it may."""
    if room.startswith("engine/") and QT.match(included):
        return "no Qt below engine/"
    if included.startswith("tests/") and room != REFERENCE:
        return "a test is not part of the product"
    inside = ("engine/", "ui/", "app/", "tests/")
    target = room_of(included) if included.startswith(inside) else None
    if target is None:
        if style == '"' and not included.endswith(".moc"):
            return "write the path from the root of the repository"
        return None
    if target == room or target in ALLOWED[room]:
        return None
    if room.startswith("ui/") or room == "app/studio":
        if any(fnmatch.fnmatch(included, pattern) for pattern in UI_MAY_INCLUDE):
            return None
    return f"{room} may not use {target}"


def problems(root):
    found = []
    for path in tree.files(root, ".h", ".cpp", ".def"):
        room = room_of(str(path))
        is_reference = room == REFERENCE and not path.name.startswith("tst_")
        if path.parts[0] not in ("engine", "ui", "app") and not is_reference:
            continue
        if room not in ALLOWED:
            found.append(f"{path}:1: stands in no room of the house")
            continue
        for number, line in tree.lines(root, path):
            match = INCLUDE.match(line)
            problem = match and problem_of(room, match[1], match[2])
            if problem:
                found.append(f"{path}:{number}: {match[2]}: {problem}")
    return found


CASES = [
    ("a tree in order passes", {
        "engine/plan/graph.h": '#include "engine/check/typed.h"\n#include <vector>\n',
        "ui/graph/canvas.cpp": '#include "engine/plan/graph.h"\n#include "ui/shell/theme.h"\n'
                               '#include <QWidget>\n#include "canvas.moc"\n',
        "ui/shell/main_window.cpp": '#include "ui/graph/canvas.h"\n',
        "app/cli/main.cpp": '#include "engine/json/encode.h"\n',
        "tests/base/tst_id.cpp": '#include "engine/run/run.h"\n#include <QtTest>\n',
    }, []),
    ("a step back in engine fails",
     {"engine/types/a.h": '#pragma once\n#include "engine/plan/graph.h"\n'},
     ["engine/types/a.h:2: engine/plan/graph.h: engine/types may not use engine/plan"]),
    ("profile does not know modules",
     {"engine/profile/a.cpp": '#include "engine/modules/registry.h"\n'}, ["may not use"]),
    ("a step back in angle brackets fails",
     {"engine/base/a.h": "  #  include <engine/text/utf8.h>\n"}, ["may not use engine/text"]),
    ("Qt below engine fails",
     {"engine/session/a.cpp": "#include <QString>\n#include <QtCore/qglobal.h>\n"
                              "#include <Qsci/qsciscintilla.h>\n#include <queue>\n"},
     ["no Qt", "no Qt", "no Qt"]),
    ("ui does not call the compiler",
     {"ui/editor/a.cpp": '#include "engine/check/check.h"\n#include "engine/plan/lower.h"\n'},
     ["may not use engine/check", "may not use engine/plan"]),
    ("a panel does not know another panel",
     {"ui/editor/a.cpp": '#include "ui/graph/canvas.h"\n'}, ["may not use ui/graph"]),
    ("the shell does not know the panels",
     {"ui/shell/theme.cpp": '#include "ui/editor/editor.h"\n'}, ["may not use ui/editor"]),
    ("engine does not know ui",
     {"engine/run/a.cpp": '#include "ui/shell/theme.h"\n'}, ["may not use ui/shell"]),
    ("the command line has no window",
     {"app/cli/main.cpp": '#include "ui/shell/theme.h"\n'}, ["may not use ui/shell"]),
    ("a path that is not from the root fails",
     {"engine/base/a.cpp": '#include "id.h"\n'}, ["from the root"]),
    ("a file outside the rooms fails",
     {"engine/extra/a.h": "", "ui/loose.cpp": ""}, ["no room", "no room"]),
    ("the reference knows syntax and types", {
        "tests/reference/a.cpp": '#include "engine/types/t.h"\n#include "tests/reference/a.h"\n',
        "tests/reference/tst_a.cpp": '#include "engine/run/run.h"\n',
    }, []),
    ("the reference knows nothing else of the engine",
     {"tests/reference/a.cpp": '#include "engine/check/check.h"\n'
                               '#include "engine/types/relations.h"\n'
                               '#include "tests/support/engine_column.h"\n'},
     ["may not use engine/check", "may not use tests/support"]),
    ("the product does not include tests",
     {"engine/base/a.cpp": '#include "tests/base/fake.h"\n'}, ["not part of the product"]),
]

if __name__ == "__main__":
    tree.main(problems, CASES)
