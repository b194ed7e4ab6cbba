#include "tests/reference/unsupported.h"
#include "tests/support/engine_column.h"
#include "tests/support/random_program.h"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <memory>
#include <vector>

// Random programs: the engine, with one worker and with several, optimised and not, does what the
// reference interpreter does. CST_SOAK=1 goes on for 90 seconds a size, CST_SEED=n begins with that
// seed.
//
// To run the engine in yet another way (another scheduler, say) add a column.

using cst::reference::Json;
using cst::reference::Reference;
using cst::test::EngineColumn;
using cst::test::ProgramShape;
using cst::test::RandomProgram;

class RandomProgramTest : public QObject {
    Q_OBJECT

private slots:
    void theSameSeedGivesTheSameProgram();
    void allConstructsComeUp_data();
    void allConstructsComeUp();
    void aChangedResultIsNoticed();
    void engineAndReferenceAgree_data();
    void engineAndReferenceAgree();
};

namespace {

class Comparison {
public:
    Comparison() {
        columns_.push_back(std::make_unique<EngineColumn>("1 worker", 1, true));
        columns_.push_back(std::make_unique<EngineColumn>("3 workers", 3, true));
        columns_.push_back(std::make_unique<EngineColumn>("unoptimised", 2, false));
    }

    /// "" if all agree, else who differs and how.
    std::string difference(const RandomProgram& program) {
        const std::string text = program.text();
        cst::reference::Report expected;
        try {
            expected = Reference().run(text, Json::parse(program.inputs));
        } catch (const cst::reference::Invalid& invalid) {
            const bool isTaken = columns_[0]->run(text, program.inputs).compileErrors.empty();
            if (isTaken) return "only the engine takes it: " + invalid.why;
            ++rejected_;
            return "";
        } catch (const cst::reference::Unsupported&) {
            return "";
        } catch (const std::exception& exception) {
            return std::string("the reference fell: ") + exception.what();
        }
        ++statuses_[expected.status];
        for (const auto& column : columns_) {
            const std::string found =
                cst::test::difference(expected, column->run(text, program.inputs));
            if (!found.empty()) return column->name() + ": " + found;
        }
        return "";
    }

    /// The smallest program that is found by leaving out declarations and that still differs.
    RandomProgram shrunk(RandomProgram program) {
        bool smaller = true;
        while (smaller) {
            smaller = false;
            for (std::size_t i = program.declarations.size(); i-- > 0;) {
                RandomProgram attempt = program;
                attempt.declarations.erase(attempt.declarations.begin() +
                                           static_cast<std::ptrdiff_t>(i));
                const std::string found = difference(attempt);
                const bool isBroken =
                    found.empty() || found.find("does not compile") != std::string::npos;
                if (isBroken) continue;
                program = std::move(attempt);
                smaller = true;
            }
        }
        return program;
    }

    /// Programs that neither takes: pushing a type into the arms of an `if` can make one invalid
    /// that would be valid if its type were inferred (§3.7), and the writer does not know that.
    int rejected() const { return rejected_; }

    std::string statuses() const {
        std::string text = "rejected " + std::to_string(rejected_) + "  ";
        for (const auto& [status, count] : statuses_) {
            text += status + " " + std::to_string(count) + "  ";
        }
        return text;
    }

private:
    std::vector<std::unique_ptr<EngineColumn>> columns_;
    std::map<std::string, int> statuses_;
    int rejected_ = 0;
};

std::string story(const ProgramShape& shape, const RandomProgram& program,
                  const std::string& found) {
    return "seed " + std::to_string(shape.seed) + ", size " + std::to_string(shape.size) + "\n" +
           found + "\n--- program\n" + program.text() + "--- inputs\n" + program.inputs;
}

}  // namespace

void RandomProgramTest::theSameSeedGivesTheSameProgram() {
    const ProgramShape shape{7, 20, false};
    const RandomProgram program = cst::test::randomProgram(shape);
    QVERIFY(program.declarations.size() >= 20);
    QCOMPARE(cst::test::randomProgram(shape).text(), program.text());
    QCOMPARE(cst::test::randomProgram(shape).inputs, program.inputs);
}

