#include "engine/session/ghosts.h"
#include "engine/session/identity.h"
#include "engine/session/layout_keeper.h"
#include "engine/session/layout_thread.h"
#include "tests/support/compile.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>
#include <mutex>

// The picture of a document while somebody types.

class LayoutKeeperTest : public QObject {
    Q_OBJECT

private slots:
    void theSpeedOfTypingDoesNotMatter_data();
    void theSpeedOfTypingDoesNotMatter();
    void whatIsTakenBackLeavesThePictureAsItWas();
    void mostKeyPressesMakeNoLayout();
    void aTextThatIsMostlyNewIsLaidOutAsAWhole();
    void aLongSessionStaysOrderly();
    void aNodeStaysWhereAPersonPutsIt();
    void aPinnedNodeKeepsItsPlaceUnderAnotherName();
    void placesOfAFileWaitForTheirNodes();
    void aStepIsTakenBackAndDoneAgain();
    void tidyingAllMakesThePictureOfAFreshStart();
    void tidyingSomeLeavesTheOthers();
    void eachLookHasItsPictureAndFindsItAgain();
    void aPinIsWhereItWasPutWhicheverWayThePictureFlows();
    void aStepTakenBackLeavesTheLookAsItIs();
    void aLargeGraphIsLaidOutElsewhere();
    void aLayoutOfAnOlderTextIsNotTaken();
    void theThreadMakesTheNewestLayout();
    void nobodyWaitsForALayoutThatNobodyWants();

private:
    cst::Engine engine_{1};
};

namespace {

/// A document as the session keeps it.
class Document {
public:
    explicit Document(cst::Engine& engine, std::size_t atOnce = SIZE_MAX)
        : layouts(atOnce), engine_(engine) {}

    void show(const std::string& text) {
        const auto snapshot = compiled(engine_, text);
        shown_.assign(snapshot->graph->nodes.size(), {});
        const auto identities = tracker_.match(*snapshot->graph);
        for (std::size_t i = 0; i < shown_.size(); ++i) {
            shown_[i].identity = identities[i];
        }
        graph_ = ghosts_.apply(snapshot->graph, shown_);
        layout = layouts.layout(*graph_, shown_);
    }
    /// Where all stands, by key, and how the edges run.
    std::map<QString, QString> places() const {
        std::map<QString, QString> places;
        for (std::size_t i = 0; i < graph_->nodes.size(); ++i) {
            const cst::LayoutPoint at = layout->boxes[i].topLeft;
            places[keyOf(cst::NodeId(i))] = QString("%1 %2").arg(at.x).arg(at.y);
        }
        for (std::size_t i = 0; i < graph_->edges.size(); ++i) {
            QString way;
            for (const cst::LayoutPoint& point : layout->routes[i]) {
                way += QString(" %1 %2").arg(point.x).arg(point.y);
            }
            const cst::GraphEdge& edge = graph_->edges[i];
            places[keyOf(edge.from) + " > " + keyOf(edge.to) + " " + QString::number(edge.port)] =
                way;
        }
        return places;
    }
    cst::NodeIdentity identity(std::string_view key) const {
        return shown_[graph_->byKey(key).index].identity;
    }
    cst::LayoutPoint place(std::string_view key) const {
        return layout->boxes[graph_->byKey(key).index].topLeft;
    }
    void pin(std::string_view key, cst::LayoutPoint place) {
        arrange({.pins = {{identity(key), place}}});
    }
    void look(const cst::GraphLook& look) {
        layouts.setLook(look);
        layout = layouts.layout(*graph_, shown_);
    }
    void arrange(const cst::Arranging& arranging) {
        layouts.arrange(arranging);
        layout = layouts.layout(*graph_, shown_);
    }
    std::string pinned() const {
        cst::Snapshot snapshot;
        snapshot.graph = graph_;
        snapshot.shown = shown_;
        snapshot.arrangement = layouts.arrangement();
        return cst::printPlaces(cst::placesOf(snapshot));
    }
    std::shared_ptr<const cst::Layout> layout;
    cst::LayoutKeeper layouts;

private:
    QString keyOf(cst::NodeId node) const {
        const std::string_view key = graph_->nodes[node].key;
        return QString::fromUtf8(key.data(), static_cast<qsizetype>(key.size()));
    }

