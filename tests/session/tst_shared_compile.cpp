#include "engine/session/document_compiler.h"
#include "engine/session/engine.h"
#include "tests/session/random_edits.h"
#include "tests/support/corpus.h"
#include "tests/support/snapshot_text.h"

#include <QTest>

#include <algorithm>
#include <filesystem>
#include <sstream>

// A text that several threads compile comes to the same, byte for byte, as if one had done it. The
// thread that shares has an engine of its own, so its types have other numbers; that may not show.
// Texts are cut as often as can be here, and small ones are shared too.

using cst::CompileSharing;
using cst::DocumentCompiler;
using cst::Engine;
using cst::SourceText;
using cst::test::corpus;
using cst::test::RandomEditor;
using cst::test::RandomSource;
using cst::test::snapshotText;
using Texts = cst::DocumentCompiler::Texts;

namespace fs = std::filesystem;

namespace {

// Sanitizers take up to thirty times as long, and look for races: one size of the units will do.
#if defined(CST_SANITIZED)
constexpr bool kIsWatched = true;
#else
constexpr bool kIsWatched = false;
#endif

}  // namespace

class SharedCompileTest : public QObject {
    Q_OBJECT

private slots:
    void theCorpusCompilesTheSame_data() { shares(); }
    void theCorpusCompilesTheSame();
    void whatDependsOnTheOrderCompilesTheSame_data();
    void whatDependsOnTheOrderCompilesTheSame();
    void mergesAreCountedInTheOrderOfTheText_data();
    void mergesAreCountedInTheOrderOfTheText();
    void aLargeTextCompilesTheSame_data() { shares(); }
    void aLargeTextCompilesTheSame();
    void anEditedTextCompilesTheSame_data() { shares(); }
    void anEditedTextCompilesTheSame();
    void aCompileIsGivenUpWhereverItStands_data() { shares(); }
    void aCompileIsGivenUpWhereverItStands();
    void aLargeTextAsksOftenWhetherItIsStale_data();
    void aLargeTextAsksOftenWhetherItIsStale();
    void aSmallTextStartsNoThreads();

private:
    static void shares();
    std::string alone(const std::string& text) {
        DocumentCompiler compiler(serial_.types(), registryOf(serial_), Texts::One);
        return snapshotText(*compiler.compile(std::make_shared<const SourceText>(text), 1));
    }
    std::string shared(const std::string& text, Texts texts, unsigned hands, uint32_t unitSize) {
        return snapshotText(*compiler(texts, hands, unitSize)
                                 ->compile(std::make_shared<const SourceText>(text), 1));
    }
    std::unique_ptr<DocumentCompiler> compiler(Texts texts, unsigned hands, uint32_t unitSize) {
        const CompileSharing sharing{{&engine_.executor(), hands}, 0, unitSize};
        return std::make_unique<DocumentCompiler>(engine_.types(), registryOf(engine_), texts,
                                                  sharing);
    }
    /// The engine holds it, and outlives what is made here.
    static std::shared_ptr<const cst::Registry> registryOf(const Engine& engine) {
        return {std::shared_ptr<const void>(), &engine.registry()};
    }

    Engine serial_{1};
    Engine engine_{8};
};

