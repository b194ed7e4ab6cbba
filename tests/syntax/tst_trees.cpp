#include "tests/syntax/syntax_fixture.h"

#include <QTest>

#include <filesystem>
#include <fstream>
#include <sstream>

// Every file of tests/golden/syntax holds a pipeline and, in comments that begin with `#> `, what
// dumpTree() and the diagnostics say about it. CST_REWRITE_GOLDENS=1 writes them anew: read the
// diff like code. A file whose name begins with `fail_` has errors, the others have none.

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kPrefix = "#> ";

fs::path goldens() {
    return fs::path(CST_SOURCE_DIR) / "tests/golden/syntax";
}

struct Golden {
    std::string input;
    std::string expected;
};

Golden readGolden(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    Golden golden;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with(kPrefix)) {
            golden.expected += line.substr(kPrefix.size()) + '\n';
        } else {
            golden.input += line + '\n';
        }
    }
    return golden;
}

std::string described(const cst::SyntaxTree& tree) {
    std::string text = cst::dumpTree(tree);
    for (const cst::Diagnostic& each : tree.diagnostics) {
        const cst::LineColumn begin = tree.text->position(each.range.begin);
        const cst::LineColumn end = tree.text->position(each.range.end);
        std::ostringstream line;
        line << each.code() << " at " << begin.line << ':' << begin.column << ".." << end.line
             << ':' << end.column << ": " << each.message();
        line << (each.hint.empty() ? "" : " | hint: " + each.hint);
        for (const std::string& suggestion : each.suggestions) {
            line << " | did you mean " << suggestion;
        }
        for (const cst::Fix& fix : each.fixes) {
            line << " | fix: " << fix.title;
        }
        text += line.str() + '\n';
    }
    return text;
}

void rewrite(const fs::path& path, const Golden& golden, const std::string& actual) {
    std::ofstream file(path, std::ios::binary);
    file << golden.input;
    std::istringstream lines(actual);
    for (std::string line; std::getline(lines, line);) {
        file << kPrefix << line << '\n';
    }
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
    std::vector<std::string> paths;
    for (const auto& entry : fs::directory_iterator(goldens())) {
        paths.push_back(entry.path().string());
    }
    std::sort(paths.begin(), paths.end());
    for (const std::string& path : paths) {
        QTest::newRow(fs::path(path).stem().c_str()) << path;
    }
}

void TreesTest::theTreeIsTheOneInTheGoldenFile() {
    QFETCH(std::string, path);
    const Golden golden = readGolden(path);
    const cst::SyntaxTree tree = parsed(golden.input);
    QCOMPARE(shapeProblem(tree), std::string());
    QCOMPARE(tree.hasSyntaxError, fs::path(path).filename().string().starts_with("fail_"));
    const std::string actual = described(tree);
    if (qEnvironmentVariableIsSet("CST_REWRITE_GOLDENS")) {
        rewrite(path, golden, actual);
    } else {
        QCOMPARE(actual, golden.expected);
    }
}

void TreesTest::everyNodeKindIsShownByAGolden() {
    std::string all;
    for (const auto& entry : fs::directory_iterator(goldens())) {
        all += '\n' + readGolden(entry.path()).expected;
    }
    for (unsigned i = 0; i <= static_cast<unsigned>(cst::SyntaxKind::ErrorExpr); ++i) {
        const std::string name(cst::syntaxKindName(static_cast<cst::SyntaxKind>(i)));
        const bool shown = all.find('\n' + name + ' ') != std::string::npos ||
                           all.find("  " + name + ' ') != std::string::npos;
        QVERIFY2(shown, name.c_str());
    }
}

void TreesTest::everySyntaxDiagnosticIsShownByAGolden() {
    std::string all;
    for (const auto& entry : fs::directory_iterator(goldens())) {
        all += readGolden(entry.path()).expected;
    }
    for (const char* code : {"E018", "E020", "E022", "E023", "E024", "E025", "E027"}) {
        QVERIFY2(all.find(std::string(code) + " at ") != std::string::npos, code);
    }
}

QTEST_APPLESS_MAIN(TreesTest)
#include "tst_trees.moc"
