#include "tests/syntax/syntax_fixture.h"

#include <QTest>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

// What holds for every text, tried on many: damaged pipelines and noise. Seeds are fixed, so a
// failure comes again; CST_SOAK=1 runs a hundred times as many.

namespace fs = std::filesystem;
using Random = std::mt19937_64;

namespace {

/// The sound inputs of the golden files.
const std::vector<std::string>& pipelines() {
    static const std::vector<std::string> kAll = [] {
        std::vector<std::string> all;
        const fs::path folder = fs::path(CST_SOURCE_DIR) / "tests/golden/syntax";
        for (const auto& entry : fs::directory_iterator(folder)) {
            std::ifstream file(entry.path(), std::ios::binary);
            std::string text;
            for (std::string line; std::getline(file, line);) {
                text += line.starts_with("#> ") ? "" : line + '\n';
            }
            if (!entry.path().filename().string().starts_with("fail_")) {
                all.push_back(text);
            }
        }
        std::sort(all.begin(), all.end());
        return all;
    }();
    return kAll;
}

int rounds(int few) {
    return qEnvironmentVariableIsSet("CST_SOAK") ? few * 100 : few;
}

std::size_t below(Random& random, std::size_t limit) {
    return limit == 0 ? 0 : random() % limit;
}

std::string_view anyPiece(Random& random) {
    static constexpr std::string_view kPieces[] = {
        "a",    "=",
        "(",    ")",
        "[",    "]",
        "{",    "}",
        ",",    ":",
        ".",    "->",
        "=>",   "in",
        "out",  "type",
        "use",  "if",
        "else", "match",
        "with", "retry",
        "\"",   "${",
        "@",    "1",
        "5s",   "\n",
        "+",    "-",
        "??",   "when",
        "not",  "<",
        "is",   "_",
        "lazy", "otherwise",
        "#",    "\\",
        "|",    "$",
        "\0",   " ",
        "\xC3", "cache_backend:",
        "x:",   "@source(",
        "007",  "é",
        "as",
    };
    return kPieces[below(random, std::size(kPieces))];
}

/// One edit as a person, or a bad disk, makes it.
void damage(std::string& text, Random& random) {
    const std::size_t at = below(random, text.size() + 1);
    const std::size_t length = below(random, std::min<std::size_t>(text.size() - at, 12) + 1);
    switch (below(random, 5)) {
    case 0: text.erase(at, length); break;
    case 1: text.insert(at, anyPiece(random)); break;
    case 2: text.replace(at, length, anyPiece(random)); break;
    case 3: text.insert(below(random, text.size() + 1), text.substr(at, length)); break;
    default:
        if (at < text.size()) {
            text[at] = static_cast<char>(random());
        }
        break;
    }
}

/// Everything that holds for any text; "" = it does.
std::string problemOf(const std::string& text) {
    const cst::SyntaxTree tree = parsed(text);
    const std::string shape = shapeProblem(tree);
    if (!shape.empty()) {
        return shape;
    }
    for (const cst::Diagnostic& each : tree.diagnostics) {
        if (each.range.end < each.range.begin || each.range.end > text.size()) {
            return "a diagnostic out of range";
        }
        if (each.message().empty()) {
            return "a diagnostic without words";
        }
    }
    if (cst::dumpTree(parsed(text)) != cst::dumpTree(tree)) {
        return "two parses differ";
    }
    return "";
}

/// Declarations at line starts, found without the parser: `name =`, `in name`, `type name`.
std::vector<std::string> visibleDeclarations(const std::string& text) {
    std::vector<std::string> names;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string first;
        std::string second;
        words >> first >> second;
        if (second == "=") {
            names.push_back(first);
        } else if (first == "in" || first == "type") {
            names.push_back(second.substr(0, second.find(':')));
        }
    }
    return names;
}

/// `d0` … with one sound declaration a line.
std::vector<std::string> soundLines(Random& random) {
    static constexpr std::string_view kBodies[] = {
        " = f(x, [1, 2.5]) with retry: 3, timeout: 5s",
        " = if (a < b) \"yes ${c}\" else \"no\"",
        " = match r { { x } -> x, is Int -> 0, _ -> -1 }",
        " = branch { p -> 1, q -> 2, otherwise -> 3 }",
        " = map(xs, (x: Int) => x * 2)[a, b].c",
        " = { a: 1, in: [true] } + r{x} ?? s when t",
    };
    std::vector<std::string> lines;
    for (int i = 0; i < 12; ++i) {
        lines.push_back("d" + std::to_string(i) +
                        std::string(kBodies[below(random, std::size(kBodies))]));
    }
    return lines;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) {
        text += line + '\n';
    }
    return text;
}

/// The dump of one declaration without its offsets.
std::string dumpOf(const cst::SyntaxTree& tree, const std::string& name) {
    for (const cst::SyntaxId id : tree.declarations) {
        if (tree.name(id) == name) {
            return tree[id].hasError ? "error" : std::string(tree.source(id));
        }
    }
    return "missing";
}

}  // namespace

