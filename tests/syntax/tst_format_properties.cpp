#include "engine/syntax/format.h"
#include "tests/support/format_problem.h"
#include "tests/support/random_syntax.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <ctime>

// What holds however a text is formatted: the same tree, the same tokens and comments in the same
// order, and nothing to do the second time. Seeds are fixed; CST_SOAK=1 tries twenty times as
// many programs.

namespace {

std::string fileBytes(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

QString under(const char* folder) {
    return QStringLiteral(CST_SOURCE_DIR) + QLatin1Char('/') + QLatin1String(folder);
}

int rounds(int few) {
#if defined(CST_SANITIZED)
    few /= 5;  // each takes as much longer
#endif
    return qEnvironmentVariableIsSet("CST_SOAK") ? few * 20 : few;
}

/// "" also for what does not parse: that is refused. Counts what does.
std::string problemOf(const std::string& text, int& sound) {
    const cst::SyntaxTree tree = format_problem::parsedText(text);
    if (tree.hasSyntaxError) {
        return "";
    }
    ++sound;
    return formatProblem(tree);
}

/// "" = a sound text.
std::string firstMessage(const cst::SyntaxTree& tree) {
    return tree.diagnostics.empty() ? "" : tree.diagnostics[0].message();
}

std::string repeated(std::string_view piece, std::size_t times) {
    std::string text;
    text.reserve(piece.size() * times);
    for (std::size_t i = 0; i < times; ++i) {
        text += piece;
    }
    return text;
}

double formatSeconds(const std::string& text, int times) {
    double best = 1e9;
    const cst::SyntaxTree tree = format_problem::parsedText(text);
    for (int i = 0; i < times; ++i) {
        const std::clock_t begin = std::clock();
        const std::string formatted = cst::format(tree);
        best = std::min(best, static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
    }
    return best;
}

}  // namespace

class FormatPropertiesTest : public QObject {
    Q_OBJECT

private slots:
    void everyConformanceCaseKeepsItsTree();
    void everySampleKeepsItsTree();
    void everyGoldenOfTheParserKeepsItsTree();
    void randomProgramsKeepTheirTree();
    void programsThatDifferOnlyInBlanksHaveOneForm();
    void deepNestingIsFormatted_data();
    void deepNestingIsFormatted();
    void timeGrowsWithTheText_data();
    void timeGrowsWithTheText();
};

void FormatPropertiesTest::everyConformanceCaseKeepsItsTree() {
    int sound = 0;
    const QDir folder(under("tests/cases"));
    for (const QString& name : folder.entryList({QStringLiteral("*.json")})) {
        const QJsonArray cases =
            QJsonDocument::fromJson(QByteArray::fromStdString(fileBytes(folder.filePath(name))))
                .array();
        QVERIFY2(!cases.isEmpty(), qPrintable(name));
        for (const QJsonValue& each : cases) {
            const QJsonObject row = each.toObject();
            const std::string problem =
                problemOf(row[QStringLiteral("source")].toString().toStdString(), sound);
            QVERIFY2(
                problem.empty(),
                (row[QStringLiteral("name")].toString().toStdString() + ": " + problem).c_str());
        }
    }
    QVERIFY2(sound > 200, std::to_string(sound).c_str());
}

void FormatPropertiesTest::everySampleKeepsItsTree() {
    int sound = 0;
    const QDir folder(under("resources/samples"));
    const QStringList names = folder.entryList({QStringLiteral("*.cst")});
    for (const QString& name : names) {
        const std::string problem = problemOf(fileBytes(folder.filePath(name)), sound);
        QVERIFY2(problem.empty(), problem.c_str());
    }
    QVERIFY(sound > 0);
    QCOMPARE(sound, static_cast<int>(names.size()));
}

void FormatPropertiesTest::everyGoldenOfTheParserKeepsItsTree() {
    int sound = 0;
    const QDir folder(under("tests/golden/syntax"));
    for (const QString& name : folder.entryList({QStringLiteral("*.cst")})) {
        const std::string problem = problemOf(fileBytes(folder.filePath(name)), sound);
        QVERIFY2(problem.empty(), problem.c_str());
    }
    QVERIFY(sound > 5);
}

void FormatPropertiesTest::randomProgramsKeepTheirTree() {
    RandomSyntax random(1);
    for (int i = 0; i < rounds(5000); ++i) {
        const std::string text = random.program(1 + random.below(8));
        const cst::SyntaxTree tree = format_problem::parsedText(text);
        const std::string wrong = firstMessage(tree);
        QVERIFY2(wrong.empty(), ("the generator is wrong: " + wrong + "\n" + text).c_str());
        const std::string problem = formatProblem(tree);
        QVERIFY2(problem.empty(), (problem + "\nfrom\n" + text).c_str());
    }
}

// Without comments and empty lines the form depends on the tokens alone.
void FormatPropertiesTest::programsThatDifferOnlyInBlanksHaveOneForm() {
    RandomSyntax random(2);
    for (int i = 0; i < rounds(1000); ++i) {
        const std::string formatted =
            cst::format(format_problem::parsedText(random.program(1 + random.below(4))));
        const cst::SyntaxTree tree = format_problem::parsedText(formatted);
        std::string oneBlank;
        std::string onLines;
        for (const cst::Token& token : tree.lexed.tokens) {
            const std::string text(tree.text->slice(token.range));
            const bool inText = token.kind == cst::TokenKind::StringText ||
                                token.kind == cst::TokenKind::InterpolationBegin ||
                                token.kind == cst::TokenKind::StringEnd;
            const char before = token.range.begin == 0 ? ' ' : formatted[token.range.begin - 1];
            const bool glued = inText || (before != ' ' && before != '\n');
            oneBlank += (glued ? "" : " ") + text;
            onLines += (glued ? "" : "\n") + text;
        }
        const cst::SyntaxTree one = format_problem::parsedText(oneBlank);
        const cst::SyntaxTree many = format_problem::parsedText(onLines);
        if (!one.diagnostics.empty() || !many.diagnostics.empty()) {
            continue;  // a keyword that begins a line was meant as a name
        }
        QCOMPARE(cst::format(many), cst::format(one));
    }
}

void FormatPropertiesTest::deepNestingIsFormatted_data() {
    QTest::addColumn<std::string>("opening");
    QTest::addColumn<std::string>("inside");
    QTest::addColumn<std::string>("closing");
    const auto row = [](const char* name, const char* opening, const char* inside,
                        const char* closing) {
        QTest::newRow(name) << std::string(opening) << std::string(inside) << std::string(closing);
    };
    row("parentheses", "(", "1", ")");
    row("lists", "[", "1", "]");
    row("lists of two", "[1, ", "1", "]");
    row("records", "{ x: ", "1", "}");
    row("calls", "f(", "1", ")");
    row("sums in parentheses", "(1 + ", "1", ")");
    row("else-if", "if (c) 1 else ", "1", "");
    row("conditions", "if (", "c", ") 1 else 2");
    row("branches", "branch { c -> 1, otherwise -> ", "1", "}");
    row("matches", "match x { _ -> ", "1", "}");
    row("lambdas", "(x) => ", "1", "");
    row("interpolations", "\"${", "1", "}\"");
    row("fallbacks", "f(1) with retry: 2, fallback: ", "1", "");
    row("minus signs", "-", "1", "");
    row("nots", "not ", "x", "");
    row("comments", "[ # why\n", "1", "]");
}

void FormatPropertiesTest::deepNestingIsFormatted() {
    QFETCH(std::string, opening);
    QFETCH(std::string, inside);
    QFETCH(std::string, closing);
    constexpr std::size_t kLevels = cst::SyntaxTree::kMaxDepth;
    const cst::SyntaxTree tree = format_problem::parsedText(
        "a = " + repeated(opening, kLevels) + inside + repeated(closing, kLevels) + "\nb = 1");
    QVERIFY(tree.diagnostics.empty());
    const std::string problem = formatProblem(tree);
    QVERIFY2(problem.empty(), problem.substr(0, 2000).c_str());
    // Deep lines are not indented without end.
    QVERIFY(cst::format(tree).size() < 100 * tree.text->size());
}

void FormatPropertiesTest::timeGrowsWithTheText_data() {
    QTest::addColumn<std::string>("before");
    QTest::addColumn<std::string>("piece");
    QTest::addColumn<std::string>("behind");
    const auto row = [](const char* name, std::string before, std::string piece,
                        std::string behind) {
        QTest::newRow(name) << std::move(before) << std::move(piece) << std::move(behind);
    };
    row("terms", "a = 1", " + 1", "");
    row("items", "a = [1", ", 1", "]");
    row("items with comments", "a = [1", ", 1 # one\n", "]");
    row("arguments that end in blocks", "a = f(1", ", { a: 1 }", ")");
    row("a string", "a = \"", "x\\n", "\"");
    row("lines in a string", "a = f(\"", "x\n", "\")");
    row("a comment", "#", "x", "\n");
    row("comments", "a = 1", "# x\n", "");
    row("empty lines", "a = 1", "\n", "");
    row("declarations", "", "a = b + c ", "");
    row("options", "a = f() with lazy", ", retry: 1", "");
    row("cases", "a = branch {", " c -> f(x),", " otherwise -> 1 }");
    row("nested lists", "", "a = " + repeated("[", 1000) + "1" + repeated("]", 1000) + "\n", "");
    row("nested calls with options", "",
        "a = " + repeated("f(1, ", 500) + "1" + repeated(") with retry: 1", 500) + "\n", "");
    row("nested records", "", "a = " + repeated("{ x: ", 1000) + "1" + repeated("}", 1000) + "\n",
        "");
}

void FormatPropertiesTest::timeGrowsWithTheText() {
    QFETCH(std::string, before);
    QFETCH(std::string, piece);
    QFETCH(std::string, behind);
    const std::size_t times = std::max<std::size_t>(1'000'000 / piece.size(), 100);
    const auto text = [&](std::size_t n) { return before + repeated(piece, n) + behind; };
    const double hundredth = formatSeconds(text(times / 100), 5);
    const double whole = formatSeconds(text(times), 1);
    QVERIFY2(whole < std::max(hundredth, 1e-4) * 1500,
             qPrintable(QStringLiteral("%1 s, a hundredth %2 s").arg(whole).arg(hundredth)));
}

QTEST_APPLESS_MAIN(FormatPropertiesTest)
#include "tst_format_properties.moc"
