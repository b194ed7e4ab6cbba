#include "engine/session/document_compiler.h"
#include "engine/session/identity.h"
#include "engine/session/pipeline_run.h"
#include "tests/session/random_edits.h"
#include "tests/support/gated_modules.h"
#include "tests/support/random_program.h"

#include <nlohmann/json.hpp>
#include <QTest>

#include <map>
#include <mutex>
#include <set>

// Runs that take from earlier ones what is known: they come to the same as runs that do not, do
// exactly what has changed, and each node says why it ran. CST_SOAK=1 makes 240,000 runs.

using namespace cst;
using cst::test::Gates;
using cst::test::RandomEditor;
using cst::test::RandomSource;
using nlohmann::json;

class ResultRunsTest : public QObject {
    Q_OBJECT

private slots:
    void aLongDayOfEditsAndRunsComesToTheSameAndDoesOnlyWhatChanged_data();
    void aLongDayOfEditsAndRunsComesToTheSameAndDoesOnlyWhatChanged();
    void eachNodeSaysWhyItRan_data();
    void eachNodeSaysWhyItRan();
    void whatHadToMakeRoomRunsAgainAndSaysSo();
    void whatWasAPartOfAnotherNodeWasNotKept();
    void afreshTakesNothingAndLeavesAllForTheNextRun();
    void aRunToOneNodeTakesAndLeavesResultsToo();
    void blanksAndNamesInsideOfALambdaAreNoChange();
    void aSettledChoiceIsReusedWithItsNodes();
    void largeInputsThatNobodyReadsStayUnread();
};

namespace {

class NoLog : public LogSink {
public:
    void line(std::string_view) override {}
};

/// One document that is compiled and run again and again, as a session does it.
struct Desk {
    explicit Desk(std::size_t bytes = ResultCache::kDefaultBytes)
        : engine(2, {[this](Registry& registry) { test::addGatedModules(registry, gates); }}),
          compiler(engine.documentCompiler()),
          cache(std::make_shared<ResultCache>(bytes)) {}

    SnapshotPtr compile(const std::string& text) {
        const auto source = std::make_shared<const SourceText>(text);
        const std::shared_ptr<Snapshot> snapshot = compiler->compile(source, ++revision);
        const std::vector<NodeIdentity> found = identities.match(*snapshot->graph);
        snapshot->shown.resize(found.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            snapshot->shown[i].identity = found[i];
        }
        return snapshot;
    }
    RunSnapshot run(const SnapshotPtr& snapshot, const std::string& inputs,
                    PipelineRun::Options options = {}, bool takesResults = true) {
        InputBinder binder(*engine.types(), snapshot->inputs);
        binder.useObject(inputs);
        binder.useExamples();
        options.allowErrors = true;
        options.number = ++runs;
        options.textOfOutputs = true;
        options.usesCaches = false;
        if (takesResults) {
            options.results = cache;
            options.document = 1;
            options.reasons = reasons;
        }
        PipelineRun pipeline(engine, snapshot, std::move(binder), 0, std::move(options), log,
                             nullptr);
        pipeline.start();
        pipeline.wait();
        return pipeline.report();
    }
    RunSnapshot run(const std::string& text, const std::string& inputs = "{}",
                    PipelineRun::Options options = {}) {
        return run(compile(text), inputs, std::move(options));
    }