class MutationsTest : public QObject {
    Q_OBJECT

private slots:
    void damagedPipelinesGiveAWholeTree();
    void noiseGivesAWholeTree();
    void wordsInAnyOrderGiveAWholeTree();
    void everyPrefixGivesAWholeTree();
    void everyDeclarationAtALineStartIsInTheTree();
    void oneBrokenDeclarationLeavesTheOthersIntact();
    void oneOpenQuoteLeavesTheOthersIntact();
};

void MutationsTest::damagedPipelinesGiveAWholeTree() {
    Random random(1);
    for (int i = 0; i < rounds(3000); ++i) {
        std::string text = pipelines()[below(random, pipelines().size())];
        for (std::size_t edits = below(random, 6) + 1; edits > 0; --edits) {
            damage(text, random);
        }
        const std::string problem = problemOf(text);
        QVERIFY2(problem.empty(), (problem + " in\n" + text).c_str());
    }
}

void MutationsTest::noiseGivesAWholeTree() {
    Random random(2);
    for (int i = 0; i < rounds(300); ++i) {
        std::string text(below(random, 600), ' ');
        for (char& c : text) {
            c = static_cast<char>(random());
        }
        const std::string problem = problemOf(text);
        QVERIFY2(problem.empty(), (problem + " in round " + std::to_string(i)).c_str());
    }
}

void MutationsTest::wordsInAnyOrderGiveAWholeTree() {
    Random random(3);
    for (int i = 0; i < rounds(2000); ++i) {
        std::string text;
        for (std::size_t words = below(random, 60); words > 0; --words) {
            text += anyPiece(random);
            text += below(random, 3) == 0 ? "" : " ";
        }
        const std::string problem = problemOf(text);
        QVERIFY2(problem.empty(), (problem + " in\n" + text).c_str());
    }
}

void MutationsTest::everyPrefixGivesAWholeTree() {
    for (const std::string& text : pipelines()) {
        for (std::size_t length = 0; length <= text.size(); ++length) {
            const std::string prefix = text.substr(0, length);
            const std::string problem = problemOf(prefix);
            QVERIFY2(problem.empty(), (problem + " in\n" + prefix).c_str());
        }
    }
}

void MutationsTest::everyDeclarationAtALineStartIsInTheTree() {
    Random random(4);
    for (int i = 0; i < rounds(1000); ++i) {
        std::vector<std::string> lines = soundLines(random);
        // A token more or less somewhere behind the names, but no quote and no bracket.
        for (std::string& line : lines) {
            if (below(random, 3) == 0) {
                static constexpr std::string_view kNoise[] = {" * ", " , ", " => ", " 5s ", " $ "};
                const std::size_t behind = line.find('=') + 2;
                line.insert(behind + below(random, line.size() - behind),
                            kNoise[below(random, std::size(kNoise))]);
            }
        }
        const std::string text = joined(lines);
        const cst::SyntaxTree tree = parsed(text);
        const std::vector<std::string> found = declaredNames(tree);
        for (const std::string& name : visibleDeclarations(text)) {
            QVERIFY2(std::find(found.begin(), found.end(), name) != found.end(),
                     (name + " is not there in\n" + text).c_str());
        }
    }
}

void MutationsTest::oneBrokenDeclarationLeavesTheOthersIntact() {
    Random random(5);
    for (int i = 0; i < rounds(2000); ++i) {
        const std::vector<std::string> lines = soundLines(random);
        std::vector<std::string> damaged = lines;
        const std::size_t broken = below(random, lines.size() - 1);
        // Behind the equals sign, and nothing that could close a comment or open a string.
        std::string& line = damaged[broken];
        const std::size_t behind = line.find('=') + 1;
        const std::size_t at = behind + below(random, line.size() - behind);
        static constexpr std::string_view kNoise[] = {"(", ")", "[", "]",    "{",  "}", ",",
                                                      "*", "=", ":", "with", "->", "§"};
        line.replace(at, below(random, 4),
                     std::string(1, ' ') + std::string(kNoise[below(random, 13)]) + ' ');
        if (std::count(line.begin(), line.end(), '"') % 2 != 0) {
            continue;
        }
        const cst::SyntaxTree tree = parsed(joined(damaged));
        for (std::size_t k = 0; k < lines.size(); ++k) {
            const std::string found = dumpOf(tree, "d" + std::to_string(k));
            QVERIFY2(k == broken || found == lines[k], (found + " in\n" + joined(damaged)).c_str());
        }
    }
}

void MutationsTest::oneOpenQuoteLeavesTheOthersIntact() {
    Random random(6);
    for (int i = 0; i < rounds(500); ++i) {
        std::vector<std::string> lines = soundLines(random);
        const std::vector<std::string> sound = lines;
        const std::size_t broken = below(random, lines.size());
        lines[broken] = "d" + std::to_string(broken) + " = \"never closed";
        const cst::SyntaxTree tree = parsed(joined(lines));
        QCOMPARE(tree.diagnostics.size(), std::size_t{1});
        QCOMPARE(std::string(tree.diagnostics[0].code()), std::string("E024"));
        for (std::size_t k = 0; k < lines.size(); ++k) {
            if (k != broken) {
                QCOMPARE(dumpOf(tree, "d" + std::to_string(k)), sound[k]);
            }
        }
    }
}

QTEST_APPLESS_MAIN(MutationsTest)
#include "tst_mutations.moc"
