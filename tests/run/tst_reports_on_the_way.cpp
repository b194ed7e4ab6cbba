#include "tests/support/option_scene.h"

#include <QTest>

#include <algorithm>

// What a report says while the run goes on: what has ended looks as it will at the end.

using cst::NodeRun;
using cst::NodeStatus;
using cst::OutputValue;
using cst::RunSnapshot;
using cst::RunStatus;
using cst::test::OptionScene;

class ReportsOnTheWayTest : public QObject {
    Q_OBJECT

private slots:
    void whatHasEndedLooksAsItWillAtTheEnd();
    void anOutputHasItsTextAsSoonAsItHasItsValue();
    void aLongTextIsWholeAtTheEnd();
};

namespace {

const char* const kText =
    "in x: Int\n"
    "in s: String\n"
    "a = Scripted(\"A: ok@1\")\n"
    "c = Scripted(\"C: fail@1\")\n"
    "t = Scripted(\"T: hang\") with timeout: 2ms\n"
    "f = Scripted(\"F: fail@1\") with fallback: Other(\"G: ok@1\")\n"
    "k = Scripted(\"K: fail@1\") with on_error: skip\n"
    "slow = Scripted(\"S: ok@1000\")\n"
    "ofC = trim(c)\n"
    "ofBoth = \"${ofC} ${slow}\"\n"
    "ofT = \"${trim(t)}!\"\n"
    "ofS = \"${trim(s)} and ${a}\"\n"
    "ofA = trim(a)\n"
    "zero = 1 / (x - 1)\n"
    "ofZero = if (zero > 1) \"more\" else ofA\n"
    "other = \"${x + 1} ${slow}\"\n"
    "out a\nout c\nout t\nout f\nout k\nout slow\nout ofC\nout ofBoth\nout ofT\n"
    "out ofS\nout ofA\nout zero\nout ofZero\nout other\n";

const OutputValue& output(const RunSnapshot& run, const std::string& name) {
    return *std::find_if(run.outputs.begin(), run.outputs.end(),
                         [&](const OutputValue& one) { return one.name == name; });
}

QString described(const RunSnapshot& run, std::size_t i) {
    const NodeRun& node = run.nodes[i];
    std::string text(run.compiled->graph->nodes.rows()[i].key);
    text += " ";
    text += cst::nodeStatusName(node.status);
    text += node.blockedBy.empty() ? "" : ", blocked by " + node.blockedBy;
    if (node.error >= 0) {
        const cst::RunError& error = run.errors[static_cast<std::size_t>(node.error)];
        text += ", root " + error.node + ": " + error.code + " " + error.message;
    }
    if (node.recovered) {
        text += ", recovered from " + node.recovered->message;
    }
    return QString::fromStdString(text);
}

}  // namespace

void ReportsOnTheWayTest::whatHasEndedLooksAsItWillAtTheEnd() {
    OptionScene scene;
    const auto run = scene.prepared(kText, {}, R"({"x": 1})");
    QCOMPARE(scene.snapshot->errorCount, 0U);
    run->start();
    scene.pass(std::chrono::milliseconds(100));
    const RunSnapshot before = run->report();
    QCOMPARE(before.status, RunStatus::Running);
    scene.finish(*run);
    const RunSnapshot after = run->report();
    QStringList open;
    for (std::size_t i = 0; i < after.nodes.size(); ++i) {
        const NodeStatus status = before.nodes[i].status;
        if (status == NodeStatus::Pending || status == NodeStatus::Waiting) {
            open << QString::fromStdString(std::string(after.compiled->graph->nodes.rows()[i].key));
        } else {
            QCOMPARE(described(before, i), described(after, i));
        }
    }
    QCOMPARE(open.join(' '), QString("slow ofZero/then other other/parts.0 out:slow out:other"));
    QCOMPARE(before.errors.size(), after.errors.size());
    QCOMPARE(before.missing, after.missing);
    for (const OutputValue& one : before.outputs) {
        const bool isOpen = one.name == "slow" || one.name == "other";
        QCOMPARE(one.pendingReason, isOpen ? "waiting" : output(after, one.name).pendingReason);
        QCOMPARE(one.json, isOpen ? "" : output(after, one.name).json);
    }
}

void ReportsOnTheWayTest::anOutputHasItsTextAsSoonAsItHasItsValue() {
    OptionScene scene;
    const auto run = scene.prepared("a = Scripted(\"A: ok@1\")\nb = Scripted(\"B: ok@1000\")\n"
                                    "out a\nout b\n");
    run->start();
    QVERIFY(!output(run->report(), "a").ready);
    scene.pass(std::chrono::milliseconds(10));
    QCOMPARE(output(run->report(), "a").json, std::string("\"A 1\""));
    QVERIFY(!output(run->report(), "b").ready);
    scene.finish(*run);
    QCOMPARE(output(run->report(), "b").json, std::string("\"B 1\""));
}

void ReportsOnTheWayTest::aLongTextIsWholeAtTheEnd() {
    OptionScene scene;
    const auto run = scene.prepared("in s: String\nb = Scripted(\"B: ok@1000\")\nout s\nout b\n",
                                    {}, "{\"s\": \"" + std::string(300'000, 'x') + "\"}");
    run->start();
    scene.pass(std::chrono::milliseconds(10));
    const std::size_t begun = output(run->report(), "s").json.size();
    QVERIFY(begun > 10'000 && begun < 100'000);
    scene.finish(*run);
    QCOMPARE(output(run->report(), "s").json.size(), std::size_t{300'002});
}

QTEST_GUILESS_MAIN(ReportsOnTheWayTest)
#include "tst_reports_on_the_way.moc"
