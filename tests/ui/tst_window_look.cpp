#include "tests/ui/support/studio.h"

#include <QWidget>

#include <set>

// How a person looks at the graph: what is folded, which way it flows, what its lines mean.

using cst::test::Studio;

class WindowLookTest : public QObject {
    Q_OBJECT

private slots:
    void aGroupIsFoldedAndUnfoldedByAKey();
    void aDoubleClickUnfoldsAGroup();
    void aClickOnTheNameOfAGroupChoosesItsNodesAndADoubleClickFoldsIt();
    void aKeyChoosesTheGroupOfANode();
    void aFrameHasNewNodesAndNewNames();
    void aFoldedGroupTellsTheWorstStateAndTheTimeOfAll();
    void typingWithinAFoldedGroupKeepsItFolded();
    void whatIsChosenStaysChosenWhenItIsFolded();
    void withoutAHeaderItIsSaidHowAGroupBegins();
    void nestedNodesAreFoldedIntoTheirStatement();
    void aLineIntoSomethingFoldedIsNotCut();
    void deletingAGroupDeletesItsStatements();
    void aFoldedGroupIsRenamedInItsHeaderAndStaysFolded();
    void aNameThatTheTextDoesNotTakeIsNoneOfTheLook();
    void theSecondGroupOfANameStaysFoldedWhenTheFirstIsCalledOtherwise();
    void whatIsFoldedIsFoundInItsGroup();
    void theGraphFlowsDownwardsWhenAsked();
    void keysWalkDownwardsToo();
    void theLegendNamesTheTypesOfTheLines();
    void whatWasFoldedIsFoldedWhenTheFileIsOpenedAgain();
};

namespace {

const QByteArray kText = "in x: Int\n"
                         "# === middle ===\n"
                         "a = max(x, 1)\n"
                         "b = min(a, 9)\n"
                         "# === end ===\n"
                         "c = b + 2\n"
                         "out c\n";

void open(Studio& studio, const QByteArray& text, const char* key) {
    cst::MainWindow::Options options;
    options.file = studio.write("p.cst", text);
    studio.restart(options);
    EVENTUALLY(!studio.graph().nodeRect(key).isNull());
}

bool isThere(Studio& studio, const std::string& key) {
    return !studio.graph().nodeRect(key).isNull();
}

QString titleOf(Studio& studio, const std::string& key) {
    const cst::GraphScene& scene = studio.graph().scene();
    for (uint32_t node = 0; node < scene.size(); ++node) {
        if (scene.node(node).key == key) return scene.title(node);
    }
    return {};
}

void click(Studio& studio, const std::string& key) {
    EVENTUALLY(!studio.graph().isMoving());
    studio.pressMouse(&studio.graph(), studio.graph().nodeRect(key).center());
}

QString notice(Studio& studio) {
    return studio.find<QWidget>("graphNotice")->findChild<QLabel*>("bannerText")->text();
}

void fold(Studio& studio, const std::string& key) {
    click(studio, key);
    studio.press(Qt::Key_F);
}

std::set<std::string> chosen(Studio& studio) {
    std::set<std::string> keys;
    for (const cst::NodeIdentity node : studio.graph().selectedNodes()) {
        keys.insert(studio.graph().keyOf(node));
    }
    return keys;
}

}  // namespace

void WindowLookTest::aGroupIsFoldedAndUnfoldedByAKey() {
    Studio studio;
    open(studio, kText, "a");
    const std::size_t before = studio.graph().nodeCount();
    fold(studio, "a");
    EVENTUALLY(isThere(studio, "group:middle"));
    QVERIFY(!isThere(studio, "a"));
    QVERIFY(!isThere(studio, "b"));
    QVERIFY(isThere(studio, "c"));
    QCOMPARE(studio.editor().bytes(), kText.toStdString());
    studio.press(Qt::Key_F);
    EVENTUALLY(isThere(studio, "a"));
    QCOMPARE(studio.graph().nodeCount(), before);
    EVENTUALLY(!studio.graph().selectedNodes().empty());  // F, F is there and back
    studio.press(Qt::Key_F);
    EVENTUALLY(isThere(studio, "group:middle"));
    studio.press(Qt::Key_F);
    EVENTUALLY(isThere(studio, "a"));
    studio.press(Qt::Key_F, Qt::ShiftModifier);
    EVENTUALLY(isThere(studio, "group:middle") && isThere(studio, "group:end"));
    studio.press(Qt::Key_F, Qt::ShiftModifier);
    EVENTUALLY(isThere(studio, "a") && isThere(studio, "c"));
}

