#include "engine/session/ghosts.h"
#include "engine/session/identity.h"
#include "engine/session/layout_keeper.h"
#include "tests/support/compile.h"

#include <QTest>

#include <cmath>
#include <map>

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

private:
    cst::Engine engine_{1};
};

namespace {

/// A document as the session keeps it.
class Document {
public:
    explicit Document(cst::Engine& engine) : engine_(engine) {}

    void show(const std::string& text) {
        const auto snapshot = compiled(engine_, text);
        shown_.assign(snapshot->graph->nodes.size(), {});
        const auto identities = tracker_.match(*snapshot->graph);
        for (std::size_t i = 0; i < shown_.size(); ++i) {
            shown_[i].identity = identities[i];
        }
        graph_ = ghosts_.apply(snapshot->graph, shown_);
        layout = layouts_.layout(*graph_, shown_);
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
    std::shared_ptr<const cst::Layout> layout;

private:
    QString keyOf(cst::NodeId node) const {
        const std::string_view key = graph_->nodes[node].key;
        return QString::fromUtf8(key.data(), static_cast<qsizetype>(key.size()));
    }

    cst::Engine& engine_;
    cst::IdentityTracker tracker_;
    cst::GhostKeeper ghosts_;
    cst::LayoutKeeper layouts_;
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

QTEST_GUILESS_MAIN(LayoutKeeperTest)
#include "tst_layout_keeper.moc"