    cst::Engine& engine_;
    cst::IdentityTracker tracker_;
    cst::GhostKeeper ghosts_;
    std::shared_ptr<const cst::Graph> graph_;
    std::vector<cst::ShownNode> shown_;
};

/// What stands there after these keys.
std::string written(const std::string& keys) {
    std::string text;
    for (const char key : keys) {
        if (key == '\b') {
            text.pop_back();
        } else {
            text += key;
        }
    }
    return text;
}

const std::string kHead = "in x: Int\nin y: Int\na = max(x, y)\nb = min(x, y)\nc = a + b\n";
const std::string kTail = "\nd = max(c, 1)\ne = d * b\nout e\nout a\n";

}  // namespace

void LayoutKeeperTest::theSpeedOfTypingDoesNotMatter_data() {
    QTest::addColumn<std::string>("typed");
    QTest::newRow("a statement") << std::string("n = max(a, b)\n");
    QTest::newRow("two statements") << std::string("n = max(a, b)\nm = if (n > 3) n else c\n");
    QTest::newRow("what nothing uses yet") << std::string("n = 7\nm = 8\nk = n + m\n");
    QTest::newRow("with a typo that is mended") << std::string("n = mxa(a,\b\b\b\b\bax(a, b)\n");
    QTest::newRow("an input") << std::string("in z: List<Int>\nn = list-length(z)\nm = n + a\n");
}
void LayoutKeeperTest::theSpeedOfTypingDoesNotMatter() {
    QFETCH(std::string, typed);
    std::map<QString, QString> slow;
    for (const std::size_t step : {1U, 2U, 3U, 7U, 1000U}) {
        Document document(engine_);
        document.show(kHead + kTail);
        for (std::size_t count = step; count < typed.size(); count += step) {
            document.show(kHead + written(typed.substr(0, count)) + kTail);
        }
        document.show(kHead + written(typed) + kTail);
        if (step == 1) {
            slow = document.places();
        }
        const std::map<QString, QString> places = document.places();
        for (const auto& [what, place] : places) {
            QVERIFY2(slow[what] == place, qPrintable(QString("%1 letters at once: %2 at %3, not %4")
                                                         .arg(step)
                                                         .arg(what, place, slow[what])));
        }
        QCOMPARE(places.size(), slow.size());
    }
}

void LayoutKeeperTest::whatIsTakenBackLeavesThePictureAsItWas() {
    Document document(engine_);
    document.show(kHead + kTail);
    const auto before = document.places();
    document.show(kHead + "n = max(a, b)\nm = n + c\n" + kTail);
    document.show(kHead + "n = max(a, b)\nm = min(n, 3) + c\n" + kTail + "out m\n");
    QVERIFY(document.places() != before);
    document.show(kHead + kTail);
    QCOMPARE(document.places(), before);
}

void LayoutKeeperTest::mostKeyPressesMakeNoLayout() {
    Document document(engine_);
    document.show(kHead + kTail);
    const std::shared_ptr<const cst::Layout> before = document.layout;
    for (const char* comment : {"#", "# a", "# as", "# as it"}) {
        document.show(kHead + comment + "\n" + kTail);
        QCOMPARE(document.layout, before);
    }
}

void LayoutKeeperTest::aTextThatIsMostlyNewIsLaidOutAsAWhole() {
    const std::string other = "in t: String\np = Trim(t)\nq = Uppercase(p)\nr = Lowercase(p)\n"
                              "s = concat(q, r)\nout s\n";
    Document typed(engine_), opened(engine_);
    typed.show("in t: String\nout t\n");
    typed.show(other);
    opened.show(other);
    QCOMPARE(typed.places(), opened.places());
}

void LayoutKeeperTest::aLongSessionStaysOrderly() {
    Document document(engine_);
    std::string text = "in x: Int\nv0 = x + 1\n";
    for (int i = 1; i < 200; ++i) {
        const QString line = QString("v%1 = max(v%2, v%3)\n").arg(i).arg(i - 1).arg(i / 2);
        text += line.toStdString();
        document.show(text);
    }
    const cst::Layout& layout = *document.layout;
    for (std::size_t i = 0; i < layout.boxes.size(); ++i) {
        for (std::size_t k = i + 1; k < layout.boxes.size(); ++k) {
            const cst::LayoutBox &a = layout.boxes[i], &b = layout.boxes[k];
            QVERIFY(a.topLeft.x + a.width <= b.topLeft.x || b.topLeft.x + b.width <= a.topLeft.x ||
                    a.topLeft.y + a.height <= b.topLeft.y || b.topLeft.y + b.height <= a.topLeft.y);
        }
    }
}

