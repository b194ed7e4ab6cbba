#include "engine/session/document_compiler.h"
#include "engine/session/engine.h"
#include "tests/session/random_edits.h"
#include "tests/support/random_program.h"
#include "tests/support/snapshot_text.h"

#include <QTest>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

// A text that is compiled from what it has in common with the one before comes to the same as if it
// had been compiled alone, also if some compile on the way was given up; and no more of it is done
// again than must be. CST_SOAK=1 makes a million edits.

using cst::DocumentCompiler;
using cst::Engine;
using cst::SourceText;
using cst::test::RandomEditor;
using cst::test::RandomSource;
using cst::test::snapshotText;

namespace fs = std::filesystem;

class EditsTest : public QObject {
    Q_OBJECT

private slots:
    void anEditedTextCompilesAsIfItWereNew();
    void anEditIsDoneAgainNoFurtherThanItReaches_data();
    void anEditIsDoneAgainNoFurtherThanItReaches();
    void aBrokenLineElsewhereIsNoReasonToReadTheRest_data();
    void aBrokenLineElsewhereIsNoReasonToReadTheRest();
    void aCommentIsNoEdit();
    void aNameAndWhatItStandsForAreOneUse();
    void aLongDayOfEditsHoldsNoMoreThanTheText();

private:
    Engine engine_{1};
};

namespace {

/// Lines of random programs, and all kinds of mistakes: the pipelines of the diagnostics' goldens.
std::vector<std::string> linesToPaste(uint64_t seed) {
    std::vector<std::string> lines = cst::test::randomProgram({seed, 12, true}).declarations;
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(CST_GOLDEN_DIR "/check")) {
        files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::ifstream file(files[seed % files.size()]);
    for (std::string line; std::getline(file, line);) {
        lines.push_back(line);
    }
    const char* const more[] = {"x1 = 1",
                                "x1 = x1 + 2",
                                "out x1",
                                "out x1",
                                "in x1: Int",
                                "in z: { a: Int, b: String }",
                                "@example(3)",
                                "@example(listContains([1], nobody))",
                                "in y: Int, w: Int",
                                "type T = { a: Int }",
                                "type U = T + { b: Float }",
                                "use stdlib.math",
                                "use stdlib.mth",
                                "use stdlib.math as m",
                                "x2 = m.add(x1, 1)",
                                "x3 = \"a${x1}b\"",
                                "x4 = \"open",
                                "x5 = match z { { a } -> a }",
                                "x6 = map([1, 2], (i) => i + x1)",
                                "let x7 = 4",
                                "  x8 = [1,",
                                "  2]  x9 = 3",
                                "foo(x1)",
                                "# a comment",
                                ""};
    lines.insert(lines.end(), std::begin(more), std::end(more));
    return lines;
}

}  // namespace

void EditsTest::anEditedTextCompilesAsIfItWereNew() {
    const bool isLong = qEnvironmentVariableIntValue("CST_SOAK") > 0;
    const int documents = isLong ? 10'000 : 100;
    for (int document = 1; document <= documents; ++document) {
        const auto seed = static_cast<uint64_t>(document);
        RandomEditor editor(seed, linesToPaste(seed));
        const std::unique_ptr<DocumentCompiler> compiler = engine_.documentCompiler();
        RandomSource giveUp(seed);
        std::string before;
        for (int edit = 0; edit < 100; ++edit) {
            const std::string kind = edit == 0 ? "open" : editor.edit();
            const auto text = std::make_shared<const SourceText>(editor.text());
            if (giveUp.percent(10)) {
                auto left = static_cast<int>(giveUp.below(6));
                const auto given = compiler->compile(text, 1, [&] { return left-- == 0; });
                QVERIFY(!given ||
                        snapshotText(*given) == snapshotText(*compiler->compile(text, 1)));
                if (giveUp.percent(50)) {
                    continue;  // the next text finds it half done
                }
            }
            const std::string now = snapshotText(*compiler->compile(text, 1));
            const std::string expected = snapshotText(*engine_.compile(text, 1, false));
            if (now != expected) {
                qWarning(
                    "document %d, edit %d (%s)\n--- before\n%s\n--- after\n%s\n--- expected\n%s"
                    "\n--- found\n%s",
                    document, edit, kind.c_str(), before.c_str(), editor.text().c_str(),
                    expected.c_str(), now.c_str());
            }
            QVERIFY(now == expected);
            before = editor.text();
        }
    }
}