namespace {

/// Inputs, types, `use` lines, and statements of all kinds: most by themselves, some in short
/// chains.
std::string largeText(int statements, bool hasMistakes) {
    std::string text =
        "use stdlib.math\nuse stdlib.collection\nuse stdlib.list as l\ntype Place = { lat: Float, "
        "lon: Float }\n"
        "in a: Int\nin b: Int\nin x: Float\nin s: String\nin p: Boolean\nin at: Place\n"
        "in maybe: Optional<Place>\nin u: Int | String\n";
    for (int i = 0; i < statements; ++i) {
        const std::string n = std::to_string(i);
        const std::string name = "_v" + n;
        switch (i % 11) {
        case 0: text += name + " = a * " + n + " + b\n"; break;
        case 1:
            text += name + " = if (a > " + n + " and p) x * 2.5 else _v" + std::to_string(i - 1) +
                    " * 1.5\n";
            break;
        case 2: text += name + " = \"${s} number " + n + "\"\nout " + name + "\n"; break;
        case 3: text += name + " = add(a, b + " + n + ")\n"; break;
        case 4: text += name + " = { lat: at.lat, n" + n + ": " + n + " }\n"; break;
        case 5:
            text += name + " = map([a, b, " + n + "], (i) => i * _v" + std::to_string(i - 2) +
                    ")\nout " + name + "\n";
            break;
        case 6:
            text += "type T" + n + " = { a: Int, t: Place }\nin i" + n + ": List<T" + n + ">\n" +
                    name + " = i" + n + "[t]\ntype N" + n + " = Int\n";
            break;
        case 7:
            text +=
                name + " = match u { is N" + std::to_string(i - 1) + " -> 1, _ -> " + n + " }\n";
            break;
        case 8: text += name + " = at + { k" + n + ": s }\n"; break;
        case 9:
            text += "# a comment\n\n" + name + " = (p or a < " + n + ")\n    and not p\n";
            break;
        default:
            text += hasMistakes && i % 5 == 0 ? name + " = s + _v" + std::to_string(i + 1) + "\n"
                                              : name + " = match maybe { _ -> " + n + " }\n";
            break;
        }
    }
    return text + "out _v0\n";
}

}  // namespace

void SharedCompileTest::shares() {
    QTest::addColumn<unsigned>("hands");
    QTest::addColumn<uint32_t>("unitSize");
    QTest::addColumn<bool>("isOne");
    for (const unsigned hands : {1U, 2U, 8U}) {
        for (const uint32_t unitSize : {6U, 1U, 64U}) {
            for (const bool isOne : {true, false}) {
                if (kIsWatched && unitSize != 6) {
                    continue;
                }
                QTest::addRow("%u hands, %u at a time, %s", hands, unitSize,
                              isOne ? "one text" : "a document")
                    << hands << unitSize << isOne;
            }
        }
    }
}

#define SHARE() \
    QFETCH(unsigned, hands); \
    QFETCH(uint32_t, unitSize); \
    QFETCH(bool, isOne); \
    const Texts texts = isOne ? Texts::One : Texts::Many

void SharedCompileTest::theCorpusCompilesTheSame() {
    SHARE();
    const std::vector<std::string> all = corpus();
    QVERIFY(all.size() > 100);
    for (const std::string& text : all) {
        QCOMPARE(shared(text, texts, hands, unitSize), alone(text));
    }
}

