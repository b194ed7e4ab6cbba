#include "engine/session/graph_folder.h"
#include "engine/session/identity.h"
#include "engine/session/text_groups.h"
#include "tests/session/random_edits.h"
#include "tests/support/compile.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <memory>
#include <set>

// Nodes that are drawn together.

class GraphFolderTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        tracker_ = std::make_unique<cst::IdentityTracker>();
        folder_ = {};
    }
    void aHeaderStartsAGroup_data();
    void aHeaderStartsAGroup();
    void aGroupEndsAtTheNextHeaderOrWithTheText();
    void twoGroupsOfOneNameAreTwo();
    void aGroupIsCalledAsItIsWritten();
    void aGroupIsRenamedInItsHeader_data();
    void aGroupIsRenamedInItsHeader();
    void nothingIsFoldedThatNobodyAskedFor();
    void aGroupBecomesOneNodeThatKnowsItsMembers();
    void aGroupKeepsItsIdentityWhileTheTextChanges();
    void aFoldedGroupIsFollowedFromTextToText_data();
    void aFoldedGroupIsFollowedFromTextToText();
    void aGroupThatIsCalledOtherwiseKeepsItsIdentity();
    void linesWithinAreGoneAndThoseFromOneNodeAreOne();
    void aStatementTakesInWhatIsNestedInIt();
    void oneStatementMayBeOtherwiseThanTheOthers();
    void whatChangesWithinAGroupChangesIt();
    void whateverIsTypedTheFoldedGraphIsThatOfTheWholeOne();

private:
    /// A snapshot with identities, as the session has it.
    std::shared_ptr<cst::Snapshot> shown(const std::string& text) {
        auto snapshot = std::make_shared<cst::Snapshot>(*compiled(engine_, text));
        snapshot->shown.resize(snapshot->graph->nodes.size());
        const auto identities = tracker_->match(*snapshot->graph);
        for (std::size_t i = 0; i < identities.size(); ++i) {
            snapshot->shown[i].identity = identities[i];
        }
        return snapshot;
    }

    static void checkFolding(const cst::Snapshot& whole, const cst::Snapshot& folded);

    cst::Engine engine_{1};
    std::unique_ptr<cst::IdentityTracker> tracker_;
    cst::GraphFolder folder_;
};

namespace {

const std::string kText = "# === read ===\n"
                          "in text: String\n"
                          "clean = Trim(text)\n"
                          "low = Lowercase(clean)\n"
                          "# === count ===\n"
                          "words = WordCount(low)\n"
                          "both = words + WordCount(clean)\n"
                          "out both\n";

cst::GraphLook folding(std::initializer_list<std::string> groups) {
    cst::GraphLook look;
    look.foldedGroups = groups;
    return look;
}

/// `key(label) <- source:port source:port`, one node a line.
QStringList lines(const cst::Snapshot& snapshot) {
    QStringList out;
    const cst::Graph& graph = *snapshot.graph;
    for (uint32_t i = 0; i < graph.nodes.size(); ++i) {
        QString line = QString::fromStdString(std::string(graph.nodes[cst::NodeId(i)].key));
        for (const cst::GraphEdge& edge : graph.edges) {
            if (edge.to.index != i) continue;
            line += " <" + QString::fromStdString(std::string(graph.nodes[edge.from].key));
            if (edge.port >= cst::kFoldedPort) line += "*";
        }
        out.append(line);
    }
    return out;
}

}  // namespace

void GraphFolderTest::aHeaderStartsAGroup_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("name");
    QTest::newRow("as it is written") << "# === read orders ==="
                                      << "read orders";
    QTest::newRow("more signs") << "#======= a ====="
                                << "a";
    QTest::newRow("indented") << "   # === a ===   "
                              << "a";
    QTest::newRow("other letters") << "# === Überprüfung ==="
                                   << "Überprüfung";
    QTest::newRow("signs within") << "# === a = b ==="
                                  << "a = b";
    QTest::newRow("too few signs") << "# == a =="
                                   << "";
    QTest::newRow("no end") << "# === a"
                            << "";
    QTest::newRow("no name") << "# === ==="
                             << "";
    QTest::newRow("only signs") << "# =========="
                                << "";
    QTest::newRow("behind a statement") << "x = 1 # === a ==="
                                        << "";
}

void GraphFolderTest::aHeaderStartsAGroup() {
    QFETCH(QString, line);
    QFETCH(QString, name);
    const auto groups =
        cst::textGroups(*shown("y = 2\n" + line.toStdString() + "\nz = 3\nout z\n"));
    QCOMPARE(groups.empty(), name.isEmpty());
    if (!groups.empty()) QCOMPARE(QString::fromStdString(groups[0].name), name);
}