void EditsTest::anEditIsDoneAgainNoFurtherThanItReaches_data() {
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<uint>("checked");
    // In a text of 22 declarations: in x, v0 … v19, out v19.
    QTest::newRow("a number") << "v5 = v4 + 1"
                              << "v5 = v4 + 2" << 1U;
    QTest::newRow("blanks inside") << "v5 = v4 + 1"
                                   << "v5 =  v4 + 1" << 1U;
    QTest::newRow("a new statement") << "v5 = v4 + 1\n"
                                     << "v5 = v4 + 1\nextra = 3\n"
                                     << 1U;
    QTest::newRow("a statement that nobody uses is gone") << "w = 1\n"
                                                          << "" << 0U;
    QTest::newRow("a name that nobody uses") << "w = 1"
                                             << "ww = 1" << 1U;
    QTest::newRow("a type that changes, and all that it reaches")
        << "v17 = v16 + 1"
        << "v17 = v16 + 1.5" << 6U;  // v17 v18 v19 u t, out
    QTest::newRow("a type that changes, and an end of it") << "u = v18"
                                                           << "u = toString(v18)" << 2U;  // u, t
    QTest::newRow("a use of another one") << "v19 = v18 + 1"
                                          << "v19 = v17 + 1" << 1U;
    QTest::newRow("two that change their places") << "u = v18\nt = [u]\n"
                                                  << "t = [u]\nu = v18\n"
                                                  << 2U;
}

namespace {

QString chain() {
    QString text = "in x: Int\nw = 1\nv0 = x\n";
    for (int i = 1; i < 20; ++i) {
        text += QString("v%1 = v%2 + 1\n").arg(i).arg(i - 1);
    }
    return text + "u = v18\nt = [u]\nout v19\n";
}

std::shared_ptr<cst::Snapshot> compiled(DocumentCompiler& compiler, const QString& text) {
    return compiler.compile(std::make_shared<const SourceText>(text.toStdString()), 1);
}

}  // namespace

void EditsTest::anEditIsDoneAgainNoFurtherThanItReaches() {
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(uint, checked);
    const std::unique_ptr<DocumentCompiler> compiler = engine_.documentCompiler();
    const QString before = chain();
    QCOMPARE(before.count(from), 1);
    QCOMPARE(compiled(*compiler, before)->counts.checked, 25U);
    QString after = before;
    const auto snapshot = compiled(*compiler, after.replace(from, to));
    QCOMPARE(snapshot->counts.checked, checked);
    QVERIFY(snapshot->counts.parsed <= 5);
}

void EditsTest::aBrokenLineElsewhereIsNoReasonToReadTheRest_data() {
    QTest::addColumn<QString>("above");  // the chain
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<uint>("parsed");
    QTest::addColumn<uint>("checked");
    // All of it is chain(), of 25 declarations.
    const QString nameless = "out 3 + 4\n";
    QTest::newRow("a line without a name") << nameless << "v5 = v4 + 1"
                                           << "v5 = v4 + 2" << 2U << 1U;
    QTest::newRow("that line itself") << nameless << "out 3 + 4"
                                      << "out 3 + 45" << 1U << 1U;
    QTest::newRow("the name that its fix gives is taken") << nameless << "w = 1"
                                                          << "result = 1" << 26U << 3U;
    QTest::newRow("it was taken already") << nameless + "result = 3\n"
                                          << "w = 1"
                                          << "w = 2" << 2U << 1U;
    // What stands between them and the edit is read again: one of them might end there.
    const QString open = "s0 = \"open\ns1 = \"open\ns2 = \"open\ns3 = \"open\n";
    QTest::newRow("as many open strings as are read on") << open << "v5 = v4 + 1"
                                                         << "v5 = v4 + 2" << 10U << 10U;
    QTest::newRow("one more of them") << open << "v5 = v4 + 1"
                                      << "v5 = \"more" << 10U << 27U;
    QTest::newRow("one less: the next one is read on") << open << "s2 = \"open"
                                                       << "s2 = 1" << 29U << 4U;
}