void WindowLookTest::aDoubleClickUnfoldsAGroup() {
    Studio studio;
    open(studio, kText, "a");
    fold(studio, "a");
    EVENTUALLY(isThere(studio, "group:middle") && !studio.graph().isMoving());
    QTest::mouseDClick(&studio.graph(), Qt::LeftButton, {},
                       studio.graph().nodeRect("group:middle").center());
    EVENTUALLY(isThere(studio, "a"));
}

void WindowLookTest::aClickOnTheNameOfAGroupChoosesItsNodesAndADoubleClickFoldsIt() {
    Studio studio;
    open(studio, kText, "a");
    EVENTUALLY(!studio.graph().isMoving());
    const QRect title = studio.graph().groupTitle("middle");
    QVERIFY(!title.isEmpty());
    studio.pressMouse(&studio.graph(), title.center());
    QCOMPARE(chosen(studio), (std::set<std::string>{"a", "b", "a/args.1", "b/args.1"}));
    QTest::mouseDClick(&studio.graph(), Qt::LeftButton, {}, title.center());
    EVENTUALLY(isThere(studio, "group:middle"));
    QVERIFY2(!studio.find<QWidget>("choicePopup")->isVisible(), "no call is asked for");
    QVERIFY(studio.graph().groupTitle("middle").isEmpty());
    QVERIFY(!studio.graph().groupTitle("end").isEmpty());
}

void WindowLookTest::aKeyChoosesTheGroupOfANode() {
    Studio studio;
    open(studio, kText, "a");
    click(studio, "b");
    studio.press(Qt::Key_G);
    QCOMPARE(chosen(studio), (std::set<std::string>{"a", "b", "a/args.1", "b/args.1"}));
    studio.press(Qt::Key_F);  // folds it, whatever of it is chosen
    EVENTUALLY(isThere(studio, "group:middle"));
    studio.press(Qt::Key_F);
    EVENTUALLY(isThere(studio, "a"));
    click(studio, "in:x");
    studio.press(Qt::Key_G);
    EVENTUALLY(notice(studio).contains("=== name ==="));
}

void WindowLookTest::aFrameHasNewNodesAndNewNames() {
    Studio studio;
    open(studio, kText, "a");
    const auto namesOf = [&] { return studio.graph().groupFrames().names(); };
    QCOMPARE(namesOf(), (std::vector<std::string>{"middle", "end"}));
    const std::size_t before = studio.graph().groupFrames().nodesOf("middle").size();
    studio.pressMouse(studio.editor().textArea());
    studio.press(Qt::Key_Home, Qt::ControlModifier);
    studio.press(Qt::Key_Down);
    studio.press(Qt::Key_End);
    studio.type("\nnew = max(x, 2)");
    EVENTUALLY(studio.graph().groupFrames().nodesOf("middle").size() == before + 2);
    studio.press(Qt::Key_Up);
    studio.press(Qt::Key_Home);
    studio.type("#");  // "## === middle ===" is another comment
    EVENTUALLY(namesOf() == std::vector<std::string>{"end"});
}

void WindowLookTest::aFoldedGroupTellsTheWorstStateAndTheTimeOfAll() {
    Studio studio;
    open(studio,
         "@example(\"x\")\nin x: String\n# === g ===\na = Trim(x)\nb = AlwaysFailsService(a)\nout "
         "b\n"
         "# === h ===\nc = Uppercase(x)\nout c\n",
         "a");
    studio.press(Qt::Key_Return, Qt::ControlModifier);
    EVENTUALLY(studio.graph().badgeText("b").startsWith("failed"));
    fold(studio, "a");
    EVENTUALLY(isThere(studio, "group:g"));
    const QString worst = studio.graph().badgeText("group:g");
    QVERIFY2(worst.startsWith("failed: b · "), qPrintable(worst));
    studio.press(Qt::Key_F, Qt::ShiftModifier);
    EVENTUALLY(isThere(studio, "group:h"));
    const QString time = studio.graph().badgeText("group:h");
    QVERIFY2(time.endsWith('s'), qPrintable(time));  // µs, ms: those of all
}

void WindowLookTest::typingWithinAFoldedGroupKeepsItFolded() {
    Studio studio;
    open(studio, kText, "a");
    fold(studio, "a");
    EVENTUALLY(isThere(studio, "group:middle"));
    const std::size_t folded = studio.graph().nodeCount();
    studio.editor().setFocus();
    studio.editor().reveal({33, 33});
    studio.typeInEditor("n = 5\n");
    EVENTUALLY(studio.editor().bytes().find("n = 5") != std::string::npos);
    QCOMPARE(studio.graph().nodeCount(), folded);
    QVERIFY(isThere(studio, "group:middle"));
}