void GraphFolderTest::aGroupEndsAtTheNextHeaderOrWithTheText() {
    const auto groups = cst::textGroups(*shown(kText));
    QCOMPARE(groups.size(), 2U);
    QCOMPARE(groups[0].range.begin, 0U);
    QCOMPARE(groups[0].range.end, groups[1].range.begin);
    QCOMPARE(groups[1].range.end, static_cast<uint32_t>(kText.size()));
    QCOMPARE(cst::groupAt(groups, groups[1].range.begin - 1), &groups[0]);
    QCOMPARE(cst::groupAt(groups, groups[1].range.begin), &groups[1]);
}

void GraphFolderTest::twoGroupsOfOneNameAreTwo() {
    const auto groups = cst::textGroups(*shown("# === a ===\nx = 1\n# === a ===\nout x\n"));
    QCOMPARE(groups.size(), 2U);
    QCOMPARE(groups[0].name, "a");
    QCOMPARE(groups[1].name, "a~2");
}

void GraphFolderTest::aGroupIsCalledAsItIsWritten() {
    const auto whole = shown("# === a ===\nx = 1\n# === a ===\ny = 2\nout y\n");
    const auto groups = cst::nodeGroups(*whole);
    QCOMPARE(groups.size(), 2U);
    QCOMPARE(groups[1].name, "a~2");
    QCOMPARE(groups[1].shown(), "a");
    const auto folded = folder_.fold(*whole, folding({"a~2"}));
    const cst::GraphNode& node = folded->graph->nodes[folded->graph->byKey("group:a~2")];
    QCOMPARE(std::string(node.name), "a");
}

void GraphFolderTest::aGroupIsRenamedInItsHeader_data() {
    QTest::addColumn<QString>("group");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("after");  // the header, or why not
    const auto row = [](const char* what, const char* group, const char* name, const char* after) {
        QTest::addRow("%s", what) << group << name << QString(after);
    };
    row("another name", "in it", " the way ", "#  ==== the way ===");
    row("the second of a name", "b~2", "c", "# === c ===");
    row("its own name", "b~2", "b", "# === b ===");
    row("no name", "b", "  ", "a group needs a name: type one");
    row("no line", "b", "a\nc",
        "the name of a group is one line that neither begins nor ends with `=`");
    row("what ends a header", "b",
        "a =", "the name of a group is one line that neither begins nor ends with `=`");
    row("a name that is taken", "b", "in it",
        "there is a group `in it` already: choose another name");
    row("a group that is gone", "x", "y", "this group is gone from the text: choose another one");
}

void GraphFolderTest::aGroupIsRenamedInItsHeader() {
    QFETCH(QString, group);
    QFETCH(QString, name);
    QFETCH(QString, after);
    const std::string text =
        "#  ==== in it ===\na = 1\n# === b ===\nb = 2\n# === b ===\nc = 3\nout c\n";
    const auto edit = cst::renamedGroup(*shown(text), group.toStdString(), name.toStdString());
    if (!edit.ok()) {
        QCOMPARE(QString::fromStdString(edit.error().message), after);
        return;
    }
    std::string changed = text;
    changed.replace(edit->range.begin, edit->range.length(), edit->text);
    QVERIFY2(changed.find(after.toStdString() + "\n") != std::string::npos, changed.c_str());
    QCOMPARE(changed.size(), text.size() + edit->text.size() - edit->range.length());
}

void GraphFolderTest::nothingIsFoldedThatNobodyAskedFor() {
    QVERIFY(!folder_.fold(*shown(kText), {}));
    QVERIFY(!folder_.fold(*shown(kText), folding({"another"})));
    cst::GraphLook statements;
    statements.foldsStatements = true;
    QVERIFY(!folder_.fold(*shown("in x: Int\nout x\n"), statements));  // nothing is nested
}

void GraphFolderTest::aGroupBecomesOneNodeThatKnowsItsMembers() {
    const auto snapshot = shown(kText);
    const auto folded = folder_.fold(*snapshot, folding({"read"}));
    QVERIFY(folded);
    const cst::NodeId group = folded->graph->byKey("group:read");
    QVERIFY(group.hasValue());
    QCOMPARE(folded->graph->nodes[group].kind, cst::NodeKind::Group);
    QCOMPARE(folded->graph->nodes[group].name, "read");
    std::vector<cst::NodeIdentity> members;
    for (const char* key : {"in:text", "clean", "low"}) {
        members.push_back(snapshot->shown[snapshot->graph->byKey(key).index].identity);
    }
    QCOMPARE(folded->members[group.index], members);
    QCOMPARE(folded->shown.size(), folded->graph->nodes.size());
    QCOMPARE(folded->members.size(), folded->graph->nodes.size());
}

