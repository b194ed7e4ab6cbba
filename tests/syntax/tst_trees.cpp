#include "tests/support/golden.h"
#include "tests/syntax/syntax_fixture.h"

#include <QTest>

// Every file of tests/golden/syntax holds a pipeline and what dumpTree() and the diagnostics say
// about it. A file whose name begins with `fail_` has errors, the others have none.

namespace fs = std::filesystem;

namespace {

std::string describedTree(const cst::SyntaxTree& tree) {
    std::string text = cst::dumpTree(tree);
    for (const cst::Diagnostic& each : tree.diagnostics) {
        text += described(each, *tree.text) + '\n';
    }
    return text;
}

}  // namespace

class TreesTest : public QObject {
    Q_OBJECT

private slots:
    void theTreeIsTheOneInTheGoldenFile_data();
    void theTreeIsTheOneInTheGoldenFile();
    void everyNodeKindIsShownByAGolden();
    void everySyntaxDiagnosticIsShownByAGolden();
};

void TreesTest::theTreeIsTheOneInTheGoldenFile_data() {
    QTest::addColumn<std::string>("path");
    for (const fs::path& path : goldensIn("syntax")) {
        QTest::newRow(path.stem().c_str()) << path.string();
    }
}

void TreesTest::theTreeIsTheOneInTheGoldenFile() {
    QFETCH(std::string, path);
    const cst::SyntaxTree tree = parsed(readGolden(path).input);
    QCOMPARE(shapeProblem(tree), std::string());
    QCOMPARE(tree.hasSyntaxError, fs::path(path).filename().string().starts_with("fail_"));
    QCOMPARE(goldenProblem(path, describedTree(tree)), std::string());
}

void TreesTest::everyNodeKindIsShownByAGolden() {
    const std::string all = allExpected("syntax");
    for (unsigned i = 0; i <= static_cast<unsigned>(cst::SyntaxKind::ErrorExpr); ++i) {
        const std::string name(cst::syntaxKindName(static_cast<cst::SyntaxKind>(i)));
        const bool shown = all.find('\n' + name + ' ') != std::string::npos ||
                           all.find("  " + name + ' ') != std::string::npos;
        QVERIFY2(shown, name.c_str());
    }
}

void TreesTest::everySyntaxDiagnosticIsShownByAGolden() {
    const std::string all = allExpected("syntax");
    for (const char* code : {"E018", "E020", "E022", "E023", "E024", "E025", "E027"}) {
        QVERIFY2(all.find(std::string(code) + " at ") != std::string::npos, code);
    }
}

QTEST_APPLESS_MAIN(TreesTest)
#include "tst_trees.moc"
