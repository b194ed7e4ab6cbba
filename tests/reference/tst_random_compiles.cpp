#include "engine/session/engine.h"
#include "engine/syntax/lexer.h"
#include "tests/support/random_program.h"
#include "tests/support/random_source.h"

#include <QTest>

#include <atomic>
#include <map>
#include <set>
#include <thread>
#include <vector>

// What must hold for the compiler whatever the text is, tried on random programs, sound and broken.
// CST_SOAK=1 tries many more.

using cst::Engine;
using cst::SourceText;
using cst::Token;
using cst::TokenKind;
using cst::test::RandomProgram;
using cst::test::RandomSource;

class RandomCompileTest : public QObject {
    Q_OBJECT

private slots:
    void aTextCompilesToTheSameOnAllThreads();
    void aBrokenDeclarationLeavesTheOthersTheirNodes();
};

namespace {

int times() {
    return qEnvironmentVariableIntValue("CST_SOAK") > 0 ? 20 : 1;
}

RandomProgram programOf(uint64_t seed) {
    return cst::test::randomProgram({seed, 8, false});
}

/// Does the text behind a token hang on it? With a quote more or less, or a brace in an
/// interpolation, it is a guess what was meant as text, also on the lines behind.
bool changesTexts(TokenKind kind, bool interpolates) {
    switch (kind) {
    case TokenKind::StringBegin:
    case TokenKind::StringEnd: return true;
    case TokenKind::InterpolationBegin:
    case TokenKind::InterpolationEnd:
    case TokenKind::LeftBrace:
    case TokenKind::RightBrace: return interpolates;
    default: return false;
    }
}

/// A token of a declaration, deleted or written twice.
std::string broken(const std::string& declaration, RandomSource& random) {
    const SourceText text(declaration);
    std::vector<Token> tokens = cst::lex(text).tokens;
    tokens.pop_back();  // the end of the file
    const bool interpolates = declaration.find("${") != std::string::npos;
    std::erase_if(tokens,
                  [&](const Token& token) { return changesTexts(token.kind, interpolates); });
    const cst::SourceRange range = random.oneOf(tokens).range;
    const std::string token = declaration.substr(range.begin, range.length());
    const std::string twice = token + " " + token;
    return declaration.substr(0, range.begin) + (random.percent(50) ? "" : twice) +
           declaration.substr(range.end);
}

/// All that a compile says, as text. Ids of types are left out: they differ with the history of
/// the table.
std::string compileResult(const std::string& source, Engine& engine) {
    cst::TypeTable& types = *engine.types();
    const auto compiled = engine.compile(std::make_shared<const SourceText>(source), 1, false);
    std::string result;
    const auto add = [&](const auto&... parts) { ((result += parts, result += ' '), ...); };
    for (const cst::Diagnostic& one : compiled->diagnostics) {
        add(std::to_string(one.range.begin), std::to_string(one.range.end), one.code(),
            one.message(), one.hint, "\n");
    }
    for (const cst::GraphNode& node : compiled->graph->nodes) {
        add(node.key, node.name, node.label, node.module, types.text(node.type),
            std::to_string(node.range.begin), std::to_string(node.range.end),
            std::to_string(node.structure.high), std::to_string(node.structure.low),
            node.broken ? "broken" : "sound", "\n");
    }
    for (const cst::GraphEdge& edge : compiled->graph->edges) {
        add(std::to_string(edge.from.index), std::to_string(edge.to.index), edge.portName,
            cst::edgeKindName(edge.kind), types.text(edge.type), "\n");
    }
    return result;
}

/// The declarations that have a node of their own, by line.
std::map<uint32_t, std::string> namedNodes(const std::string& source, Engine& engine) {
    const auto compiled = engine.compile(std::make_shared<const SourceText>(source), 1, false);
    std::map<uint32_t, std::string> names;
    for (const cst::GraphNode& node : compiled->graph->nodes) {
        if (!node.name.empty() && node.kind != cst::NodeKind::Output) names[node.line] = node.name;
    }
    return names;
}

}  // namespace

void RandomCompileTest::aTextCompilesToTheSameOnAllThreads() {
    std::vector<std::string> texts;
    RandomSource random(11);
    const auto count = static_cast<uint64_t>(60 * times());
    for (uint64_t seed = 1; seed <= count; ++seed) {
        RandomProgram program = programOf(seed);
        texts.push_back(program.text());
        std::string& victim = program.declarations[random.below(program.declarations.size())];
        victim = broken(victim, random);
        texts.push_back(program.text());
    }
    // One table of types for all threads, and one engine that saw each text alone.
    Engine shared(1);
    std::vector<std::vector<std::string>> results(3);
    std::vector<std::thread> threads;
    for (std::size_t thread = 0; thread < results.size(); ++thread) {
        threads.emplace_back([&, thread] {
            results[thread].resize(texts.size());
            for (std::size_t i = 0; i < texts.size(); ++i) {
                const std::size_t text =
                    (i + thread * texts.size() / results.size()) % texts.size();
                results[thread][text] = compileResult(texts[text], shared);
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    for (std::size_t i = 0; i < texts.size(); ++i) {
        Engine alone(1);
        const std::string expected = compileResult(texts[i], alone);
        for (const std::vector<std::string>& result : results) {
            if (result[i] != expected) {
                qWarning("%s\n--- alone\n%s\n--- with others\n%s", texts[i].c_str(),
                         expected.c_str(), result[i].c_str());
            }
            QVERIFY(result[i] == expected);
        }
    }
}

void RandomCompileTest::aBrokenDeclarationLeavesTheOthersTheirNodes() {
    Engine engine(1);
    RandomSource random(12);
    const auto count = static_cast<uint64_t>(400 * times());
    for (uint64_t seed = 1; seed <= count; ++seed) {
        const RandomProgram sound = programOf(seed);
        const std::map<uint32_t, std::string> before = namedNodes(sound.text(), engine);
        for (int attempt = 0; attempt < 3; ++attempt) {
            RandomProgram program = sound;
            const std::size_t index = random.below(program.declarations.size());
            program.declarations[index] = broken(program.declarations[index], random);
            const std::map<uint32_t, std::string> after = namedNodes(program.text(), engine);
            for (const auto& [line, name] : before) {
                const auto found = after.find(line);
                const bool isThere =
                    line == index + 1 || (found != after.end() && found->second == name);
                if (!isThere) {
                    qWarning("seed %d: `%s` on line %u lost its node; broken is line %d:\n%s",
                             static_cast<int>(seed), name.c_str(), line,
                             static_cast<int>(index + 1), program.text().c_str());
                }
                QVERIFY(isThere);
            }
        }
    }
}

QTEST_GUILESS_MAIN(RandomCompileTest)
#include "tst_random_compiles.moc"