void EditsTest::aBrokenLineElsewhereIsNoReasonToReadTheRest() {
    QFETCH(QString, above);
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(uint, parsed);
    QFETCH(uint, checked);
    const std::unique_ptr<DocumentCompiler> compiler = engine_.documentCompiler();
    const QString before = above + chain();
    compiled(*compiler, before);
    QString after = before;
    const auto snapshot = compiled(*compiler, after.replace(from, to));
    const auto alone = compiled(*engine_.documentCompiler(), after);
    QCOMPARE(snapshotText(*snapshot), snapshotText(*alone));
    QCOMPARE(snapshot->counts.parsed, parsed);
    QCOMPARE(snapshot->counts.checked, checked);
}

void EditsTest::aCommentIsNoEdit() {
    const std::unique_ptr<DocumentCompiler> compiler = engine_.documentCompiler();
    const QString before = chain() + "wrong = 1 + \"a\"\n";
    compiled(*compiler, before);
    QString after = before;
    after.replace("v9 = v8 + 1\n", "v9 = v8 + 1  # why\n\n# more\n\n");
    const auto snapshot = compiled(*compiler, after);
    QCOMPARE(snapshot->counts.checked, 1U);  // the one with an error, for its suggestions
    QCOMPARE(snapshot->errorCount, std::size_t{1});
    QCOMPARE(snapshot->text->line(snapshot->diagnostics.back().range.begin), 29U);
}

void EditsTest::aNameAndWhatItStandsForAreOneUse() {
    const auto text =
        std::make_shared<const SourceText>("in x: Int\na = x\nb = nobody + x + a + b\nout b\n");
    const std::string now = snapshotText(*engine_.documentCompiler()->compile(text, 1));
    QCOMPARE(now, snapshotText(*engine_.compile(text, 1, false)));
}

void EditsTest::aLongDayOfEditsHoldsNoMoreThanTheText() {
    const std::unique_ptr<DocumentCompiler> compiler = engine_.documentCompiler();
    // A string that is not closed: whatever is edited below, all of it is read again.
    const int statements = 200;
    std::vector<QString> lines{"in x: Int\n", "s = \"open\n"};
    for (int i = 0; i < statements; ++i) {
        lines.push_back(QString("v%1 = x + %1\n").arg(i));
    }
    std::size_t most = 0;
    for (int edit = 0; edit < 3000; ++edit) {
        const int i = edit * 7 % statements;
        lines[static_cast<std::size_t>(i + 2)] = QString("v%1 = x + %2\n").arg(i).arg(edit);
        QString text;
        for (const QString& line : lines) {
            text += line;
        }
        const auto snapshot = compiled(*compiler, text);
        std::set<const cst::SyntaxTree*> trees;
        for (const auto& chunk : snapshot->compiled->chunks) {
            for (const cst::CompiledBlock& block : *chunk) {
                trees.insert({block.tree.get(), block.trivia.get(), block.meaning->tree.get()});
            }
        }
        std::size_t blocks = 0;
        for (const cst::SyntaxTree* tree : trees) {
            blocks += tree->blocks.size();
        }
        most = std::max(most, blocks);
    }
    QVERIFY2(most < 20U * statements, std::to_string(most).c_str());
}

QTEST_GUILESS_MAIN(EditsTest)
#include "tst_edits.moc"