void WindowLookTest::whatIsChosenStaysChosenWhenItIsFolded() {
    Studio studio;
    open(studio, kText, "a");
    fold(studio, "b");
    EVENTUALLY(isThere(studio, "group:middle"));
    QCOMPARE(studio.graph().selectedKey(), "group:middle");
}

void WindowLookTest::withoutAHeaderItIsSaidHowAGroupBegins() {
    Studio studio;
    open(studio, "in x: Int\na = x + 1\nout a\n", "a");
    fold(studio, "a");
    QVERIFY(notice(studio).contains("# === name ==="));
}

void WindowLookTest::nestedNodesAreFoldedIntoTheirStatement() {
    Studio studio;
    open(studio, "in x: Int\na = max(x + 1, x * 2)\nout a\n", "a/args.0");
    click(studio, "a/args.0");
    studio.press(Qt::Key_N);
    EVENTUALLY(!isThere(studio, "a/args.0"));
    QVERIFY(isThere(studio, "a"));
    QCOMPARE(studio.graph().selectedKey(), "a");
    studio.press(Qt::Key_N);
    EVENTUALLY(isThere(studio, "a/args.0"));
    studio.press(Qt::Key_N, Qt::ShiftModifier);
    EVENTUALLY(!isThere(studio, "a/args.0"));
}

void WindowLookTest::aLineIntoSomethingFoldedIsNotCut() {
    Studio studio;
    open(studio, kText, "a");
    fold(studio, "a");
    EVENTUALLY(isThere(studio, "group:middle") && !studio.graph().isMoving());
    const QRect from = studio.graph().nodeRect("in:x"),
                to = studio.graph().nodeRect("group:middle");
    studio.pressMouse(
        &studio.graph(),
        (QPoint(from.right(), from.center().y()) + QPoint(to.left(), to.center().y())) / 2);
    QVERIFY(studio.graph().selectedEdge());
    studio.press(Qt::Key_Delete);
    QVERIFY(notice(studio).contains("unfold it first"));
    QCOMPARE(studio.editor().bytes(), kText.toStdString());
}

void WindowLookTest::deletingAGroupDeletesItsStatements() {
    Studio studio;
    open(studio, "in x: Int\nout x\n# === g ===\na = x + 1\nb = a + 1\n# === end ===\nc = 4\n",
         "a");
    fold(studio, "a");
    EVENTUALLY(isThere(studio, "group:g"));
    studio.press(Qt::Key_Delete);
    EVENTUALLY(studio.editor().bytes().find("a = x") == std::string::npos);
    QVERIFY(studio.editor().bytes().find("b = a") == std::string::npos);
    QVERIFY(studio.editor().bytes().find("c = 4") != std::string::npos);
}

void WindowLookTest::aFoldedGroupIsRenamedInItsHeaderAndStaysFolded() {
    Studio studio;
    open(studio, kText, "a");
    fold(studio, "a");
    EVENTUALLY(isThere(studio, "group:middle"));
    click(studio, "group:middle");
    studio.press(Qt::Key_F2);
    studio.type("end");  // no letter is a command
    studio.press(Qt::Key_Return);
    const auto problem = [&] {
        return studio.find<QWidget>("nameField")->findChild<QLabel*>("nameProblem")->text();
    };
    EVENTUALLY(problem().contains("already"));
    QCOMPARE(studio.editor().bytes(), kText.toStdString());
    studio.type("s meet");
    studio.press(Qt::Key_Return);
    EVENTUALLY(isThere(studio, "group:ends meet"));
    QVERIFY(!isThere(studio, "a"));
    QCOMPARE(studio.editor().bytes(),
             QByteArray(kText).replace("middle", "ends meet").toStdString());
    QVERIFY(studio.graph().hasFocus());
    studio.press(Qt::Key_Z, Qt::ControlModifier);
    EVENTUALLY(isThere(studio, "group:middle"));
    QVERIFY(!isThere(studio, "a"));
}

