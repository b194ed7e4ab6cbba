#include "engine/session/ghosts.h"
#include "engine/session/graph_delta.h"
#include "engine/session/identity.h"
#include "tests/support/compile.h"

#include <QTest>

// What a snapshot tells of the graph before it.

using cst::NodeIdentity;
using cst::Snapshot;

class GraphDeltaTest : public QObject {
    Q_OBJECT

private slots:
    void anEditIsToldByItsNodes_data();
    void anEditIsToldByItsNodes();
    void theFirstGraphIsAllNew();

private:
    cst::Engine engine_{1};
};

namespace {

/// Snapshots as the session makes them.
class Document {
public:
    explicit Document(cst::Engine& engine) : engine_(engine) {}

    std::shared_ptr<Snapshot> type(const QString& text) {
        auto snapshot = std::make_shared<Snapshot>(*compiled(engine_, text.toStdString()));
        const std::vector<NodeIdentity> identities = tracker_.match(*snapshot->graph);
        for (std::size_t i = 0; i < identities.size(); ++i) {
            snapshot->shown[i].identity = identities[i];
        }
        snapshot->graph = ghosts_.apply(snapshot->graph, snapshot->shown);
        return snapshot;
    }

private:
    cst::Engine& engine_;
    cst::IdentityTracker tracker_;
    cst::GhostKeeper ghosts_;
};

QString keysOf(const std::vector<NodeIdentity>& identities, const Snapshot& snapshot) {
    QStringList keys;
    for (const NodeIdentity identity : identities) {
        for (std::size_t i = 0; i < snapshot.shown.size(); ++i) {
            if (snapshot.shown[i].identity == identity) {
                keys.append(
                    QString::fromStdString(std::string(snapshot.graph->nodes[cst::NodeId(i)].key)));
            }
        }
    }
    keys.sort();
    return keys.join(' ');
}

}  // namespace

void GraphDeltaTest::anEditIsToldByItsNodes_data() {
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("added");
    QTest::addColumn<QString>("removed");
    QTest::addColumn<QString>("changed");
    const QString text = "in x: Int\na = x + 1\nb = a + x\nout b";
    const auto row = [&](const char* name, const QString& after, const char* added,
                         const char* removed, const char* changed) {
        QTest::newRow(name) << text << after << added << removed << changed;
    };
    row("nothing", text, "", "", "");
    row("blank lines and comments", "in x: Int\n\n# why\na =  x + 1\nb = a + x\nout b", "", "", "");
    row("a literal", "in x: Int\na = x + 2\nb = a + x\nout b", "", "", "a a/args.1");
    row("an operator", "in x: Int\na = x * 1\nb = a + x\nout b", "", "", "a");
    row("a new statement", "in x: Int\nc = x\nd = x * x\na = x + 1\nb = a + x\nout b", "d", "", "");
    row("one that is gone", "in x: Int\na = x + 1\nout a", "out:a", "b out:b", "");
    row("a rename", "in x: Int\nn = x + 1\nb = n + x\nout b", "", "", "n n/args.1");
    row("another source of a value", "in x: Int\na = x + 1\nb = x + x\nout b", "", "", "b");
    row("a typo", "in x: Int\na = y + 1\nb = a + x\nout b", "", "", "a a/args.1 b out:b");
}

void GraphDeltaTest::anEditIsToldByItsNodes() {
    QFETCH(QString, before);
    QFETCH(QString, after);
    Document document(engine_);
    const auto first = document.type(before);
    const auto second = document.type(after);
    const cst::GraphDelta delta = cst::graphDelta(first.get(), *second);
    QTEST(keysOf(delta.added, *second), "added");
    QTEST(keysOf(delta.removed, *first), "removed");
    QTEST(keysOf(delta.changed, *second), "changed");
}

void GraphDeltaTest::theFirstGraphIsAllNew() {
    Document document(engine_);
    const auto first = document.type("in x: Int\nout x");
    const cst::GraphDelta delta = cst::graphDelta(nullptr, *first);
    QCOMPARE(keysOf(delta.added, *first), QString("in:x out:x"));
    QVERIFY(delta.removed.empty() && delta.changed.empty());
}

QTEST_GUILESS_MAIN(GraphDeltaTest)
#include "tst_graph_delta.moc"
