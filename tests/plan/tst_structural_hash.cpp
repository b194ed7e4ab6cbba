#include "engine/plan/structural_hash.h"
#include "tests/support/compile.h"
#include "tests/support/random_program.h"

#include <QProcess>
#include <QTest>

#include <cstdio>
#include <string_view>

// The hash that says whether two texts are the same pipeline.

namespace {

cst::Hash128 hashOf(cst::Engine& engine, const std::string& text) {
    const cst::SnapshotPtr snapshot = compiled(engine, text);
    return structuralHash(*snapshot->plan, *engine.types(), engine.registry().signatures());
}

std::string randomText(uint64_t seed) {
    return cst::test::randomProgram({seed, 20, true}).text();
}

constexpr uint64_t kPrograms = 60;

/// One that uses nearly everything that the hash looks at.
constexpr const char* kText = R"(
in x: Int
in names: List<String>
in u: Int | String
in p: { a: Int, b: Float }
sum = x + 2
scaled = if (x > 0) sum * 3 else 0
text = "n = ${scaled}!"
picked = match u { is Int -> 1, is String -> 2 }
longOnes = filter(names, (n) => n != "a")
called = Uppercase(text) with priority: low
logged = stdlib.debug.log("here")
part = p[a]
out scaled
out text
out picked
out longOnes
out called
out part
)";

}  // namespace

class StructuralHashTest : public QObject {
    Q_OBJECT

private slots:
    void whatDoesNothingIsNotSeen_data();
    void whatDoesNothingIsNotSeen();
    void everythingElseIsSeen_data();
    void everythingElseIsSeen();
    void everyOptionOfACallIsSeen();
    void itIsTheSameWhereOtherTypesWereSeenBefore();
    void itIsTheSameInAnotherProcess();
    void anotherVersionOfAModuleIsAnotherPipeline();
};

void StructuralHashTest::whatDoesNothingIsNotSeen_data() {
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    const auto row = [](const char* name, const char* from, const char* to) {
        QTest::addRow("%s", name) << QString(from) << QString(to);
    };
    row("a comment", "in x: Int", "# counts\nin x: Int # here");
    row("a blank line", "sum = x + 2", "\n\nsum = x + 2");
    row("blanks within", "x + 2", "x  +   2");
    row("a renamed variable", "sum", "total");
    row("a renamed parameter of a lambda", "(n) => n != ", "(name) => name != ");
    row("parentheses", "x + 2", "(x + 2)");
    row("another name for a node", "out scaled", "other = scaled\nscaled = other\nout scaled");
    row("a name for a type", "in p: { a: Int, b: Float }",
        "type P = { a: Int, b: Float }\nin p: P");
    row("an example", "in x: Int", "@example(5)\nin x: Int");
    row("text in an alias of a type", "in u: Int | String", "type U = Int | String\nin u: U");
}

void StructuralHashTest::whatDoesNothingIsNotSeen() {
    QFETCH(QString, from);
    QFETCH(QString, to);
    const QString text = QString::fromUtf8(kText);
    QVERIFY(text.contains(from));
    QString edited = text;
    edited.replace(from, to);
    cst::Engine engine(1);
    QCOMPARE(compiled(engine, edited.toStdString())->errorCount, std::size_t{0});
    QCOMPARE(hashOf(engine, edited.toStdString()).hex(), hashOf(engine, kText).hex());
}

void StructuralHashTest::everythingElseIsSeen_data() {
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    const auto row = [](const char* name, const char* from, const char* to) {
        QTest::addRow("%s", name) << QString(from) << QString(to);
    };
    row("a constant", "x + 2", "x + 4");
    row("an operator", "x + 2", "x - 2");
    row("a comparison", "x > 0", "x >= 0");
    row("operands exchanged", "sum * 3", "3 * sum");
    row("an arm", "else 0", "else 1");
    row("arms exchanged", "sum * 3 else 0", "0 else sum * 3");
    row("a condition", "if (x > 0)", "if (sum > 0)");
    row("a piece of text", "n = $", "m = $");
    row("a constant of a lambda", "n != \"a\"", "n != \"b\"");
    row("an operator of a lambda", "n != \"a\"", "n == \"a\"");
    row("the order of tags", "is Int -> 1, is String -> 2", "is String -> 1, is Int -> 2");
    row("a module", "Uppercase", "Lowercase");
    row("a priority", "priority: low", "priority: high");
    row("an option where there was none", "log(\"here\")", "log(\"here\") with retry: 2");
    row("an option less", " with priority: low", "");
    row("an effect that waits", "log(\"here\")", "log(\"here\") with lazy");
    row("an effect twice", "logged =", "again = stdlib.debug.log(\"here\")\nlogged =");
    row("an input's name", "names", "words");
    row("an input's type", "in u: Int | String", "in u: Int | String | Boolean");
    row("an input that nobody uses", "in x: Int", "in y: Int\nin x: Int");
    row("the order of inputs", "in x: Int\nin names: List<String>",
        "in names: List<String>\nin x: Int");
    row("a field's type", "b: Float", "b: Int");
    row("a field's name", "b: Float", "c: Float");
    row("the order of fields", "a: Int, b: Float", "b: Float, a: Int");
    row("the field that is picked", "p[a]", "p[b]");
    row("an output less", "out text\n", "");
    row("an output's name", "out text", "other = text\nout other");
    row("the order of outputs", "out scaled\nout text", "out text\nout scaled");
    row("a node that nobody uses", "out scaled", "unused = x * 7\nout scaled");
}