void RandomProgramTest::allConstructsComeUp_data() {
    QTest::addColumn<std::string>("pattern");
    const std::vector<std::string> patterns = {"in .*: Optional<",
                                               "in .*: Map<",
                                               "in .*: .* \\| ",
                                               "in .*: List<\\{",
                                               "@example\\(",
                                               "type ",
                                               "use .* as ",
                                               "use ",
                                               "if \\(",
                                               "branch \\{",
                                               "otherwise ->",
                                               " when ",
                                               " \\?\\? ",
                                               "match ",
                                               "is String ->",
                                               "is T",
                                               "_ ->",
                                               "\\{ a, b \\} ->",
                                               "\\} \\+ \\{",
                                               "\\}\\]? \\+ ",
                                               "\\[a, b\\]",
                                               "\\{a, b\\}",
                                               " / ",
                                               " \\* ",
                                               " and ",
                                               " or ",
                                               "not ",
                                               " == ",
                                               " != ",
                                               " <= ",
                                               "\"x?\\$\\{",
                                               "map\\(",
                                               "filter\\(",
                                               "sortBy\\(",
                                               "all\\(",
                                               "any\\(",
                                               "\\(x: ",
                                               "=> .*=> ",
                                               "list-first\\(",
                                               "list-contains\\(",
                                               "log\\(",
                                               "with lazy",
                                               "on_error: wrap",
                                               "Split\\(",
                                               "-\\(",
                                               "bool\\.and\\(",
                                               "AlwaysFailsService",
                                               "9223372036854775807"};
    for (const std::string& pattern : patterns) {
        QTest::addRow("%s", pattern.c_str()) << pattern;
    }
}

void RandomProgramTest::allConstructsComeUp() {
    QFETCH(std::string, pattern);
    const QRegularExpression expression(QString::fromStdString(pattern));
    int found = 0;
    for (uint64_t seed = 1; seed <= 600 && found == 0; ++seed) {
        const std::string text = cst::test::randomProgram({seed, 10, false}).text();
        found += expression.match(QString::fromStdString(text)).hasMatch() ? 1 : 0;
    }
    QVERIFY(found > 0);
}

/// The comparison itself: nothing of what it looks at may change unseen.
void RandomProgramTest::aChangedResultIsNoticed() {
    const std::string text =
        "in z: Int\nin y: Int\na = 1 / z\nb = log(\"x\")\nc = if (true) 2 else a\n"
        "d = y + 1\nout c\nout a\nout d";
    const std::string inputs = R"({"z": 0})";
    const cst::reference::Report good = Reference().run(text, Json::parse(inputs));
    const cst::test::EngineReport got = EngineColumn("", 1, true).run(text, inputs);
    QCOMPARE(cst::test::difference(good, got), std::string());
    const auto isNoticed = [&](const auto& change) {
        cst::reference::Report report = good;
        change(report);
        return !cst::test::difference(report, got).empty();
    };
    QVERIFY(isNoticed([](auto& report) { report.status = "completed"; }));
    QVERIFY(isNoticed([](auto& report) { report.outputs[0].json = "3"; }));
    QVERIFY(isNoticed([](auto& report) { report.outputs[0].type = "Float"; }));
    QVERIFY(isNoticed([](auto& report) { report.outputs[1].failures.clear(); }));
    QVERIFY(isNoticed([](auto& report) { report.outputs[2].missing = {"z"}; }));
    QVERIFY(isNoticed([](auto& report) { report.outputs.pop_back(); }));
    QVERIFY(isNoticed([](auto& report) { report.errors.clear(); }));
    QVERIFY(isNoticed([](auto& report) { report.states["a"] = "upstream-failed"; }));
    QVERIFY(isNoticed([](auto& report) { report.logged.insert("y"); }));
}

void RandomProgramTest::engineAndReferenceAgree_data() {
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("count");
    QTest::addColumn<bool>("callOptions");
    QTest::newRow("small programs") << 3 << 1500 << false;
    QTest::newRow("programs") << 10 << 900 << false;
    QTest::newRow("large programs") << 40 << 70 << false;
    QTest::newRow("programs with options of calls") << 10 << 900 << true;
}

void RandomProgramTest::engineAndReferenceAgree() {
    QFETCH(int, size);
    QFETCH(int, count);
    QFETCH(bool, callOptions);
    // Qt Test allows five minutes for all sizes together.
    const bool isSoak = qEnvironmentVariableIntValue("CST_SOAK") > 0;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(90);
    const int first = std::max(1, qEnvironmentVariableIntValue("CST_SEED"));
    Comparison comparison;
    int ran = 0;
    for (; isSoak ? std::chrono::steady_clock::now() < end : ran < count; ++ran) {
        const ProgramShape shape{static_cast<uint64_t>(first + ran), size, callOptions};
        const RandomProgram program = cst::test::randomProgram(shape);
        // Should the engine crash, this file tells on what.
        std::ofstream("random-program.txt") << story(shape, program, "");
        if (!comparison.difference(program).empty()) {
            const RandomProgram small = comparison.shrunk(program);
            QFAIL(story(shape, small, comparison.difference(small)).c_str());
        }
    }
    qInfo("%d programs: %s", ran, comparison.statuses().c_str());
    QVERIFY(comparison.rejected() * 100 <= ran);
}

QTEST_GUILESS_MAIN(RandomProgramTest)
#include "tst_random_programs.moc"
