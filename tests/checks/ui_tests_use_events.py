#!/usr/bin/env python3
"""Tests of the user interface act through key, mouse and wheel events, as a person does. This
check reads tests/ui and fails on ways around that: calling slots, setters and actions directly,
emitting signals, invoking methods by name, and reaching into private members.

A line that must set something up and cannot do so by events says why:
    settings->setValue("theme", "dark");  // not a gesture: settings as found on disk
"""

import re

import tree

EXCUSE = re.compile(r"//\s*not a gesture: \S")
WAYS_AROUND = [
    (re.compile(r"QMetaObject::invokeMethod|\binvokeMethod\s*\("), "invokes a method by name"),
    (re.compile(r"#\s*define\s+(private|protected)\b"), "opens private members"),
    (re.compile(r"-fno-access-control"), "opens private members"),
    (re.compile(r"(->|\.)\s*(trigger|click|animateClick|toggle|activate|hover)\s*\("),
     "triggers a control directly; press it"),
    (re.compile(r"(->|\.)\s*(setText|setPlainText|setValue|setChecked|setCurrentIndex|"
                r"setCurrentText|setCurrentRow|setCurrentItem|setCurrentWidget|insertPlainText|"
                r"setCursorPosition|setSelection|selectAll|undo|redo|cut|copy|paste|accept|reject)"
                r"\s*\("),
     "sets a control directly; type or press"),
    (re.compile(r"\b(emit|Q_EMIT)\s"), "emits a signal of the product"),
    (re.compile(r"\bQAction::trigger\b|\bQAbstractButton::click\b"), "calls a slot directly"),
    (re.compile(r"\bQTest::qSleep\b|\bsleep_for\b|\bQThread::m?sleep\b"),
     "sleeps; wait for what should happen with QTRY_*"),
]


def problems(root):
    found = []
    for path in tree.files(root, ".h", ".cpp", ".txt"):
        if path.parts[:2] != ("tests", "ui"):
            continue
        for number, line in tree.lines(root, path):
            code = line.split("//", 1)[0]
            if EXCUSE.search(line):
                continue
            found += [f"{path}:{number}: {reason}: {line.strip()}"
                      for pattern, reason in WAYS_AROUND if pattern.search(code)]
    return found


def one(line):
    return {"tests/ui/tst_x.cpp": f"void f() {{\n    {line}\n}}\n"}


CASES = [
    ("events pass", {
        "tests/ui/tst_x.cpp":
            "QTest::keyClicks(&editor, \"in a: Int\");\n"
            "QTest::mouseClick(button, Qt::LeftButton);\n"
            "QTest::keySequence(&window, QKeySequence::Undo);\n"
            "QApplication::sendEvent(&canvas, &wheelEvent);\n"
            "QCOMPARE(label->text(), \"42\");\n// button->click() is what a test must not do\n",
        "tests/base/tst_y.cpp": "button->click();\n",
        "ui/shell/a.cpp": "emit changed();\naction->trigger();\n",
    }, []),
    ("an excuse with its reason passes",
     one('settings.setValue("theme", 1);  // not a gesture: settings as found on disk'), []),
    ("an excuse without a reason fails", one("edit->setText(t);  // not a gesture:"), ["sets"]),
    ("trigger fails", one("action->trigger();"), ["tst_x.cpp:2: triggers"]),
    ("click fails", one("ui.button.click();"), ["triggers"]),
    ("setText fails", one('edit->setText("x");'), ["sets a control"]),
    ("setValue fails", one("spin->setValue(3);"), ["sets a control"]),
    ("emit fails", one("emit editor.textChanged();"), ["emits"]),
    ("invokeMethod fails", one('QMetaObject::invokeMethod(&w, "save");'), ["invokes"]),
    ("opening private members fails", {"tests/ui/tst_x.cpp": "#define private public\n"},
     ["opens private"]),
    ("a compiler flag that opens them fails",
     {"tests/ui/CMakeLists.txt": "target_compile_options(x PRIVATE -fno-access-control)\n"},
     ["opens private"]),
    ("sleeping fails", one("QTest::qSleep(500);"), ["sleeps"]),
]

if __name__ == "__main__":
    tree.main(problems, CASES)