void GraphFolderTest::aGroupKeepsItsIdentityWhileTheTextChanges() {
    const auto identityIn = [&](const std::string& text, const char* group) {
        const auto folded = folder_.fold(*shown(text), folding({"read", "count"}));
        return folded->shown[folded->graph->byKey(group).index].identity;
    };
    const auto read = identityIn(kText, "group:read"), count = identityIn(kText, "group:count");
    QVERIFY(read != count);
    QCOMPARE(identityIn("# hello\n" + kText, "group:count"), count);
    QCOMPARE(identityIn("# hello\n" + kText, "group:read"), read);
}

void GraphFolderTest::aFoldedGroupIsFollowedFromTextToText_data() {
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("folded");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("foldedThen");
    const auto row = [](const char* what, const char* before, const char* folded, const char* after,
                        const char* foldedThen) {
        QTest::addRow("%s", what) << before << folded << after << foldedThen;
    };
    // A word with a colon is a header, any other one a statement.
    row("nothing changes", "a: x b: y", "b", "a: x b: y", "b");
    row("another name", "a: x b: y", "b", "a: x c: y", "c");
    row("the first of a name is called otherwise", "a: x a: y", "a~2", "b: x a: y", "a");
    row("and is the folded one", "a: x a: y", "a", "b: x a: y", "b");
    row("and back", "b: x a: y", "a", "a: x a: y", "a~2");
    row("the first of a name is deleted", "a: x a: y", "a~2", "a: y", "a");
    row("the one that was folded is deleted", "a: x a: y", "a", "a: y", "");
    row("another one of the name comes before", "a: y", "a", "a: x a: y", "a~2");
    row("a header is gone for a moment", "a: x b: y", "b", "a: x y", "b");
    row("the second of a name is no header for a moment", "a: x a: y", "a~2", "a: x y", "a~2");
    row("another group gets the name of a folded one", "a: x b: y", "b", "b: x b: y", "b~2");
    row("two change their places", "a: x b: y", "b", "b: y a: x", "b");
    row("its first statement is another one", "a: x b: y z", "b", "a: x b: z", "b");
    row("without a statement", "a: x b:", "b", "a: x c:", "c");
}

void GraphFolderTest::aFoldedGroupIsFollowedFromTextToText() {
    QFETCH(QString, before);
    QFETCH(QString, folded);
    QFETCH(QString, after);
    QFETCH(QString, foldedThen);
    const auto textOf = [](const QString& words) {
        std::string text;
        for (const QString& word : words.split(' ')) {
            const std::string name = QString(word).remove(':').toStdString();
            text += word.endsWith(':') ? "# === " + name + " ===\n" : name + " = 1\n";
        }
        return text;
    };
    const std::set<std::string> then =
        folder_.follow(*shown(textOf(before)), {folded.toStdString()});
    QCOMPARE(then, std::set<std::string>{folded.toStdString()});
    std::set<std::string> expected;
    if (!foldedThen.isEmpty()) expected.insert(foldedThen.toStdString());
    QCOMPARE(folder_.follow(*shown(textOf(after)), then), expected);
}

void GraphFolderTest::aGroupThatIsCalledOtherwiseKeepsItsIdentity() {
    const auto identityIn = [&](const std::string& text, const char* group) {
        const auto snapshot = shown(text);
        cst::GraphLook look;
        look.foldedGroups = folder_.follow(*snapshot, {"a", "a~2"});
        const auto folded = folder_.fold(*snapshot, look);
        return folded->shown[folded->graph->byKey(group).index].identity;
    };
    const std::string text = "# === a ===\nx = 1\n# === a ===\ny = 2\nout y\n";
    const auto second = identityIn(text, "group:a~2");
    std::string renamed = text;
    renamed.replace(6, 1, "b");
    QCOMPARE(identityIn(renamed, "group:a"), second);
}

void GraphFolderTest::linesWithinAreGoneAndThoseFromOneNodeAreOne() {
    const auto read = folder_.fold(*shown(kText), folding({"read"}));
    QCOMPARE(lines(*read),
             QStringList({"group:read", "words <group:read", "both <words <both/args.1",
                          "both/args.1 <group:read", "out:both <both"}));
    const auto count = folder_.fold(*shown(kText), folding({"count"}));
    QCOMPARE(lines(*count),
             QStringList({"in:text", "clean <in:text", "low <clean", "group:count <low* <clean*"}));
    const auto both = folder_.fold(*shown(kText), folding({"read", "count"}));
    // Two of its nodes are wanted there, each once.
    QCOMPARE(lines(*both), QStringList({"group:read", "group:count <group:read* <group:read*"}));
}

