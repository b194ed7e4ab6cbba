// Rows of compiling: text to snapshot without its picture, which has a row of its own.

#include "engine/session/document_compiler.h"
#include "engine/session/engine.h"
#include "tests/bench/rows.h"
#include "tests/bench/workloads.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <random>

namespace cst::bench {
namespace {

/// The process is warm, the text is new to it each time.
Result<Measured> coldCompile(const std::string& text, int rounds) {
    Engine engine(1);
    std::string problem;
    const Measured measured = inTurn(rounds / 5, rounds, [&](int round) {
        engine.compiled().clear();
        const auto source = std::make_shared<const SourceText>(text);
        const auto start = std::chrono::steady_clock::now();
        const std::shared_ptr<Snapshot> snapshot =
            engine.compile(source, static_cast<Revision>(round) + 1, false);
        const auto end = std::chrono::steady_clock::now();
        if (snapshot->errorCount != 0) {
            problem = snapshot->diagnostics.front().message();
        }
        return std::chrono::duration<double, std::micro>(end - start).count();
    });
    if (!problem.empty()) {
        return Error{"", "the workload does not compile: " + problem, ""};
    }
    return measured;
}

Result<Measured> measureColdMedium(const std::string&) {
    return coldCompile(mediumWorkload().text, 2000);
}

Result<Measured> measureColdStress1000(const std::string&) {
    return coldCompile(stressWorkload(1000).text, 300);
}

/// A document that is edited, beside the same text compiled alone.
class EditedDocument {
public:
    explicit EditedDocument(std::string text) : text_(std::move(text)) { compile(text_); }

    /// From the bytes of the text to its snapshot, in microseconds.
    double compile(const std::string& text) {
        std::string bytes = text;
        const auto start = std::chrono::steady_clock::now();
        const auto source = std::make_shared<const SourceText>(std::move(bytes));
        const std::shared_ptr<Snapshot> snapshot = compiler_->compile(source, ++revision_);
        const auto end = std::chrono::steady_clock::now();
        check(*snapshot);
        snapshots_[revision_ % snapshots_.size()] = snapshot;  // somebody looks at it for a while
        return std::chrono::duration<double, std::micro>(end - start).count();
    }
    /// The same of a text of which nothing is known, the quickest way: graph and plan at once.
    double compileAlone(const std::string& text) {
        engine_.compiled().clear();  // what it keeps takes the memory that is still in the caches
        std::string bytes = text;
        const auto start = std::chrono::steady_clock::now();
        const auto source = std::make_shared<const SourceText>(std::move(bytes));
        const std::shared_ptr<Snapshot> snapshot = engine_.compile(source, ++revision_, false);
        const auto end = std::chrono::steady_clock::now();
        check(*snapshot);
        return std::chrono::duration<double, std::micro>(end - start).count();
    }
    const std::string& problem() const { return problem_; }

private:
    void check(const Snapshot& snapshot) {
        if (snapshot.errorCount != 0) {
            problem_ = snapshot.diagnostics.front().message();
        }
    }