void LayoutKeeperTest::aNodeStaysWhereAPersonPutsIt() {
    Document document(engine_);
    document.show(kHead + kTail);
    document.pin("c", {700, 300});
    QCOMPARE(document.place("c"), (cst::LayoutPoint{700, 300}));
    document.show(kHead + "n = max(a, b)\n" + kTail);
    QCOMPARE(document.place("c"), (cst::LayoutPoint{700, 300}));
    QCOMPARE(document.pinned(), std::string("c\t700\t300\n"));
}

void LayoutKeeperTest::aPinnedNodeKeepsItsPlaceUnderAnotherName() {
    Document document(engine_);
    document.show("in x: Int\na = max(x, 1)\nout a\n");
    document.pin("a", {40, 400});
    document.show("in x: Int\nbest = max(x, 1)\nout best\n");
    QCOMPARE(document.place("best"), (cst::LayoutPoint{40, 400}));
    QCOMPARE(document.pinned(), std::string("best\t40\t400\n"));
}

void LayoutKeeperTest::placesOfAFileWaitForTheirNodes() {
    Document document(engine_);
    document.layouts.setPlaces({{"a", {10, 20}}, {"n", {500, 600}}});
    document.show(kHead + kTail);
    QCOMPARE(document.place("a"), (cst::LayoutPoint{10, 20}));
    QCOMPARE(document.pinned(), std::string("a\t10\t20\nn\t500\t600\n"));
    document.show(kHead + "n = max(a, b)\n" + kTail);
    QCOMPARE(document.place("n"), (cst::LayoutPoint{500, 600}));
    document.show(kHead + kTail);  // taken back: it is still known
    document.show(kHead + "n = max(a, b)\n" + kTail);
    QCOMPARE(document.place("n"), (cst::LayoutPoint{500, 600}));
}

void LayoutKeeperTest::aStepIsTakenBackAndDoneAgain() {
    Document document(engine_);
    document.show(kHead + kTail);
    const auto before = document.places();
    const cst::Arranging first{.step = 1, .pins = {{document.identity("c"), {900, 300}}}};
    const cst::Arranging second{.step = 2, .pins = {{document.identity("a"), {0, 500}}}};
    document.arrange(first);
    const auto between = document.places();
    document.arrange(second);
    const auto after = document.places();
    document.arrange({.step = 2, .takesBack = true});
    QCOMPARE(document.places(), between);
    document.arrange({.step = 1, .takesBack = true});
    QCOMPARE(document.places(), before);
    QCOMPARE(document.pinned(), std::string());
    document.arrange(first);
    document.arrange(second);
    QCOMPARE(document.places(), after);
}

void LayoutKeeperTest::tidyingAllMakesThePictureOfAFreshStart() {
    const std::string text = kHead + "n = max(a, b)\nm = min(n, c)\n" + kTail;
    Document document(engine_), fresh(engine_);
    document.show(kHead + kTail);
    document.show(text);
    document.pin("c", {900, 300});
    fresh.show(text);
    QVERIFY(document.places() != fresh.places());
    document.arrange({.tidiesAll = true});
    QCOMPARE(document.places(), fresh.places());
}

void LayoutKeeperTest::tidyingSomeLeavesTheOthers() {
    Document document(engine_);
    document.show(kHead + kTail);
    const auto before = document.places();
    document.pin("c", {900, 300});
    const cst::NodeIdentity moved = document.identity("c");
    document.arrange({.tidied = {moved}});
    QVERIFY(document.place("c") != (cst::LayoutPoint{900, 300}));
    for (const char* key : {"a", "b", "in:x", "e"}) {
        const cst::LayoutPoint at = document.place(key);
        QCOMPARE(QString("%1 %2").arg(at.x).arg(at.y), before.at(key));
    }
    QCOMPARE(document.pinned(), std::string());
}

void LayoutKeeperTest::aLargeGraphIsLaidOutElsewhere() {
    Document document(engine_, 3), small(engine_);
    document.show(kHead + kTail);
    small.show(kHead + kTail);
    QVERIFY(!document.layout);
    const cst::LayoutInput* wanted = document.layouts.wanted();
    QVERIFY(wanted != nullptr);
    document.layouts.take(*wanted, cst::layoutGraph(wanted->nodes, wanted->edges));
    document.show(kHead + kTail);
    QVERIFY(document.layout);
    QVERIFY(document.layouts.wanted() == nullptr);
    QCOMPARE(document.places(), small.places());
    document.show(kHead + "n = max(a, b)\n" + kTail);  // from here on it starts from that one
    QVERIFY(document.layout);
}