    std::shared_ptr<Gates> gates = std::make_shared<Gates>();
    NoLog log;
    Engine engine;
    std::unique_ptr<DocumentCompiler> compiler;
    IdentityTracker identities;
    std::shared_ptr<ResultCache> cache;
    std::shared_ptr<RunReasons> reasons = std::make_shared<RunReasons>();
    Revision revision = 0;
    uint64_t runs = 0;
};

/// All that a run came to, but times and who did the work.
QString facts(const RunSnapshot& run) {
    QStringList lines{runStatusName(run.status)};
    for (const OutputValue& output : run.outputs) {
        lines << QString::fromStdString(
            "out " + output.name + " " +
            (output.ready ? output.json : "<" + output.pendingReason + ">"));
    }
    for (std::size_t i = 0; i < run.nodes.size(); ++i) {
        const GraphNode& node = run.compiled->graph->nodes.rows()[i];
        const NodeStatus status =
            run.nodes[i].status == NodeStatus::Cached ? NodeStatus::Completed : run.nodes[i].status;
        lines << QString::fromStdString(std::string(node.key) + " " + nodeStatusName(status) + " " +
                                        run.nodes[i].preview + " " + run.nodes[i].blockedBy);
    }
    for (const RunError& error : run.errors) {
        lines << QString::fromStdString(error.code + " " + error.node + " " + error.message);
    }
    return lines.join('\n');
}

QString difference(const QString& a, const QString& b) {
    const QStringList left = a.split('\n');
    const QStringList right = b.split('\n');
    for (qsizetype i = 0; i < std::max(left.size(), right.size()); ++i) {
        if (left.value(i) != right.value(i)) {
            return "with results of earlier runs: " + left.value(i) +
                   "\n                      without: " + right.value(i);
        }
    }
    return {};
}

const NodeRun& node(const RunSnapshot& run, std::string_view key) {
    return run.nodes[run.compiled->graph->byKey(key).index];
}

/// What a node's value comes of, worked out from the graph and the JSON of the inputs: another way
/// than that of ResultKeys.
struct Origin {
    Hash128 key;
    bool isPure = true;   // no effects in it
    bool isExact = true;  // the graph tells nothing apart that does the same
};

std::map<uint32_t, Origin> originsOf(const Snapshot& compiled, const json& inputs) {
    const Plan& plan = *compiled.plan;
    const Graph& graph = *compiled.graph;
    std::map<uint32_t, Origin> origins;  // by node of the plan
    for (uint32_t i = 0; i < plan.size(); ++i) {
        const Operation& operation = plan.nodes[i];
        const GraphNode& row = graph.nodes[plan.graphNode[i]];
        Origin origin;
        origin.key = row.structure;
        if (operation.op == Op::Input) {
            const InputInfo& info = compiled.inputs[operation.payload];
            const std::string value =
                inputs.contains(info.name) ? inputs[info.name].dump() : "-" + info.exampleJson;
            origin.key = hashPair(row.structure, hashBytes(value));
        }
        origin.isPure = !operation.effectful;
        // The source of lambdas and templates is part of the structure, blanks and names included;
        // so is that of an arm which does not compile and counts as nothing.
        origin.isExact = operation.op != Op::Broken && operation.op != Op::HigherOrder &&
                         operation.op != Op::Interpolate && operation.op != Op::Literal;
        for (const Operand& operand : plan.operands(i)) {
            const Origin& from = origins.at(operand.source);
            origin.key = hashPair(origin.key, from.key);
            origin.isPure = origin.isPure && from.isPure;
            const bool isLiteral = plan.nodes[operand.source].op == Op::Literal;
            origin.isExact = origin.isExact && (from.isExact || isLiteral);
        }
        origins[i] = origin;
    }
    return origins;
}

/// Does it do work of its own that is kept?
bool isWork(const RunSnapshot& run, const Operation& operation, const NodeRun& row) {
    return operation.op != Op::Input && operation.op != Op::Literal && operation.op != Op::Broken &&
           !isControl(operation.op) && row.fusedInto < 0 && !row.folded && run.finished();
}

/// Calls that need each other, and a few choices; other than random programs it survives most
/// edits.
test::RandomProgram callsOfCalls(uint64_t seed) {
    RandomSource random(seed);
    test::RandomProgram program;
    program.declarations = {"use stdlib.math", "in v0: Int", "in v1: Int"};
    for (int i = 2; i < 24; ++i) {
        const auto some = [&] {
            return "v" + std::to_string(random.below(static_cast<uint64_t>(i)));
        };
        const std::string number = std::to_string(random.below(5));
        const std::vector<std::string> forms{"Counted(" + some() + ")",
                                             "max(" + some() + ", " + number + ")",
                                             some() + " * " + some() + " + " + number,
                                             "if (" + some() + " > " + number + ") Counted(" +
                                                 some() + ") else " + some(),
                                             "divide(" + some() + ", " + some() + ")",
                                             "Failing(" + some() + ") with fallback: " + some(),
                                             "Counted(max(" + some() + ", " + number + "))"};
        program.declarations.push_back("v" + std::to_string(i) + " = " + random.oneOf(forms));
        if (random.percent(30)) {
            program.declarations.push_back("out v" + std::to_string(i));
        }
    }
    program.declarations.push_back("out v23");
    program.inputs = R"({"v0": 3, "v1": 4})";
    return program;
}

/// Two inputs never get the same value: for the engine those are the same.
json changed(json inputs, RandomSource& random) {
    int64_t number = 0;
    for (auto& [name, value] : inputs.items()) {
        number += 1'000'000;
        if (value.is_number_integer() && random.percent(30)) {
            value = number + static_cast<int64_t>(random.below(3));
        }
    }
    if (random.percent(10) && !inputs.empty()) {
        inputs.erase(inputs.begin());
    }
    return inputs;
}

}  // namespace

