#include "tests/ui/support/pictures.h"
#include "tests/ui/support/snapshots.h"
#include "ui/graph/density.h"
#include "ui/graph/graph_view.h"

#include <QApplication>
#include <QImage>
#include <QTest>

// What the graph looks like, at each level of detail, dark and light. CST_REWRITE_GOLDENS=1 writes
// the pictures anew: look at each of them.

using namespace cst;
using namespace cst::test;

class GraphPicturesTest : public QObject {
    Q_OBJECT

private slots:
    void itLooksAsItDid_data();
    void itLooksAsItDid();
    void anotherPictureIsNoticed();
    void aLoudThingIsSeenAmongManyHoweverSmallItIs();
    void theMoreOfACellIsCoveredTheMoreColourItHas();
};

namespace {

constexpr QSize kCanvas(900, 420);

/// Of every kind, and in every state that holds still.
struct Scene {
    SnapshotPtr snapshot;
    RunSnapshotPtr run;
};

Scene everything(NodeStatus last = NodeStatus::Failed) {
    SnapshotBuilder build;
    const NodeId note = build.input("note", types::kString, "\"hello\"");
    const NodeId limit = build.input("limit", types::kInt, "3");
    const NodeId clean = build.call("clean", "Trim", {note});
    const NodeId words = build.call("words", "WordCount", {clean}, types::kInt);
    const NodeId literal = build.node(NodeKind::Literal, "long/right", "100", {}, types::kInt);
    const NodeId isLong =
        build.node(NodeKind::Inline, "long", "words > 100", {words, literal}, types::kBoolean);
    const NodeId pick = build.node(NodeKind::Control, "pick", "if", {isLong}, types::kString);
    build.conditional(clean, pick, "then");
    const NodeId skipped = build.call("other", "Uppercase", {note});
    build.conditional(skipped, pick, "else");
    const NodeId ghost = build.call("broken", "Lowercase", {clean});
    build.ghost(ghost);
    build.call("calls", "HttpGet", {limit});
    build.call("after", "Trim", {pick});
    const NodeId group = build.node(NodeKind::Group, "group:report", "", {words}, types::kString);
    build.row(group).name = "report";
    build.output("words");
    build.output("pick");
    auto snapshot = std::make_shared<Snapshot>(*build.finish());
    snapshot->members.resize(snapshot->shown.size());
    snapshot->members[group.index] = {NodeIdentity(1000U), NodeIdentity(1001U)};
    Scene scene{snapshot, nullptr};
    auto run = runOf(scene.snapshot);
    run->status = RunStatus::Failed;
    complete(*run, "clean", 1.2);
    complete(*run, "words", 12'400);
    complete(*run, "pick", 0.04);
    nodeRun(*run, "pick").askedFor = {1};
    nodeRun(*run, "long").status = NodeStatus::Cached;
    nodeRun(*run, "long").wasUs = 34;
    nodeRun(*run, "other").status = NodeStatus::Skipped;
    nodeRun(*run, "calls").status = last;
    nodeRun(*run, "after").status = NodeStatus::Blocked;
    nodeRun(*run, "after").blockedBy = "limit";
    scene.run = run;
    return scene;
}

QImage pictureOf(const Scene& scene, Theme::Choice choice, double zoom) {
    Theme theme;
    theme.choose(choice);
    GraphView view(theme);
    view.resize(kCanvas);
    view.show();
    view.showSnapshot(scene.snapshot);
    view.showRun(scene.run);
    view.fit();
    while (view.zoom() > zoom * 1.1) view.zoomOut();
    while (view.zoom() < zoom / 1.1) view.zoomIn();
    return view.grab().toImage().convertToFormat(QImage::Format_RGB32);
}

}  // namespace

void GraphPicturesTest::itLooksAsItDid_data() {
    QTest::addColumn<double>("zoom");
    QTest::addColumn<bool>("isDark");
    const std::pair<const char*, double> levels[] = {
        {"full", 1.0}, {"names", 0.6}, {"marks", 0.42}, {"boxes", 0.25}, {"density", 0.05}};
    for (const auto& [name, zoom] : levels) {
        QTest::addRow("%s-dark", name) << zoom << true;
        QTest::addRow("%s-light", name) << zoom << false;
    }
}

void GraphPicturesTest::itLooksAsItDid() {
    QFETCH(double, zoom);
    QFETCH(bool, isDark);
    const QImage picture =
        pictureOf(everything(), isDark ? Theme::Choice::Dark : Theme::Choice::Light, zoom);
    const QString wrong = differenceFromGolden(picture, QString(QTest::currentDataTag()));
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
}

void GraphPicturesTest::anotherPictureIsNoticed() {
    const QImage one = pictureOf(everything(NodeStatus::Failed), Theme::Choice::Dark, 1);
    const QImage other = pictureOf(everything(NodeStatus::Queued), Theme::Choice::Dark, 1);
    QCOMPARE(difference(one, one), 0.0);
    QVERIFY2(difference(one, other) > kMostOff, "one node in another state");
}

void GraphPicturesTest::aLoudThingIsSeenAmongManyHoweverSmallItIs() {
    Density density(QRect(10, 20, 40, 20), 2);
    density.add({14.2, 24.1, 0.2, 0.1}, Qt::red, true);
    for (int i = 0; i < 50; ++i) density.add({10, 20, 40, 20}, Qt::blue, false);
    const QImage image = density.image(Qt::white);
    QCOMPARE(image.size(), QSize(20, 10));
    QCOMPARE(image.pixelColor(2, 2), QColor(Qt::red));
    QCOMPARE(image.pixelColor(3, 2), QColor(Qt::blue));
}

void GraphPicturesTest::theMoreOfACellIsCoveredTheMoreColourItHas() {
    Density density(QRect(0, 0, 12, 4), 4);
    density.add({0, 0, 4, 1}, Qt::black, false);
    density.add({4, 0, 4, 3}, Qt::black, false);
    const QImage image = density.image(Qt::white);
    QVERIFY(image.pixelColor(0, 0).lightness() > image.pixelColor(1, 0).lightness());
    QVERIFY(image.pixelColor(1, 0).lightness() > 0);
    QCOMPARE(image.pixelColor(2, 0), QColor(Qt::white));
}

QTEST_MAIN(GraphPicturesTest)
#include "tst_graph_pictures.moc"
