#include "tests/support/compile.h"

#include <QTest>

#include <map>

// Which names have a value where, and of which type.

class ScopedNamesTest : public QObject {
    Q_OBJECT

private slots:
    void aNameIsInScopeWhereItMayBeUsed_data();
    void aNameIsInScopeWhereItMayBeUsed();
    void aSnapshotHoldsItsFunctionsWithoutTheEngine();

private:
    cst::Engine engine_;
};

void ScopedNamesTest::aNameIsInScopeWhereItMayBeUsed_data() {
    QTest::addColumn<QByteArray>("marked");
    QTest::addColumn<QStringList>("names");  // at `$`, with their types, by alphabet
    const auto row = [](const char* name, const char* marked, const QStringList& names) {
        QTest::newRow(name) << QByteArray(marked) << names;
    };
    row("inputs and statements above", "in a: Int\nb = a\nc = $b\nout c", {"a: Int", "b: Int"});
    row("not what is below", "in a: Int\nb = $a\nc = b\nout c", {"a: Int"});
    row("right behind a declaration", "in a: Int$\nout a", {"a: Int"});
    row("not what is being written", "in a: Int\nb = $\nout a", {"a: Int"});
    row("what comes behind a broken line", "b = = 1\nc = $b", {"b: "});
    row("a parameter in its lambda", "in a: List<Int>\nb = map(a, (x) => $x)\nout b",
        {"a: List<Int>", "x: Int"});
    row("not behind its lambda", "in a: List<Int>\nb = map(a, (x) => x)\nc = $b\nout c",
        {"a: List<Int>", "b: List<Int>"});
    row("a parameter in a lambda in its lambda",
        "in a: List<Int>\nb = map(a, (x) => list-sum(map(a, (y) => x + $y)))\nout b",
        {"a: List<Int>", "x: Int", "y: Int"});
    row("what hides another", "in x: String\nin a: List<Int>\nb = map(a, (x) => $x)\nout b",
        {"a: List<Int>", "x: Int"});
    row("what was bound again", "x = 1\nx = \"text\"\nb = $x\nout b", {"x: String"});
    row("what a match makes of a name",
        "in a: Int | String\nb = match a { is Int -> $a, is String -> 1 }\nout b", {"a: Int"});
    row("and behind the match",
        "in a: Int | String\nb = match a { is Int -> a, is String -> 1 }\nc = $b\nout c",
        {"a: Int | String", "b: Int"});
    row("a field that a match takes out",
        "in a: { n: Int } | String\nb = match a { { n } -> $n, is String -> 1 }\nout b",
        {"a: { n: Int }", "n: Int"});
}

void ScopedNamesTest::aNameIsInScopeWhereItMayBeUsed() {
    QFETCH(QByteArray, marked);
    QFETCH(QStringList, names);
    std::string text = marked.toStdString();
    const std::size_t cursor = text.find('$');
    text.erase(cursor, 1);
    const auto snapshot = compiled(engine_, text);
    std::map<QString, QString> found;
    for (const cst::ScopedName& name : *snapshot->names) {
        if (name.scope.begin <= cursor && cursor <= name.scope.end) {
            const bool isKnown = snapshot->types->kind(name.type) != cst::TypeKind::Error;
            found[QString::fromUtf8(name.name.data(), static_cast<qsizetype>(name.name.size()))] =
                isKnown ? QString::fromStdString(snapshot->types->text(name.type)) : QString();
        }
    }
    QStringList described;
    for (const auto& [name, type] : found) {
        described.append(name + ": " + type);
    }
    QCOMPARE(described, names);
}

void ScopedNamesTest::aSnapshotHoldsItsFunctionsWithoutTheEngine() {
    cst::SnapshotPtr snapshot;
    {
        cst::Engine engine(1);
        snapshot = compiled(engine, "x = 1\nout x");
    }
    QVERIFY(snapshot->functions->byQualifiedName("stdlib.math.add").hasValue());
    QCOMPARE(snapshot->functions->complete("modulo", 1).size(), std::size_t{1});
}

QTEST_APPLESS_MAIN(ScopedNamesTest)
#include "tst_scoped_names.moc"