void SharedCompileTest::whatDependsOnTheOrderCompilesTheSame_data() {
    QTest::addColumn<QString>("text");
    const auto times = [](int count, const auto& line) {
        QString text;
        for (int i = 0; i < count; ++i) {
            text += line(QString::number(i));
        }
        return text;
    };
    const QString sums = times(40, [](const QString& i) { return "a" + i + " = x + " + i + "\n"; });
    const QString others = QString(sums).replace("a", "A");
    const QString head = "in x: Int\n";
    QTest::newRow("a `use` below what needs it")
        << head + "b = add(x, 1)\n" + sums + "use stdlib.list\nc = add(x, 1)\nout c\n";
    QTest::newRow("a `use` beside a statement") << head + sums + "use stdlib.math k = add(x, 1)\n";
    QTest::newRow("a `use` that fails, and calls of what it would bring")
        << "use stdlib.mth\nuse stdlib.math as m\nuse stdlib.list as m\n" + head + sums +
               "b = add(x, 1)\nc = mth.add(x, 1)\nd = m.add(x, 1)\n";
    QTest::newRow("many that fail, and mistakes above them")
        << head + times(80, [](const QString& i) { return "a" + i + " = addd(y, " + i + ")\n"; }) +
               times(190, [](const QString& i) { return "use stdlib.nothing" + i + "\n"; });
    QTest::newRow("more mistakes than are shown")
        << head + times(300, [](const QString& i) { return "v" + i + " = nobody" + i + "\n"; });
    QTest::newRow("a few mistakes that others look like")
        << head + sums + "b = a1x + 1\n" + others + "c = A3x\nout A4\n";
    QTest::newRow("names used before their declaration")
        << head + "b = later + 1\nc = Later\nout later\n" + sums + "later = 1\n";
    QTest::newRow("a type used before its declaration")
        << "in t: Later\n" + head + sums + "type Later = { a: Int }\ntype Later = Int\n";
    QTest::newRow("names that are subtractions")
        << head + sums + "total = 1\nb = total-1\nc = a1-a2\nd = a3-nobody\n";
    QTest::newRow("one name bound again and again")
        << head + sums + times(30, [](const QString& i) { return "x1 = x + " + i + "\n"; }) +
               "out x1\n";
    QTest::newRow("one name of many types") << head + "v = 1\n" + sums + "v = \"a\"\nb = v\n" +
                                                   others + "v = 1.5\nc = v\nout v\nout b\nout v\n";
    QTest::newRow("outputs of one name, and none of what is declared")
        << head + "out a3\n" + sums + "out a3\nout a3\nout a4\nout nobody\n";
    QTest::newRow("a method call on a name further down")
        << head + "b = a3.length()\n" + sums + "c = a3.length()\nd = nobody.length()\n";
    QTest::newRow("a string that is not closed") << head + sums + "s = \"open\n" + sums;
    QTest::newRow("strings with lines that look like declarations")
        << head + sums + "s = \"a\nb = 1\nc = 2\n\"\n" + others;
    QTest::newRow("a long string with such lines")
        << head + "s = \"a\n" + sums + sums + "\"\n" + others;
    QTest::newRow("many strings that are not closed")
        << head +
               times(12, [](const QString& i) { return "s" + i + " = \"${x\nt" + i + " = 1\n"; });
    QTest::newRow("brackets that are not closed")
        << head + times(20, [](const QString& i) { return "s" + i + " = [x,\nt" + i + " = (1\n"; });
    QTest::newRow("more syntax errors than are kept")
        << head + times(3000, [](const QString& i) { return "s" + i + " = = 1\n"; });
    QTest::newRow("what other languages have")
        << head + sums + "let k = 1\nconst j = 2;\nb = x == 1 ? 2 : 3\nc = k\nreturn c\n";
    QTest::newRow("as deep as it may be") << head + sums + "d = " + QString(1000, '(') + "x" +
                                                 QString(1000, ')') +
                                                 "\ne = " + QString("not ").repeated(4000) +
                                                 "true\nf = " + QString("[").repeated(1000) + "x" +
                                                 QString("]").repeated(1000) + "\n" + others;
    QTest::newRow("examples that are worked out") << times(
        30, [](const QString& i) { return "@example(add(" + i + ", 2))\nin i" + i + ": Int\n"; });
    QTest::newRow("nothing at all") << QString();
    QTest::newRow("a byte-order mark") << "\xEF\xBB\xBF" + head + sums;
    QTest::newRow("carriage returns") << QString(head + sums).replace("\n", "\r\n");
}

void SharedCompileTest::whatDependsOnTheOrderCompilesTheSame() {
    QFETCH(QString, text);
    const std::string bytes = text.toStdString();
    const std::string expected = alone(bytes);
    for (const unsigned hands : {1U, 2U, 8U}) {
        for (const uint32_t unitSize : {6U, 1U, 64U}) {
            if (kIsWatched && unitSize != 6) {
                continue;
            }
            QCOMPARE(shared(bytes, Texts::One, hands, unitSize), expected);
            QCOMPARE(shared(bytes, Texts::Many, hands, unitSize), expected);
        }
    }
}

void SharedCompileTest::mergesAreCountedInTheOrderOfTheText_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isOne");
    QString chain = "in r: { a: Int }\nr0 = r + { f0: 1 }\n";
    QString wide = "type W = { ";
    QString apart;
    for (int i = 1; i < 1500; ++i) {
        chain += QString("r%1 = r%2 + { f%1: 1 }\n").arg(i).arg(i - 1);
        wide += QString("f%1: Int, ").arg(i);
        apart += i < 700 ? QString("w%1 = w + { g: %1 }\n").arg(i) : QString();
    }
    QTest::newRow("each of the one before") << chain << true;
    QTest::newRow("each by itself") << wide + "l: Int }\nin w: W\n" + apart << false;
}