void ResultRunsTest::aLongDayOfEditsAndRunsComesToTheSameAndDoesOnlyWhatChanged_data() {
    QTest::addColumn<qulonglong>("cacheBytes");
    QTest::newRow("with room for all") << qulonglong{ResultCache::kDefaultBytes};
    QTest::newRow("with room for a few") << qulonglong{20'000};
}

void ResultRunsTest::aLongDayOfEditsAndRunsComesToTheSameAndDoesOnlyWhatChanged() {
    QFETCH(qulonglong, cacheBytes);
    const bool hasRoom = cacheBytes == ResultCache::kDefaultBytes;
    int reused = 0;
    int ran = 0;
    const uint64_t documents = qEnvironmentVariableIntValue("CST_SOAK") > 0 ? 3000 : 60;
    for (uint64_t seed = 1; seed <= documents; ++seed) {
        Desk desk(cacheBytes);
        const test::RandomProgram program =
            seed % 2 == 0 ? test::randomProgram({seed, 24, seed % 4 == 0}) : callsOfCalls(seed);
        RandomEditor editor(seed, program.declarations, program.text());
        RandomSource random(seed);
        std::set<Hash128> known;  // origins of nodes whose results were kept
        json inputs = json::parse(program.inputs);
        for (int edit = 0; edit < 40; ++edit) {
            const std::string kind = edit == 0 ? "open" : editor.edit();
            if (random.percent(20)) {
                inputs = changed(json::parse(program.inputs), random);
            }
            const SnapshotPtr snapshot = desk.compile(editor.text());
            const RunSnapshot with = desk.run(snapshot, inputs.dump());
            const RunSnapshot without = desk.run(snapshot, inputs.dump(), {}, false);
            const QString found = difference(facts(with), facts(without));
            QVERIFY2(found.isEmpty(),
                     qPrintable(QString("seed %1, edit %2 (%3)\n%4\n%5\n%6")
                                    .arg(seed)
                                    .arg(edit)
                                    .arg(kind.c_str(), found, editor.text().c_str(),
                                         inputs.dump().c_str())));
            const std::map<uint32_t, Origin> origins = originsOf(*snapshot, inputs);
            std::set<Hash128> learned;
            for (const auto& [index, origin] : origins) {
                const Operation& operation = snapshot->plan->nodes[index];
                const NodeRun& row = with.nodes[snapshot->plan->graphNode[index].index];
                const bool hasEnded = isDone(row.status) || row.status == NodeStatus::Failed;
                if (!isWork(with, operation, row) || !hasEnded || !origin.isPure) {
                    continue;
                }
                const bool isKept = isDone(row.status) ? !row.recovered : !operation.hasOptions;
                if (isKept) {
                    learned.insert(origin.key);
                }
                if (row.sharedWith >= 0) {
                    continue;  // the other one is looked at
                }
                const bool wasReused = row.wasUs >= 0;
                const std::string key(snapshot->graph->nodes[snapshot->plan->graphNode[index]].key);
                const QString where = QString("seed %1, edit %2 (%3), %4\n%5")
                                          .arg(seed)
                                          .arg(edit)
                                          .arg(kind.c_str(), key.c_str(), editor.text().c_str());
                if (hasRoom && known.contains(origin.key)) {
                    QVERIFY2(wasReused, qPrintable("done again: " + where));
                }
                if (origin.isExact && !known.contains(origin.key) && wasReused) {
                    // Somebody else in this very run may have had the same, under another name.
                    QVERIFY2(learned.contains(origin.key), qPrintable("not done: " + where));
                }
                QVERIFY2(wasReused || row.because != RanBecause::None, qPrintable(where));
                ++(wasReused ? reused : ran);
            }
            known.insert(learned.begin(), learned.end());
        }
    }
    QVERIFY2(reused > 1000 && ran > 1000,
             qPrintable(QString("%1 reused, %2 ran").arg(reused).arg(ran)));
}

void ResultRunsTest::eachNodeSaysWhyItRan_data() {
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("inputs");
    QTest::addColumn<QString>("node");
    QTest::addColumn<int>("because");
    QTest::addColumn<QString>("of");
    const QString text = "in x: Int\nin y: Int\na = Counted(x)\nb = Counted(a)\nc = Counted(3)\n"
                         "d = max(b, c)\nout d\n";
    const QString same = R"({"x": 1, "y": 2})";
    const auto because = [](RanBecause b) { return static_cast<int>(b); };
    const int reused = -1;
    const auto row = [&](const char* name, QString to, const QString& inputs, const char* node,
                         int why, const char* of) {
        QTest::newRow(name) << text << to.replace("TEXT", text) << inputs << node << why << of;
    };
    QString other = text;
    row("nothing", "TEXT", same, "d", reused, "");
    row("a literal", other.replace("Counted(3)", "Counted(4)"), same, "c",
        because(RanBecause::LiteralChanged), "");
    row("below a literal", other, same, "d", because(RanBecause::UpstreamChanged), "c");
    row("beside a literal", other, same, "b", reused, "");
    row("an input", "TEXT", R"({"x": 5, "y": 2})", "a", because(RanBecause::InputChanged), "x");
    row("below an input", "TEXT", R"({"x": 5, "y": 2})", "d", because(RanBecause::InputChanged),
        "x");
    row("an input that it does not need", "TEXT", R"({"x": 1, "y": 7})", "d", reused, "");
    other = text;
    row("another function", other.replace("max(b, c)", "min(b, c)"), same, "d",
        because(RanBecause::TextChanged), "");
    other = text;
    row("another argument", other.replace("Counted(x)", "Counted(y)"), same, "a",
        because(RanBecause::TextChanged), "");
    row("below another argument", other, same, "d", because(RanBecause::UpstreamChanged), "a");
    row("a new node", "TEXT" + QString("e = Counted(9)\nout e\n"), same, "e",
        because(RanBecause::FirstRun), "");
    other = text;
    row("a new name", other.replace("b = ", "bee = ").replace("(b,", "(bee,"), same, "bee", reused,
        "");
    row("a comment", "# hello\n\nTEXT", same, "d", reused, "");
    row("an effect", "TEXT" + QString("e = Effect(9)\nout e\n"), same, "e",
        because(RanBecause::Effect), "");
}

void ResultRunsTest::eachNodeSaysWhyItRan() {
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, inputs);
    QFETCH(QString, node);
    QFETCH(int, because);
    QFETCH(QString, of);
    Desk desk;
    const std::string use = "use stdlib.math\n";
    desk.run(use + from.toStdString(), R"({"x": 1, "y": 2})");
    const RunSnapshot run = desk.run(use + to.toStdString(), inputs.toStdString());
    QCOMPARE(run.status, RunStatus::Completed);
    const NodeRun& row = ::node(run, node.toStdString());
    if (because < 0) {
        QVERIFY(row.wasUs >= 0);
        QCOMPARE(row.wasRun, uint64_t{1});
        QCOMPARE(row.status, NodeStatus::Cached);
    } else {
        QVERIFY(row.wasUs < 0);
        QCOMPARE(static_cast<int>(row.because), because);
        QCOMPARE(QString::fromStdString(row.becauseOf), of);
    }
}

