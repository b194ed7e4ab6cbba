// Heat and the critical path in the window: their keys, and that they are remembered. Keys and
// mouse only.

#include "tests/ui/support/studio.h"
#include "ui/graph/heat_legend.h"

#include <QMenu>
#include <QToolButton>

using namespace cst;
using cst::test::Studio;

class WindowProfileTest : public QObject {
    Q_OBJECT

private slots:
    void aKeyGoesThroughTheKindsOfHeat();
    void aKindIsChosenInTheMenu();
    void whatIsShownIsRememberedTillTheNextStart();
    void theCriticalPathOfTheFanOutGoesThroughItsLongestChain();
    void runsOfTheSameTextAreCounted();
};

namespace {

QStringList legend(Studio& studio) {
    return studio.find<HeatLegend>("heatLegend")->lines();
}

void nextHeat(Studio& studio) {
    studio.press(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
}

void run(Studio& studio) {
    studio.pressMouse(studio.find<QToolButton>("runButton"));
    EVENTUALLY(!studio.find<QToolButton>("stopButton")->isEnabled());
}

void open(Studio& studio, const QByteArray& text) {
    studio.press(Qt::Key_N, Qt::ControlModifier);
    studio.type(text);
}

}  // namespace

void WindowProfileTest::aKeyGoesThroughTheKindsOfHeat() {
    Studio studio;
    open(studio, "a = QuickCheck(\"x\")\nout a\n");
    run(studio);
    QVERIFY(legend(studio).isEmpty());
    for (const char* title : {"Heat: run time", "Heat: CPU", "Heat: wait",
                              "Heat: calls in all runs", "Heat: bytes of the value"}) {
        nextHeat(studio);
        QCOMPARE(legend(studio).value(0), QString(title));
        QCOMPARE(legend(studio).size(), 3);
    }
    nextHeat(studio);
    QVERIFY(legend(studio).isEmpty());
}

void WindowProfileTest::aKindIsChosenInTheMenu() {
    Studio studio;
    auto* menu = studio.find<QMenu>("heatMenu");
    menu->popup(studio.window().mapToGlobal(QPoint(100, 100)));
    EVENTUALLY(menu->isVisible());
    for (int i = 0; i < 4; ++i) QTest::keyClick(menu, Qt::Key_Down);
    QTest::keyClick(menu, Qt::Key_Return);
    QCOMPARE(legend(studio).value(0), QString("Heat: wait"));
    nextHeat(studio);
    QCOMPARE(legend(studio).value(0), QString("Heat: calls in all runs"));
}

void WindowProfileTest::whatIsShownIsRememberedTillTheNextStart() {
    Studio studio;
    nextHeat(studio);
    studio.press(Qt::Key_P, Qt::ControlModifier | Qt::AltModifier);
    studio.press(Qt::Key_H, Qt::ControlModifier | Qt::AltModifier);
    studio.restart();
    const ProfileChoice expected{HeatMetric::RunTime, true, true};
    QVERIFY(studio.graph().profile().choice() == expected);
    QCOMPARE(legend(studio).value(0), QString("Heat: run time"));
    QVERIFY(legend(studio).join("|").contains("|critical path: "));
}

void WindowProfileTest::theCriticalPathOfTheFanOutGoesThroughItsLongestChain() {
    MainWindow::Options options;
    options.file = cst::test::samplePath("fan-out.cst");
    Studio studio(options);
    EVENTUALLY(studio.graph().nodeCount() > 20);
    studio.press(Qt::Key_P, Qt::ControlModifier | Qt::AltModifier);
    run(studio);
    EVENTUALLY(legend(studio).value(0).contains(" of 1."));
    const GraphProfile& profile = studio.graph().profile();
    const Graph& graph = *profile.run()->compiled->graph;
    for (const char* key : {"customer", "risk", "answers"}) {
        QVERIFY2(profile.isOnPath(graph.byKey(key).index), key);
    }
    for (const char* key : {"stock", "weather", "check"}) {
        QVERIFY2(!profile.isOnPath(graph.byKey(key).index), key);
    }
    const CriticalPath& path = profile.path();
    QVERIFY(path.slackNs[graph.byKey("weather").index] > 300'000'000);  // 1 s of 1.5 s
    QVERIFY(path.withoutNs[graph.byKey("risk").index] < path.totalNs);
}

void WindowProfileTest::runsOfTheSameTextAreCounted() {
    Studio studio;
    open(studio, "a = QuickCheck(\"x\")\nout a\n");
    const auto counted = [&]() -> uint64_t {
        const RunSnapshotPtr& last = studio.graph().profile().run();
        const NodeId node = last ? last->compiled->graph->byKey("a") : NodeId();
        if (!node.hasValue() || !last->nodes[node.index].statistics) return 0;
        return last->nodes[node.index].statistics->count();
    };
    run(studio);
    EVENTUALLY(counted() == 1);
    run(studio);
    EVENTUALLY(counted() == 2);
}

QTEST_MAIN(WindowProfileTest)
#include "tst_window_profile.moc"