void GraphFolderTest::aStatementTakesInWhatIsNestedInIt() {
    cst::GraphLook look;
    look.foldsStatements = true;
    const auto folded = folder_.fold(*shown(kText), look);
    QCOMPARE(lines(*folded), QStringList({"in:text", "clean <in:text", "low <clean", "words <low",
                                          "both <words <clean*", "out:both <both"}));
    const uint32_t both = folded->graph->byKey("both").index;
    QCOMPARE(folded->members[both].size(), 2U);
    QVERIFY(folded->members[folded->graph->byKey("words").index].empty());
}

void GraphFolderTest::oneStatementMayBeOtherwiseThanTheOthers() {
    const auto snapshot = shown("in x: Int\na = x + 1 * 2\nb = x - 3 * 4\nout a\nout b\n");
    const auto identity = [&](const char* key) {
        return snapshot->shown[snapshot->graph->byKey(key).index].identity;
    };
    cst::GraphLook look;
    look.otherwise = {identity("a")};
    const auto one = folder_.fold(*snapshot, look);
    QVERIFY(!one->members[one->graph->byKey("a").index].empty());
    QVERIFY(one->members[one->graph->byKey("b").index].empty());
    look.foldsStatements = true;
    const auto others = folder_.fold(*snapshot, look);
    QVERIFY(others->members[others->graph->byKey("a").index].empty());
    QVERIFY(!others->members[others->graph->byKey("b").index].empty());
}

void GraphFolderTest::whatChangesWithinAGroupChangesIt() {
    const auto structureOf = [&](const std::string& text) {
        const auto folded = folder_.fold(*shown(text), folding({"count"}));
        return folded->graph->nodes[folded->graph->byKey("group:count")].structure;
    };
    const std::string text = "in a: Int\n# === count ===\nb = a + 1\nout b\n";
    QCOMPARE(structureOf(text), structureOf("# hello\n" + text));
    QVERIFY(structureOf(text) != structureOf("in a: Int\n# === count ===\nb = a + 2\nout b\n"));
}

/// Somebody types at random while groups and statements are folded.
void GraphFolderTest::whateverIsTypedTheFoldedGraphIsThatOfTheWholeOne() {
    const std::vector<std::string> pasted = {"# === a ===",
                                             "# === b ===",
                                             "in t: String",
                                             "c = Trim(t)",
                                             "d = WordCount(c) + 1",
                                             "e = d + d * 2",
                                             "f = if (d > 1) c else t",
                                             "out d",
                                             "out f"};
    int folds = 0;
    for (uint64_t seed = 1; seed <= 30; ++seed) {
        cst::test::RandomEditor editor(seed, pasted, kText);
        cst::GraphLook look = folding({"read", "a", "b"});
        look.foldsStatements = seed % 2 == 0;
        for (int step = 0; step < 30; ++step) {
            editor.edit();
            const auto whole = shown(editor.text());
            const auto folded = folder_.fold(*whole, look);
            if (!folded) continue;
            ++folds;
            checkFolding(*whole, *folded);
        }
    }
    QVERIFY(folds > 200);
}

/// Each node stands in one place, and each line between two places is there with its source.
void GraphFolderTest::checkFolding(const cst::Snapshot& whole, const cst::Snapshot& folded) {
    std::map<cst::NodeIdentity, uint32_t> place;
    for (uint32_t i = 0; i < folded.shown.size(); ++i) {
        if (folded.members[i].empty()) {
            QVERIFY(place.emplace(folded.shown[i].identity, i).second);
        }
        for (const cst::NodeIdentity member : folded.members[i]) {
            QVERIFY(place.emplace(member, i).second);
        }
    }
    QCOMPARE(place.size(), whole.shown.size());
    using Line = std::pair<uint32_t, uint32_t>;  // from, to: of the folded graph
    const auto placeOf = [&](cst::NodeId node) {
        return place.at(whole.shown[node.index].identity);
    };
    std::set<Line> expected, lines;
    for (const cst::GraphEdge& edge : whole.graph->edges) {
        const Line line{placeOf(edge.from), placeOf(edge.to)};
        if (line.first != line.second) expected.insert(line);
    }
    std::set<std::pair<uint32_t, uint32_t>> ports;
    for (const cst::GraphEdge& edge : folded.graph->edges) {
        lines.insert({edge.from.index, edge.to.index});
        QVERIFY2(ports.emplace(edge.to.index, edge.port).second, "two lines at one port");
        const cst::GraphEdge* const within = cst::edgeWithin(whole, folded, edge);
        QVERIFY(within != nullptr);
        QCOMPARE(placeOf(within->from), edge.from.index);
        QCOMPARE(placeOf(within->to), edge.to.index);
        QCOMPARE(within->type, edge.type);
    }
    QVERIFY(lines == expected);
}

QTEST_GUILESS_MAIN(GraphFolderTest)
#include "tst_graph_folder.moc"