void LayoutKeeperTest::aLayoutOfAnOlderTextIsNotTaken() {
    Document document(engine_, 3);
    document.show(kHead + kTail);
    const cst::LayoutInput older = *document.layouts.wanted();
    document.show(kHead + "n = max(a, b)\n" + kTail);
    document.layouts.take(older, cst::layoutGraph(older.nodes, older.edges));
    document.show(kHead + "n = max(a, b)\n" + kTail);
    QVERIFY(!document.layout);
    QVERIFY(*document.layouts.wanted() != older);
}

namespace {

/// A deep graph with many crossings: to lay it out takes a while.
cst::LayoutInput largeInput(uint32_t nodes) {
    cst::LayoutInput input;
    for (uint32_t i = 0; i < nodes; ++i) {
        input.nodes.push_back({110, 44});
        input.order.push_back(i);
        for (uint32_t k = 1; k <= 2 && i >= 40; ++k)
            input.edges.push_back({i - 40 + (i * 7919 * k) % 40, i, k});
    }
    return input;
}

}  // namespace

void LayoutKeeperTest::theThreadMakesTheNewestLayout() {
    std::mutex mutex;
    std::vector<std::size_t> made;
    cst::LayoutThread thread([&](const cst::LayoutInput& input, const cst::Layout& layout) {
        const std::lock_guard lock(mutex);
        made.push_back(layout.boxes.size() == input.nodes.size() ? input.nodes.size() : 0);
    });
    for (uint32_t nodes = 5'000; nodes < 5'010; ++nodes) thread.start(largeInput(nodes));
    const auto isLastThere = [&] {
        const std::lock_guard lock(mutex);
        return !made.empty() && made.back() == 5'009;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isLastThere(), 20'000);
    const std::lock_guard lock(mutex);
    QVERIFY(std::is_sorted(made.begin(), made.end()));  // none was made after a newer one
}

void LayoutKeeperTest::nobodyWaitsForALayoutThatNobodyWants() {
    std::atomic<int> made = 0;
    {
        cst::LayoutThread thread([&](const cst::LayoutInput&, const cst::Layout&) { ++made; });
        thread.start(largeInput(20'000));
    }
    QVERIFY(made <= 1);
}

namespace {

const cst::GraphLook kDown{.flow = cst::LayoutFlow::TopDown};

}  // namespace

void LayoutKeeperTest::eachLookHasItsPictureAndFindsItAgain() {
    Document document(engine_);
    document.show("in a: Int\nb = a + 1\nc = b * 2\nout c\n");
    // What is written later stands where there is room: a picture with a history.
    document.show("in a: Int\nb = a + 1\nd = a - 1\nc = b * 2\nout c\nout d\n");
    const auto before = document.places();
    document.look(kDown);
    QVERIFY(document.places() != before);
    QVERIFY(document.place("c").y > document.place("b").y);
    document.look({});
    QCOMPARE(document.places(), before);
}

void LayoutKeeperTest::aPinIsWhereItWasPutWhicheverWayThePictureFlows() {
    Document document(engine_);
    document.show("in a: Int\nb = a + 1\nout b\n");
    document.pin("b", {500, 40});
    document.look(kDown);
    QCOMPARE(document.place("b"), (cst::LayoutPoint{40, 500}));
    document.pin("b", {90, 700});
    QCOMPARE(document.place("b"), (cst::LayoutPoint{90, 700}));
    document.look({});
    QCOMPARE(document.place("b"), (cst::LayoutPoint{700, 90}));
}

void LayoutKeeperTest::aStepTakenBackLeavesTheLookAsItIs() {
    Document document(engine_);
    document.show("in a: Int\nb = a + 1\nout b\n");
    document.arrange({.step = 1, .pins = {{document.identity("b"), {500, 40}}}});
    document.look(kDown);
    const cst::LayoutPoint pinned = document.place("b");
    document.arrange({.step = 1, .takesBack = true});
    QVERIFY(document.place("b") != pinned);
    QCOMPARE(document.layout->flow, cst::LayoutFlow::TopDown);
    QVERIFY(document.place("out:b").y > document.place("b").y);
}

QTEST_GUILESS_MAIN(LayoutKeeperTest)
#include "tst_layout_keeper.moc"
