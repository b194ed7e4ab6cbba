#include "engine/session/ghosts.h"
#include "engine/session/identity.h"
#include "engine/session/layout_keeper.h"
#include "tests/support/compile.h"

#include <QTest>

#include <algorithm>
#include <map>

// Nodes keep their identity while the text around them, their name or their place changes.

class IdentityTest : public QObject {
    Q_OBJECT

private slots:
    void aNodeStaysItselfThroughAnEdit_data();
    void aNodeStaysItselfThroughAnEdit();
    void whatComesBackIsItselfAgain();
    void twoEqualStatementsAreTwoNodes();
    void aBrokenNodeKeepsTheLookOfItsLastGoodOne();
    void aTypoMovesNothing_data();
    void aTypoMovesNothing();
    void aBrokenOutputKeepsItsPlace_data();
    void aBrokenOutputKeepsItsPlace();
    void anInputWithoutANameKeepsItsPlace();
    void lostOutputsHaveKeysOfTheirOwn();
    void aNodeThatNeverCompiledShowsWhatItUses();
    void aGhostNeverClosesACircle_data();
    void aGhostNeverClosesACircle();

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

namespace {

/// A document as the session keeps it.
class Document {
public:
    explicit Document(cst::Engine& engine) : engine_(engine) {}

    void type(const std::string& text) {
        const auto snapshot = compiled(engine_, text);
        std::vector<cst::ShownNode> shown(snapshot->graph->nodes.size());
        const auto identities = tracker_.match(*snapshot->graph);
        for (std::size_t i = 0; i < shown.size(); ++i) {
            shown[i].identity = identities[i];
        }
        graph_ = ghosts_.apply(snapshot->graph, shown);
        shown_ = std::move(shown);
        layout_ = layouts_.layout(*graph_, shown_);
    }
    /// `max~` is a ghost; operands behind it in order of their ports.
    QString look(const std::string& key) const {
        const cst::NodeId node = graph_->byKey(key);
        if (!node.hasValue()) {
            return "none";
        }
        std::string text(graph_->nodes[node].label);
        text += shown_[node.index].ghost ? "~" : "";
        for (const cst::GraphEdge& edge : graph_->edges) {
            if (edge.to == node) {
                text += " " + std::string(graph_->nodes[edge.from].key);
            }
        }
        return QString::fromStdString(text);
    }
    cst::LayoutPoint place(const std::string& key) const {
        return layout_->boxes[graph_->byKey(key).index].topLeft;
    }
    const cst::Graph& graph() const { return *graph_; }

private:
    cst::Engine& engine_;
    cst::IdentityTracker tracker_;
    cst::GhostKeeper ghosts_;
    std::shared_ptr<const cst::Graph> graph_;
    std::vector<cst::ShownNode> shown_;
    cst::LayoutKeeper layouts_;
    std::shared_ptr<const cst::Layout> layout_;
};

}  // namespace

void IdentityTest::aBrokenNodeKeepsTheLookOfItsLastGoodOne() {
    Document document(engine_);
    document.type("in x: Int\na = max(x, 2)\nout a");
    QCOMPARE(document.look("a"), QString("max in:x a/args.1"));
    document.type("in x: Int\na = max(x, \nout a");
    QCOMPARE(document.look("a"), QString("max~ in:x a/args.1"));
    QCOMPARE(document.look("a/args.1"), QString("2~"));
    document.type("in x: Int\na = max(x, \n# still\nout a");
    QCOMPARE(document.look("a"), QString("max~ in:x a/args.1"));
    document.type("in x: Int\na = min(x, 2)\nout a");
    QCOMPARE(document.look("a"), QString("min in:x a/args.1"));
}

void IdentityTest::aTypoMovesNothing_data() {
    QTest::addColumn<std::string>("broken");
    const auto row = [](const char* name, const char* statement) {
        QTest::addRow("%s", name) << std::string(statement);
    };
    row("a misspelled function", "words = WordCoun(text)");
    row("an open parenthesis", "words = WordCount(text");
    row("an operator without its right side", "words = WordCount(text) +");
    row("an unknown variable", "words = WordCount(tex)");
    row("nothing but the name", "words =");
}

void IdentityTest::aTypoMovesNothing() {
    QFETCH(std::string, broken);
    const auto text = [](const std::string& statement) {
        return "in text: String\nin n: Int\n" + statement +
               "\nupper = Uppercase(text)\ntotal = words * n + 1\n"
               "label = \"${upper}: ${total}\"\nout label\nout words\n";
    };
    Document document(engine_);
    document.type(text("words = WordCount(text)"));
    std::map<std::string, cst::LayoutPoint> before;
    for (const cst::GraphNode& node : document.graph().nodes) {
        before.emplace(node.key, document.place(std::string(node.key)));
    }
    document.type(text(broken));
    QCOMPARE(document.graph().nodes.size(), before.size());
    for (const auto& [key, place] : before) {
        QVERIFY2(document.place(key) == place, key.c_str());
    }
}

void IdentityTest::aBrokenOutputKeepsItsPlace_data() {
    QTest::addColumn<std::string>("statement");
    QTest::addColumn<std::string>("end");
    QTest::addColumn<std::string>("key");
    QTest::addColumn<QString>("look");
    const auto row = [](const char* name, const char* statement, const char* end, const char* key,
                        const char* look) {
        QTest::addRow("%s", name) << std::string(statement) << std::string(end) << std::string(key)
                                  << QString(look);
    };
    row("a name that nothing has", "c = x + 1\n", "out cc", "out:cc", "cc~ c");
    row("no name", "c = x + 1\n", "out ", "out:", "c~ c");
    row("no name, and more below", "c = x + 1\n", "out \nd = x", "out:", "c~ c");
    row("an expression", "c = x + 1\n", "out c +", "out:", "c~ c");
    row("a reserved word", "c = x + 1\n", "out when", "out:", "c~ c");
    row("what it shows is gone", "", "out c", "out:c", "c~");
}

void IdentityTest::aBrokenOutputKeepsItsPlace() {
    QFETCH(std::string, statement);
    QFETCH(std::string, end);
    QFETCH(std::string, key);
    QFETCH(QString, look);
    const std::string head = "in x: Int\nb = x * 2\nout b\n";
    Document document(engine_);
    document.type(head + "c = x + 1\nout c");
    const cst::LayoutPoint place = document.place("out:c");
    document.type(head + statement + end);
    QCOMPARE(document.look(key), look);
    QVERIFY(statement.empty() || document.place(key) == place);
    QCOMPARE(document.look("out:b"), QString("b b"));
    document.type(head + "c = x + 1\nout c");
    QCOMPARE(document.look("out:c"), QString("c c"));
}

void IdentityTest::anInputWithoutANameKeepsItsPlace() {
    Document document(engine_);
    document.type("in x: Int\nin y: Int\na = x + y\nout a");
    const cst::LayoutPoint place = document.place("in:y");
    document.type("in x: Int\nin : Int\na = x + y\nout a");
    QCOMPARE(document.look("in:"), QString("y~"));
    QVERIFY(document.place("in:") == place);
    QCOMPARE(document.look("a"), QString("+~ in:x in:"));
}

void IdentityTest::lostOutputsHaveKeysOfTheirOwn() {
    const auto snapshot = compiled(engine_, "out a\nout b\nout b\nout \nout \na = 1 + 2\nout a");
    std::vector<std::string> keys;
    for (const cst::GraphNode& node : snapshot->graph->nodes) {
        if (node.kind == cst::NodeKind::Output) keys.emplace_back(node.key);
    }
    const std::vector<std::string> expected{"out:a~2", "out:b",  "out:b~2",
                                            "out:",    "out:~2", "out:a"};
    QVERIFY(keys == expected);
}

void IdentityTest::aNodeThatNeverCompiledShowsWhatItUses() {
    Document document(engine_);
    document.type("in x: Int\nin z: Int\na = x + y * nothing(z) + x\nout a");
    QCOMPARE(document.look("a"), QString("x + y * nothing(z) + x~ in:x in:z"));
}

void IdentityTest::aGhostNeverClosesACircle_data() {
    QTest::addColumn<std::string>("before");
    QTest::addColumn<std::string>("after");
    QTest::newRow("what it used stands below it")
        << std::string("in x: Int\na = x + 1\nb = a * 2\nout b")
        << std::string("in x: Int\nb = a * \na = b + 1\nout b");
    QTest::newRow("and is broken itself")
        << std::string("in x: Int\nc = x + 1\na = x + 2\nb = c * a\nout b\nout c")
        << std::string("in x: Int\nb = c * \na = b + \nc = a + b\nout b\nout c");
    QTest::newRow("both are broken, the other way round")
        << std::string("in x: Int\na = max(x, 1)\nb = max(a, 2)\nout b")
        << std::string("in x: Int\nb = max(a, \na = max(b, \nout b");
}

void IdentityTest::aGhostNeverClosesACircle() {
    QFETCH(std::string, before);
    QFETCH(std::string, after);
    Document document(engine_);
    document.type(before);
    document.type(after);
    // Without a circle nodes can be taken away one by one, each when nothing leads to it.
    const cst::Graph& graph = document.graph();
    std::vector<bool> taken(graph.nodes.size());
    for (std::size_t round = 0; round < graph.nodes.size(); ++round) {
        std::vector<bool> hasOperand(graph.nodes.size());
        for (const cst::GraphEdge& edge : graph.edges) {
            hasOperand[edge.to.index] = hasOperand[edge.to.index] || !taken[edge.from.index];
        }
        for (std::size_t i = 0; i < taken.size(); ++i) {
            taken[i] = taken[i] || !hasOperand[i];
        }
    }
    QVERIFY(std::find(taken.begin(), taken.end(), false) == taken.end());
}

QTEST_APPLESS_MAIN(IdentityTest)
#include "tst_identity.moc"
