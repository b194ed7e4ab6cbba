#include "engine/session/identity.h"
#include "tests/support/compile.h"

#include <QTest>

// Nodes keep their identity while the text around them, their name or their place changes.

class IdentityTest : public QObject {
    Q_OBJECT

private slots:
    void aNodeStaysItselfThroughAnEdit_data();
    void aNodeStaysItselfThroughAnEdit();
    void whatComesBackIsItselfAgain();
    void twoEqualStatementsAreTwoNodes();
    void aBrokenNodeKeepsTheLookOfItsLastGoodOne();

private:
    cst::Engine engine_;

    struct Shown {
        std::shared_ptr<cst::Snapshot> snapshot;
        std::vector<cst::NodeIdentity> identities;
        cst::NodeIdentity of(const std::string& key) const {
            const cst::NodeId node = snapshot->graph->byKey(key);
            return node.hasValue() ? identities[node.index] : cst::NodeIdentity();
        }
    };
    Shown show(cst::IdentityTracker& tracker, const std::string& text) {
        Shown shown{compiled(engine_, text), {}};
        shown.identities = tracker.match(*shown.snapshot->graph);
        return shown;
    }
};

void IdentityTest::aNodeStaysItselfThroughAnEdit_data() {
    QTest::addColumn<std::string>("before");
    QTest::addColumn<std::string>("after");
    QTest::addColumn<std::string>("keyBefore");
    QTest::addColumn<std::string>("keyAfter");
    const auto row = [](const char* name, const char* before, const char* after,
                        const char* keyBefore, const char* keyAfter) {
        QTest::addRow("%s", name) << std::string(before) << std::string(after)
                                  << std::string(keyBefore) << std::string(keyAfter);
    };
    row("an insertion above", "a = max(1, 2)\nout a", "b = min(1, 2)\na = max(1, 2)\nout a\nout b",
        "a", "a");
    row("blank space", "a = max(1, 2)\nout a", "\n\n  a   = max( 1,2 )\nout a", "a", "a");
    row("a rename", "a = max(1, 2)\nout a", "top = max(1, 2)\nout top", "a", "top");
    row("a reordering", "a = max(1, 2)\nb = min(1, 2)\nout a\nout b",
        "b = min(1, 2)\na = max(1, 2)\nout a\nout b", "b", "b");
    row("a changed literal", "a = max(1, 2)\nout a", "a = max(1, 3)\nout a", "a", "a");
    row("another function", "a = max(1, 2)\nout a", "a = min(1, 2)\nout a", "a", "a");
    row("a nested node under a rename", "a = max(1, min(2, 3))\nout a",
        "b = max(1, min(2, 3))\nout b", "a/args.1", "b/args.1");
    row("a rename that swaps two", "a = max(1, 2)\nb = min(3, 4)\nout a\nout b",
        "b = max(1, 2)\na = min(3, 4)\nout a\nout b", "a", "b");
}

void IdentityTest::aNodeStaysItselfThroughAnEdit() {
    QFETCH(std::string, before);
    QFETCH(std::string, after);
    QFETCH(std::string, keyBefore);
    QFETCH(std::string, keyAfter);
    cst::IdentityTracker tracker;
    const Shown first = show(tracker, before);
    const Shown second = show(tracker, after);
    QVERIFY(first.of(keyBefore).hasValue());
    QVERIFY(first.of(keyBefore) == second.of(keyAfter));
}

void IdentityTest::whatComesBackIsItselfAgain() {
    cst::IdentityTracker tracker;
    const std::string text = "a = max(1, 2)\nb = min(1, 2)\nout a\nout b";
    const Shown first = show(tracker, text);
    show(tracker, "a = max(1, 2)\n# b = min(1, 2)\nout a");
    const Shown third = show(tracker, text);
    QVERIFY(first.of("b") == third.of("b"));
    QVERIFY(first.of("a") == third.of("a"));
}

void IdentityTest::twoEqualStatementsAreTwoNodes() {
    cst::IdentityTracker tracker;
    const Shown shown = show(tracker, "a = max(1, 2)\nb = max(1, 2)\nout a\nout b");
    QVERIFY(shown.of("a") != shown.of("b"));
}

void IdentityTest::aBrokenNodeKeepsTheLookOfItsLastGoodOne() {
    cst::IdentityTracker tracker;
    cst::GhostKeeper ghosts;
    const auto look = [&](const std::string& text) {
        const Shown shown = show(tracker, text);
        std::vector<cst::ShownNode> nodes(shown.identities.size());
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            nodes[i].identity = shown.identities[i];
        }
        cst::Graph graph = *shown.snapshot->graph;
        ghosts.apply(graph, nodes);
        const cst::NodeId node = graph.byKey("a");
        return std::pair(graph.nodes[node].label, nodes[node.index].ghost);
    };
    QVERIFY(look("in x: Int\na = max(x, 2)\nout a") == std::pair(std::string("max"), false));
    QVERIFY(look("in x: Int\na = max(x, \nout a") == std::pair(std::string("max"), true));
    QVERIFY(look("in x: Int\na = min(x, 2)\nout a") == std::pair(std::string("min"), false));
}

QTEST_APPLESS_MAIN(IdentityTest)
#include "tst_identity.moc"