void StructuralHashTest::everythingElseIsSeen() {
    QFETCH(QString, from);
    QFETCH(QString, to);
    const QString text = QString::fromUtf8(kText);
    QVERIFY(text.contains(from));
    QString edited = text;
    edited.replace(from, to);
    cst::Engine engine(1);
    if (compiled(engine, edited.toStdString())->errorCount > 0) {
        // Where a match has to name what the input may be now.
        edited.replace("is String -> 2 }", "is String -> 2, _ -> 3 }");
    }
    QCOMPARE(compiled(engine, edited.toStdString())->errorCount, std::size_t{0});
    QVERIFY(hashOf(engine, edited.toStdString()) != hashOf(engine, kText));
}

/// Beside all others, with another value.
void StructuralHashTest::everyOptionOfACallIsSeen() {
    const std::string all = " with retry: 1, delay: 1s, backoff: exponential, timeout: 1s, "
                            "cache: 1s, cache_backend: \"a\", throttle: 1/1s, concurrency: 1, "
                            "on_error: log, fallback: \"a\"";
    cst::Engine engine(1);
    const auto hashWith = [&](const std::string& options) {
        return hashOf(engine, "a = log(\"here\")" + options + "\nout a\n");
    };
    for (const std::string option :
         {"retry: 2", "delay: 2s", "backoff: linear", "timeout: 2s", "cache: 2s",
          "cache_backend: \"b\"", "throttle: 2/1s", "throttle: 1/2s", "concurrency: 2",
          "on_error: skip", "fallback: \"b\""}) {
        std::string changed = all;
        const std::size_t begin = all.find(option.substr(0, option.find(':') + 1));
        const std::size_t end = std::min(all.find(", ", begin), all.size());
        changed.replace(begin, end - begin, option);
        QVERIFY2(hashWith(changed) != hashWith(all), option.c_str());
    }
}

void StructuralHashTest::itIsTheSameWhereOtherTypesWereSeenBefore() {
    cst::Engine fresh(1);
    cst::Engine used(1);
    // The other way round: types and tags get other numbers.
    for (uint64_t seed = kPrograms; seed-- > 0;) {
        compiled(used, randomText(seed));
    }
    compiled(used, "in u: String | Int\nin p: { b: Float, a: Int }\nout u");
    QCOMPARE(hashOf(fresh, kText).hex(), hashOf(used, kText).hex());
    for (uint64_t seed = 0; seed < kPrograms; ++seed) {
        const std::string text = randomText(seed);
        QVERIFY2(hashOf(fresh, text) == hashOf(used, text), text.c_str());
    }
}

/// Main of the other process: one hash a line.
static int printHashes() {
    cst::Engine engine(1);
    for (uint64_t seed = kPrograms; seed-- > 0;) {
        std::printf("%s\n", hashOf(engine, randomText(seed)).hex().c_str());
    }
    std::printf("%s\n", hashOf(engine, kText).hex().c_str());
    return 0;
}

void StructuralHashTest::itIsTheSameInAnotherProcess() {
    QProcess other;
    other.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--print-hashes")});
    QVERIFY(other.waitForFinished(60'000));
    QCOMPARE(other.exitCode(), 0);
    const QList<QByteArray> lines = other.readAllStandardOutput().trimmed().split('\n');
    QCOMPARE(lines.size(), qsizetype{kPrograms} + 1);
    cst::Engine engine(1);
    QCOMPARE(lines.back().toStdString(), hashOf(engine, kText).hex());
    for (uint64_t seed = 0; seed < kPrograms; ++seed) {
        QCOMPARE(lines[static_cast<qsizetype>(kPrograms - 1 - seed)].toStdString(),
                 hashOf(engine, randomText(seed)).hex());
    }
}

void StructuralHashTest::anotherVersionOfAModuleIsAnotherPipeline() {
    cst::Engine engine(1);
    const cst::SnapshotPtr snapshot = compiled(engine, kText);
    const auto withVersion = [&](uint32_t major, uint32_t minor) {
        cst::SignatureTable signatures;
        for (const cst::Signature& each : engine.registry().signatures().all()) {
            cst::Signature copy = each;
            if (copy.name == "Uppercase") {
                copy.versionMajor = major;
                copy.versionMinor = minor;
            }
            signatures.add(std::move(copy));
        }
        return structuralHash(*snapshot->plan, *engine.types(), signatures);
    };
    QVERIFY(withVersion(1, 0) == hashOf(engine, kText));
    QVERIFY(withVersion(2, 0) != withVersion(1, 0));
    QVERIFY(withVersion(1, 1) != withVersion(1, 0));
}

int main(int argc, char** argv) {
    if (argc == 2 && std::string_view(argv[1]) == "--print-hashes") {
        return printHashes();
    }
    QCoreApplication application(argc, argv);
    StructuralHashTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_structural_hash.moc"