void ResultRunsTest::whatHadToMakeRoomRunsAgainAndSaysSo() {
    Desk desk(2'000);
    std::string text;
    for (int i = 0; i < 40; ++i) {
        const std::string number = std::to_string(i);
        text += "a" + number + " = Counted(" + number + ")\nout a" + number + "\n";
    }
    desk.run(text);
    const RunSnapshot run = desk.run(text);
    const auto evicted = std::count_if(run.nodes.begin(), run.nodes.end(), [](const NodeRun& row) {
        return row.because == RanBecause::Evicted;
    });
    QVERIFY(evicted > 20);
    QVERIFY(desk.cache->use().evictions > 0);
    QVERIFY(desk.cache->use().bytes <= 2'000);
}

void ResultRunsTest::whatWasAPartOfAnotherNodeWasNotKept() {
    Desk desk;
    desk.run("in x: Int\na = x * 2\nb = Counted(a)\nout b", R"({"x": 1})");
    const RunSnapshot run =
        desk.run("in x: Int\na = x * 2\nb = Counted(a)\nc = Counted(a + 1)\nout a\nout b\nout c",
                 R"({"x": 1})");
    QCOMPARE(node(run, "a").because, RanBecause::NotKept);
    QVERIFY(node(run, "b").wasUs >= 0);
    QCOMPARE(desk.gates->calls("Counted", 2), 1);
}

void ResultRunsTest::afreshTakesNothingAndLeavesAllForTheNextRun() {
    Desk desk;
    const std::string text = "a = Counted(1)\nb = Counted(a)\nout b";
    desk.run(text);
    PipelineRun::Options afresh;
    afresh.mode = RunResults::Mode::Afresh;
    const RunSnapshot again = desk.run(text, "{}", afresh);
    QCOMPARE(node(again, "b").because, RanBecause::Afresh);
    QCOMPARE(desk.gates->calls("Counted", 1), 2);
    const RunSnapshot after = desk.run(text);
    QCOMPARE(node(after, "b").wasRun, uint64_t{2});
    QCOMPARE(desk.gates->calls("Counted", 1), 2);
}

void ResultRunsTest::aRunToOneNodeTakesAndLeavesResultsToo() {
    Desk desk;
    const std::string text = "a = Counted(1)\nb = Counted(a)\nc = Counted(b)\nout c";
    PipelineRun::Options toB;
    toB.target = "b";
    desk.run(text, "{}", toB);
    const RunSnapshot all = desk.run(text);
    QCOMPARE(node(all, "b").wasRun, uint64_t{1});
    QCOMPARE(desk.gates->calls("Counted", 2), 1);
    QCOMPARE(desk.gates->calls("Counted", 3), 1);
    const RunSnapshot part = desk.run(text, "{}", toB);
    QVERIFY(node(part, "a").wasUs >= 0);
    QCOMPARE(desk.gates->allCalls("Counted"), 3);
}

void ResultRunsTest::blanksAndNamesInsideOfALambdaAreNoChange() {
    Desk desk;
    const std::string use = "use stdlib.collection\nin k: Int\n";
    desk.run(use + "a = map([1, 2], (i) => i + k)\nout a", R"({"k": 1})");
    const RunSnapshot run =
        desk.run(use + "a = map([1, 2], (item) => item   +  k)\nout a", R"({"k": 1})");
    QVERIFY(node(run, "a").wasUs >= 0);
    const RunSnapshot other =
        desk.run(use + "a = map([1, 2], (item) => item   -  k)\nout a", R"({"k": 1})");
    QCOMPARE(node(other, "a").because, RanBecause::TextChanged);
    QCOMPARE(other.outputs[0].json, std::string("[0, 1]"));
}

void ResultRunsTest::aSettledChoiceIsReusedWithItsNodes() {
    Desk desk;
    const std::string text =
        "in c: Boolean\na = if (c) Counted(1) else Counted(2)\nb = Counted(a)\nout b";
    desk.run(text, R"({"c": true})");
    const RunSnapshot other = desk.run(text, R"({"c": false})");
    QCOMPARE(other.outputs[0].json, std::string("4"));
    const RunSnapshot back = desk.run(text, R"({"c": true})");
    QCOMPARE(back.outputs[0].json, std::string("3"));
    QCOMPARE(desk.gates->allCalls("Counted"), 4);
    QVERIFY(node(back, "b").wasUs >= 0);
}

void ResultRunsTest::largeInputsThatNobodyReadsStayUnread() {
    Desk desk;
    const SnapshotPtr snapshot =
        desk.compile("in x: { big: List<String>, small: Int }\na = Counted(x.small)\nout a");
    json inputs;
    inputs["x"]["small"] = 4;
    for (int i = 0; i < 20'000; ++i) {
        inputs["x"]["big"].push_back("text number " + std::to_string(i));
    }
    JsonLimits limits;
    limits.unreadFrom = 1024;
    InputBinder binder = bindInputs(desk.engine, *snapshot, limits);
    binder.useObject(inputs.dump());
    const auto first = binder.digests();
    QVERIFY(first[0].has_value());
    InputBinder again = bindInputs(desk.engine, *snapshot, limits);
    again.useObject(inputs.dump());
    QCOMPARE(*again.digests()[0], *first[0]);
    inputs["x"]["big"][17] = "another";
    InputBinder other = bindInputs(desk.engine, *snapshot, limits);
    other.useObject(inputs.dump());
    QVERIFY(*other.digests()[0] != *first[0]);
    QCOMPARE(
        snapshot->optimised->decoder(desk.engine.registry(), *desk.engine.types(), snapshot->inputs)
            ->lateDecodes(),
        uint64_t{0});
}

QTEST_GUILESS_MAIN(ResultRunsTest)
#include "tst_result_runs.moc"