void WindowLookTest::aNameThatTheTextDoesNotTakeIsNoneOfTheLook() {
    Studio studio;
    open(studio, kText + "# " + QByteArray(30'000, 'z') + "\n", "a");
    QVERIFY(studio.editor().isPreview());  // of a text that cannot be edited
    fold(studio, "a");
    EVENTUALLY(isThere(studio, "group:middle"));
    click(studio, "group:middle");
    studio.press(Qt::Key_F2);
    studio.type("other");
    studio.press(Qt::Key_Return);
    const auto problem = [&] {
        return studio.find<QWidget>("nameField")->findChild<QLabel*>("nameProblem")->text();
    };
    EVENTUALLY(problem().contains("preview"));
    const QString path = studio.folder() + "/p.cst";
    QCOMPARE(studio.settings().foldedGroups(path), QStringList({"middle"}));
    QVERIFY(isThere(studio, "group:middle"));
}

void WindowLookTest::theSecondGroupOfANameStaysFoldedWhenTheFirstIsCalledOtherwise() {
    Studio studio;
    open(studio,
         "# === g ===\nin x: Int\na = max(x, 1)\n# === g ===\nb = min(a, 9)\nc = b + 2\nout c\n",
         "b");
    fold(studio, "b");
    EVENTUALLY(isThere(studio, "group:g~2"));
    QVERIFY(isThere(studio, "a"));
    QCOMPARE(titleOf(studio, "group:g~2"), QString("g"));  // as it is written
    studio.editor().setFocus();
    studio.press(Qt::Key_Home, Qt::ControlModifier);
    for (int i = 0; i < 7; ++i) studio.press(Qt::Key_Right);
    studio.type("o");  // the first one is called `go`
    EVENTUALLY(isThere(studio, "group:g"));
    QVERIFY(isThere(studio, "a"));
    QVERIFY(!isThere(studio, "b"));
    click(studio, "group:g");
    studio.press(Qt::Key_F);
    EVENTUALLY(isThere(studio, "b"));
    studio.press(Qt::Key_F);
    EVENTUALLY(isThere(studio, "group:g"));
    studio.restart();  // by its name of now
    EVENTUALLY(isThere(studio, "group:g"));
    QVERIFY(isThere(studio, "a"));
}

void WindowLookTest::whatIsFoldedIsFoundInItsGroup() {
    Studio studio;
    open(studio, kText, "a");
    fold(studio, "a");
    EVENTUALLY(isThere(studio, "group:middle"));
    click(studio, "c");
    studio.press(Qt::Key_G, Qt::ControlModifier | Qt::ShiftModifier);
    studio.type("min");
    EVENTUALLY(studio.graph().selectedKey() == "group:middle");
    studio.press(Qt::Key_Escape);
    click(studio, "c");
    studio.press(Qt::Key_G, Qt::ControlModifier | Qt::ShiftModifier);
    studio.press(Qt::Key_A, Qt::ControlModifier);
    studio.type("midd");
    EVENTUALLY(studio.graph().selectedKey() == "group:middle");
}

void WindowLookTest::theGraphFlowsDownwardsWhenAsked() {
    Studio studio;
    open(studio, kText, "a");
    QVERIFY(studio.graph().nodeRect("b").left() > studio.graph().nodeRect("a").right());
    studio.press(Qt::Key_B, Qt::ControlModifier | Qt::AltModifier);
    EVENTUALLY(studio.graph().nodeRect("b").top() > studio.graph().nodeRect("a").bottom());
    EVENTUALLY(studio.graph().nodeRect("c").top() > studio.graph().nodeRect("b").bottom());
    EVENTUALLY(studio.graph().portPoint("b").y() >= studio.graph().nodeRect("b").bottom());
    studio.restart();
    EVENTUALLY(studio.settings().isTopDown());
}

void WindowLookTest::keysWalkDownwardsToo() {
    Studio studio;
    open(studio, kText, "a");
    studio.press(Qt::Key_B, Qt::ControlModifier | Qt::AltModifier);
    EVENTUALLY(studio.graph().nodeRect("b").top() > studio.graph().nodeRect("a").bottom());
    click(studio, "a");
    studio.press(Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(studio.graph().selectedKey(), "b");
    studio.press(Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(studio.graph().selectedKey(), "a");
}

void WindowLookTest::theLegendNamesTheTypesOfTheLines() {
    Studio studio;
    open(studio, "in x: Int\nin s: String\na = x + 1\nb = Trim(s)\nout a\nout b\n", "a");
    auto* legend = studio.find<QWidget>("edgeLegend");
    EVENTUALLY(legend->isVisible());
    QCOMPARE(legend->accessibleName(), QString("Types of the lines: String; Int, Float"));
    studio.graph().setFocus();
    studio.press(Qt::Key_L);
    QVERIFY(!legend->isVisible());
    studio.press(Qt::Key_L);
    QVERIFY(legend->isVisible());
}

void WindowLookTest::whatWasFoldedIsFoldedWhenTheFileIsOpenedAgain() {
    Studio studio;
    open(studio, kText, "a");
    fold(studio, "a");
    EVENTUALLY(isThere(studio, "group:middle"));
    studio.restart();
    EVENTUALLY(isThere(studio, "group:middle"));
    QVERIFY(!isThere(studio, "a"));
}

QTEST_MAIN(WindowLookTest)
#include "tst_window_look.moc"