    Engine engine_{1};
    std::unique_ptr<DocumentCompiler> compiler_ = engine_.documentCompiler();
    std::string text_;
    std::string problem_;
    Revision revision_ = 0;
    std::array<std::shared_ptr<Snapshot>, 4> snapshots_;
};

Result<Measured> finished(const EditedDocument& document, Measured measured) {
    if (!document.problem().empty()) {
        return Error{"", "the workload does not compile: " + document.problem(), ""};
    }
    return measured;
}

/// Another statement at each key press: `b17 = …` becomes another expression of the same type.
class EditedStatements {
public:
    explicit EditedStatements(const std::string& text) {
        for (std::size_t begin = 0; begin < text.size();) {
            const std::size_t end = text.find('\n', begin);
            lines_.push_back(text.substr(begin, end - begin));
            begin = end + 1;
        }
    }
    std::string text() const {
        std::string text;
        for (const std::string& line : lines_) {
            text += line + "\n";
        }
        return text;
    }
    std::string next() {
        const auto i = static_cast<std::size_t>(5 + random_() % 990);  // b2 … b991
        const std::size_t number = i - 3;
        const std::string name = "b" + std::to_string(number);
        const std::string last = "b" + std::to_string(number - 1);
        static constexpr std::array kForms{" and q", " or q", " and p", " or p", " and (p or q)"};
        lines_[i] = name + " = " + last + kForms[random_() % kForms.size()];
        return text();
    }

private:
    std::mt19937 random_{7};
    std::vector<std::string> lines_;
};

Result<Measured> measureEditOne(const std::string&) {
    EditedStatements statements(stressWorkload(1000).text);
    EditedDocument document(statements.text());
    std::string text;
    Measured measured = byTurns(
        50, 1000,
        [&](int) {
            text = statements.next();
            return document.compile(text);
        },
        [&](int) { return document.compileAlone(text); });
    measured.peer = "cold compile";
    measured.others["p99"] = measured.p99;
    return finished(document, std::move(measured));
}

Result<Measured> measureEditComment(const std::string&) {
    const std::string text = stressWorkload(1000).text;
    const std::size_t middle = text.find("b500 =");
    EditedDocument document(text);
    Measured measured = inTurn(50, 1000, [&](int round) {
        std::string edited = text;
        edited.insert(middle, "# " + std::to_string(round) + "\n");
        return document.compile(edited);
    });
    return finished(document, std::move(measured));
}

Result<Measured> measureHitLarge(const std::string&) {
    const std::string text = largeWorkload().text;
    EditedDocument document(text);
    return finished(document, inTurn(50, 1000, [&](int) { return document.compile(text); }));
}

/// Comments and blank lines everywhere, others each time.
Result<Measured> measureHitNormalised(const std::string&) {
    const std::string text = largeWorkload().text;
    EditedDocument document(text);
    std::string edited;
    Measured measured = byTurns(
        20, 500,
        [&](int round) {
            edited.clear();
            for (const char c : text) {
                edited += c;
                if (c == '\n') {
                    edited += "# round " + std::to_string(round) + "\n\n";
                }
            }
            return document.compile(edited);
        },
        [&](int) { return document.compileAlone(edited); });
    measured.peer = "cold compile";
    return finished(document, std::move(measured));
}

/// The same texts, compiled by one thread and by two.
class SharedCompile {
public:
    /// A text of which nothing is known, the quickest way.
    Measured alone(const std::string& text, int rounds) {
        return byTurns(
            rounds / 5, rounds, [&](int) { return compile(shared_, text); },
            [&](int) { return compile(serial_, text); });
    }
    /// The first text of a document that will be edited.
    Measured opened(const std::string& text, int rounds) {
        return byTurns(
            rounds / 5, rounds, [&](int) { return open(shared_, text); },
            [&](int) { return open(serial_, text); });
    }
    /// The longest time in which nobody asks whether a text is still wanted, in milliseconds.
    Measured longestGap(const std::string& text, int rounds) {
        return inTurn(rounds / 5, rounds, [&](int) {
            const auto source = std::make_shared<const SourceText>(text);
            const std::unique_ptr<DocumentCompiler> compiler = shared_.documentCompiler();
            auto last = std::chrono::steady_clock::now();
            double longest = 0;
            const auto asked = [&] {
                const auto now = std::chrono::steady_clock::now();
                const std::chrono::duration<double, std::milli> gap = now - last;
                longest = std::max(longest, gap.count());
                last = now;
                return false;
            };
            compiler->compile(source, 1, asked);
            asked();
            return longest;
        });
    }
    const std::string& problem() const { return problem_; }

private:
    double compile(Engine& engine, const std::string& text) {
        engine.compiled().clear();
        return timed(text,
                     [&](const SourceTextPtr& source) { return engine.compile(source, 1, false); });
    }
    double open(Engine& engine, const std::string& text) {
        const std::unique_ptr<DocumentCompiler> compiler = engine.documentCompiler();
        return timed(text,
                     [&](const SourceTextPtr& source) { return compiler->compile(source, 1); });
    }
    template <class Compile>
    double timed(const std::string& text, const Compile& compile) {
        const auto source = std::make_shared<const SourceText>(text);
        const auto start = std::chrono::steady_clock::now();
        const std::shared_ptr<Snapshot> snapshot = compile(source);
        const auto end = std::chrono::steady_clock::now();
        if (snapshot->errorCount != 0) {
            problem_ = snapshot->diagnostics.front().message();
        }
        return std::chrono::duration<double, std::micro>(end - start).count();
    }

    Engine serial_{1};
    Engine shared_{2};
    std::string problem_;
};

Result<Measured> measureParallel(const std::string&) {
    SharedCompile compile;
    const auto ratio = [](const Measured& measured) { return measured.ours / measured.peerValue; };
    const std::string text = independentWorkload(10'000).text;
    Measured measured = compile.alone(text, 100);
    measured.peer = "one thread";
    measured.others["document"] = ratio(compile.opened(text, 60));
    measured.others["gapMs"] = compile.longestGap(text, 60).ours;
    double small = 0;
    // Below, at and a little above the size from which texts are shared.
    for (const std::string& other : {mediumWorkload().text, largeWorkload().text,
                                     independentWorkload(500).text, stressWorkload(1000).text}) {
        small = std::max(small, ratio(compile.alone(other, 500)));
    }
    measured.others["small"] = small;
    if (!compile.problem().empty()) {
        return Error{"", "the workload does not compile: " + compile.problem(), ""};
    }
    return measured;
}

/// Back to a text that the document had before (undo), up to its graph; beside an edit of a number
/// that takes the text on to one it never had.
Result<Measured> measureHitReturn(const std::string&) {
    Engine engine(1);
    const std::unique_ptr<DocumentCompiler> compiler = engine.documentCompiler();
    const std::string text = stressWorkload(1000).text + "extra = 0\n";
    std::string problem;
    Revision revision = 0;
    const auto compile = [&](const std::string& now) {
        std::string bytes = now;
        const auto start = std::chrono::steady_clock::now();
        const auto source = std::make_shared<const SourceText>(std::move(bytes));
        const std::shared_ptr<Snapshot> snapshot =
            engine.compileNext(*compiler, source, ++revision);
        const std::size_t nodes = snapshot->graph->nodes.size();
        const auto end = std::chrono::steady_clock::now();
        if (snapshot->errorCount != 0 || nodes < 1000) {
            problem = "the workload does not compile";
        }
        return std::chrono::duration<double, std::micro>(end - start).count();
    };
    compile(text);
    std::string edited;
    Measured measured = byTurns(
        20, 500, [&](int) { return compile(text); },
        [&](int round) {
            edited = text;
            edited.replace(edited.size() - 2, 1, std::to_string(round + 1));
            return compile(edited);
        });
    measured.peer = "an edit";
    if (!problem.empty()) {
        return Error{"", problem, ""};
    }
    return measured;
}

}  // namespace

std::vector<Row> compileRows() {
    return {{"compile/cold-medium", measureColdMedium},
            {"compile/cold-stress-1000", measureColdStress1000},
            {"compile/edit-1-of-1000", measureEditOne},
            {"compile/edit-comment", measureEditComment},
            {"compile/hit-large", measureHitLarge},
            {"compile/hit-normalised", measureHitNormalised},
            {"compile/parallel-10000", measureParallel},
            {"compile/hit-return", measureHitReturn}};
}

}  // namespace cst::bench