void SharedCompileTest::mergesAreCountedInTheOrderOfTheText() {
    QFETCH(QString, text);
    QFETCH(bool, isOne);
    if (kIsWatched) {
        QSKIP("a million fields take a sanitizer two minutes, and the others share them too");
    }
    const std::string expected = alone(text.toStdString());
    QVERIFY(expected.find("have more than 1,000,000 fields") != std::string::npos);
    QCOMPARE(shared(text.toStdString(), isOne ? Texts::One : Texts::Many, 2, 64), expected);
}

void SharedCompileTest::aLargeTextCompilesTheSame() {
    SHARE();
    for (const bool hasMistakes : {false, true}) {
        const std::string text = largeText(600, hasMistakes);
        QCOMPARE(alone(text).find("errors 0") == std::string::npos, hasMistakes);
        QCOMPARE(shared(text, texts, hands, unitSize), alone(text));
    }
}

void SharedCompileTest::anEditedTextCompilesTheSame() {
    SHARE();
    if (isOne) {
        return;  // it has but one
    }
    const std::string large = largeText(40, true);
    std::vector<std::string> lines;
    std::istringstream stream(large);
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    for (uint64_t seed = 1; seed <= 6; ++seed) {
        RandomEditor editor(seed, lines);
        RandomSource giveUp(seed);
        const auto compiler = this->compiler(texts, hands, unitSize);
        for (int edit = 0; edit < 30; ++edit) {
            editor.edit();
            // Now and then all of it is another one.
            const std::string bytes = edit % 7 == 3 ? large + editor.text() : editor.text();
            const auto text = std::make_shared<const SourceText>(bytes);
            if (giveUp.percent(30)) {
                auto left = static_cast<int>(giveUp.below(20));
                compiler->compile(text, 1, [&] { return left-- == 0; });
                if (giveUp.percent(50)) {
                    continue;
                }
            }
            QCOMPARE(snapshotText(*compiler->compile(text, 1)), alone(bytes));
        }
    }
}

void SharedCompileTest::aCompileIsGivenUpWhereverItStands() {
    SHARE();
    const std::string bytes = largeText(60, true);
    const auto text = std::make_shared<const SourceText>(bytes);
    const std::string expected = alone(bytes);
    for (int questions = 0;; ++questions) {
        const auto compiler = this->compiler(texts, hands, unitSize);
        auto left = questions;
        const auto given = compiler->compile(text, 1, [&] { return left-- == 0; });
        QVERIFY(!given || left >= 0);
        if (questions % 5 == 0 && !isOne) {
            QCOMPARE(snapshotText(*compiler->compile(text, 1)), expected);
        }
        if (given) {
            break;
        }
    }
}

void SharedCompileTest::aLargeTextAsksOftenWhetherItIsStale_data() {
    QTest::addColumn<unsigned>("hands");
    for (const unsigned hands : {1U, 2U}) {
        QTest::addRow("%u hands", hands) << hands;
    }
}

void SharedCompileTest::aLargeTextAsksOftenWhetherItIsStale() {
    QFETCH(unsigned, hands);
    const std::string bytes = largeText(3000, false);
    DocumentCompiler compiler(engine_.types(), registryOf(engine_), Texts::Many,
                              {{&engine_.executor(), hands}});
    int questions = 0;
    QVERIFY(compiler.compile(std::make_shared<const SourceText>(bytes), 1, [&] {
        ++questions;
        return false;
    }));
    // The caller does at least the last piece of each phase, as a rule half of them.
    QVERIFY2(questions >= (hands == 1 ? 3000 : 5), std::to_string(questions).c_str());
}

void SharedCompileTest::aSmallTextStartsNoThreads() {
    const auto threads = [] {
        const fs::directory_iterator all("/proc/self/task");
        return std::distance(begin(all), end(all));
    };
    Engine engine(4);
    const auto before = threads();
    engine.compile(std::make_shared<const SourceText>(largeText(60, true)), 1, false);
    engine.documentCompiler()->compile(std::make_shared<const SourceText>(largeText(60, true)), 1);
    QCOMPARE(threads(), before);
}

QTEST_GUILESS_MAIN(SharedCompileTest)
#include "tst_shared_compile.moc"
