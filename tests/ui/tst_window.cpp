#include "ui/editor/code_editor.h"
#include "ui/graph/graph_view.h"
#include "ui/results/outputs_view.h"
#include "ui/shell/main_window.h"
#include "ui/shell/settings.h"
#include "ui/shell/theme.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTabBar>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QWindow>

#include <memory>
#include <random>

// The studio as a person uses it: a real window with a real engine, keys and mouse only. Runs
// offscreen, and once more in a virtual display with a window manager (tst_window_display).

using cst::CodeEditor;
using cst::GraphView;
using cst::OutputsView;

namespace {

// The machine may be busy: what takes milliseconds gets seconds.
constexpr int kPatienceMs = 20'000;
#define EVENTUALLY(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, kPatienceMs)

}  // namespace

class WindowTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void itStartsOnASampleThatIsAlreadyCompiledAndRun();
    void aTypoIsUnderlinedCountedAndListedAndMendedAgain();
    void everyKeyPressUpdatesTheGraph();
    void aRunShowsBadgesAndOutputs();
    void aFailedRunSaysWhatFailedAndWhy();
    void aSlowRunIsStopped();
    void anInputThatIsTypedIsUsedAndAWrongOneIsMarked();
    void whatIsLoggedStandsInTheLog();
    void theNextProblemIsSelectedInTheText();
    void clickingANodeSelectsItsText();
    void theKeyboardStaysInTheGraphAfterAClick();
    void walkingTheGraphMovesAlongInTheText();
    void enterInTheGraphGoesOnInTheText();
    void resultsOfEarlierInputsAreNotFresh();
    void resultsOfAnEarlierTextAreNotFresh();
    void resultsOfAnotherSampleAreNotFresh();
    void aRunOfATextThatDoesNotCompileIsNotAllGreen();
    void aFailedRunNamesAndLightsItsNode();
    void aRefusedRunIsListedAndLeadsToItsField();
    void aMissingInputIsListedAndLeadsToItsField();
    void aTextWithAValueInItShowsHowItBegins();
    void linesAreCommentedAndBack();
    void aFileIsSavedByteForByte();
    void aFileWithAVeryLongLineIsAReadOnlyPreview();
    void randomBytesDoNoHarm();
    void anEmptyTextHasNoProblemsYet();
    void selectAllInTheInputsLeavesTheTextAlone();
    void f6IntoTheProblemsChoosesOne();
    void aLongLineInTheLogShowsItsBeginning();
    void undoStepsLineByLine();
    void aPauseInTheTypingEndsAnUndoStep();
    void theGraphOfATextBeingTypedStaysInSight();
    void theNodeAtTheCursorScrollsIntoSight();
    void nothingIsCutOffAtTheSmallestSize_data();
    void nothingIsCutOffAtTheSmallestSize();

private:
    void show(const QString& file = {}, QSize size = {1280, 800});
    QString write(const char* name, const QByteArray& content);
    void type(const QString& text);
    void replaceText(const QString& text);
    void press(const QString& keys);

    CodeEditor* editor() const { return window_->findChild<CodeEditor*>("editor"); }
    GraphView* graph() const { return window_->findChild<GraphView*>(); }
    OutputsView* outputs() const { return window_->findChild<OutputsView*>("outputs"); }
    QTabWidget* tabs() const { return window_->findChild<QTabWidget*>("tabs"); }
    QWidget* textArea() const { return window_->findChild<QWidget*>("editorText"); }
    QColor statusColor() const {
        return window_->findChild<QLabel*>("statusRun")->palette().color(QPalette::WindowText);
    }
    void showTab(int tab) {
        QTest::mouseClick(tabs()->tabBar(), Qt::LeftButton, {},
                          tabs()->tabBar()->tabRect(tab).center());
    }
    QAbstractItemView* problems() const {
        return window_->findChild<QAbstractItemView*>("problems");
    }
    QString problem(int row) const { return problems()->model()->index(row, 0).data().toString(); }
    void chooseProblem(int row) {
        showTab(2);
        const QPoint at = problems()->visualRect(problems()->model()->index(row, 0)).center();
        QTest::mouseClick(problems()->viewport(), Qt::LeftButton, {}, at);
        QTest::mouseDClick(problems()->viewport(), Qt::LeftButton, {}, at);
    }
    QString status() const { return window_->findChild<QLabel*>("statusRun")->text(); }

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<cst::Theme> theme_;
    std::unique_ptr<cst::Settings> settings_;
    std::unique_ptr<cst::MainWindow> window_;
};

void WindowTest::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    theme_ = std::make_unique<cst::Theme>();
    theme_->choose(cst::Theme::Choice::Dark);
    settings_ = std::make_unique<cst::Settings>(folder_->path());
    settings_->setLive(false);  // runs are asked for here; tst_window_live is about the others
}

void WindowTest::cleanup() {
    window_.reset();
    settings_.reset();
    theme_.reset();
    folder_.reset();
}

void WindowTest::show(const QString& file, QSize size) {
    window_ = std::make_unique<cst::MainWindow>(*theme_, *settings_,
                                                cst::MainWindow::Options{file, size, false, false});
    window_->show();
    QVERIFY(QTest::qWaitForWindowActive(window_.get(), kPatienceMs));
    // Until then the text of the window is another one.
    EVENTUALLY(window_->windowTitle().contains(QFileInfo(file).fileName()));
}

QString WindowTest::write(const char* name, const QByteArray& content) {
    const QString path = folder_->filePath(name);
    QFile file(path);
    if (file.open(QFile::WriteOnly)) {
        file.write(content);
    }
    return path;
}

void WindowTest::press(const QString& keys) {
    QTest::keySequence(QApplication::focusWidget(), QKeySequence(keys));
}

void WindowTest::type(const QString& text) {
    for (const QChar c : text) {
        if (c == u'\n') {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        } else {
            QTest::keyClicks(QApplication::focusWidget(), QString(c));
        }
    }
}

void WindowTest::replaceText(const QString& text) {
    QTest::mouseClick(textArea()->findChild<QWidget*>("qt_scrollarea_viewport"), Qt::LeftButton, {},
                      QPoint(200, 40));
    EVENTUALLY(QApplication::focusWidget() != nullptr);
    press("Ctrl+A");
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Delete);
    type(text);
    QCOMPARE(QString::fromStdString(editor()->bytes()), text);
}

void WindowTest::itStartsOnASampleThatIsAlreadyCompiledAndRun() {
    show();
    EVENTUALLY(graph()->nodeCount() > 10);
    QTRY_VERIFY2_WITH_TIMEOUT(status().contains("completed"), qPrintable(status()), kPatienceMs);
    QVERIFY(!outputs()->outputText("report").isEmpty());
}

void WindowTest::aTypoIsUnderlinedCountedAndListedAndMendedAgain() {
    show(write("a.cst", "x = 1\nout x\n"));
    QTRY_COMPARE_WITH_TIMEOUT(graph()->nodeCount(), std::size_t{2}, kPatienceMs);
    replaceText("in order: Int\ntotal = ordr + 1\nout total");
    EVENTUALLY(!editor()->squiggles().empty());
    const auto squiggles = editor()->squiggles();
    const auto isUnderTheTypo = [](const cst::Squiggle& s) {
        return s.severity == cst::Severity::Error && s.range == cst::SourceRange{22, 26};
    };
    QVERIFY(std::any_of(squiggles.begin(), squiggles.end(), isUnderTheTypo));
    QVERIFY(tabs()->tabText(2).contains("1"));  // what was probably meant is not unused as well
    const auto* problems = window_->findChild<QAbstractItemView*>("problems");
    QCOMPARE(problems->model()->rowCount(), 1);
    replaceText("in order: Int\ntotal = order + 1\nout total");
    QTRY_COMPARE_WITH_TIMEOUT(problems->model()->rowCount(), 0, kPatienceMs);
    QVERIFY(editor()->squiggles().empty());
}

void WindowTest::everyKeyPressUpdatesTheGraph() {
    show(write("a.cst", "x = 1\nout x\n"));
    QTRY_COMPARE_WITH_TIMEOUT(graph()->nodeCount(), std::size_t{2}, kPatienceMs);
    replaceText("a = max(1, 2)\nout a");
    QTRY_COMPARE_WITH_TIMEOUT(graph()->nodeCount(), std::size_t{4}, kPatienceMs);
    type("\nb = min(a, 3)\nout b");
    QTRY_COMPARE_WITH_TIMEOUT(graph()->nodeCount(), std::size_t{7}, kPatienceMs);
    // A broken statement keeps its node, and its neighbours theirs.
    type("\nc = max(");
    EVENTUALLY(!editor()->squiggles().empty());
    QCOMPARE(graph()->nodeCount(), std::size_t{8});
}

void WindowTest::aRunShowsBadgesAndOutputs() {
    show(write("a.cst", "@example(4)\nin x: Int\na = RateLimitedApi(\"${x}\")\nb = x * 2\n"
                        "out a\nout b\n"));
    EVENTUALLY(graph()->nodeCount() > 4);
    press("Ctrl+Return");
    QTRY_VERIFY2_WITH_TIMEOUT(status().contains("completed"), qPrintable(status()), kPatienceMs);
    QCOMPARE(outputs()->outputText("a"), QString("\"Rate-limited response for: 4\""));
    QCOMPARE(outputs()->outputText("b"), QString("8"));
    QVERIFY2(graph()->badgeText("a").contains("ms"), qPrintable(graph()->badgeText("a")));
}

void WindowTest::aFailedRunSaysWhatFailedAndWhy() {
    show(write("a.cst", "@example(0)\nin x: Int\na = 10 / x\nb = a + 1\nout b\n"));
    EVENTUALLY(graph()->nodeCount() > 3);
    press("Ctrl+Return");
    QTRY_VERIFY2_WITH_TIMEOUT(outputs()->noticeText().contains("R004"),
                              qPrintable(outputs()->noticeText()), kPatienceMs);
    QVERIFY(outputs()->noticeText().contains("division by zero"));
    QVERIFY(outputs()->outputText("b").contains("a: division by zero"));
    QVERIFY2(status().contains("failed"), qPrintable(status()));
}

void WindowTest::aSlowRunIsStopped() {
    show(write("a.cst", "a = ExpensiveCompute(\"x\")\nb = ExpensiveCompute(a)\nout b\n"));
    EVENTUALLY(graph()->nodeCount() > 2);
    press("Ctrl+Return");
    QTRY_VERIFY2_WITH_TIMEOUT(status().contains("running"), qPrintable(status()), kPatienceMs);
    press("Esc");
    QTRY_VERIFY2_WITH_TIMEOUT(status().contains("stopped"), qPrintable(status()), kPatienceMs);
}

void WindowTest::anInputThatIsTypedIsUsedAndAWrongOneIsMarked() {
    show(write("a.cst", "@example(4)\nin x: Int\na = x * 2\nout a\n"));
    EVENTUALLY(graph()->nodeCount() > 2);
    QTest::mouseClick(tabs()->tabBar(), Qt::LeftButton, {}, tabs()->tabBar()->tabRect(0).center());
    QLineEdit* field = nullptr;
    EVENTUALLY((field = window_->findChild<QLineEdit*>("in:x")) != nullptr);
    QTRY_COMPARE_WITH_TIMEOUT(field->text(), QString("4"), kPatienceMs);
    QTest::mouseClick(field, Qt::LeftButton);
    QTest::keyClicks(field, "2");
    press("Ctrl+Return");
    QTRY_COMPARE_WITH_TIMEOUT(outputs()->outputText("a"), QString("84"), kPatienceMs);
    QTest::mouseClick(tabs()->tabBar(), Qt::LeftButton, {}, tabs()->tabBar()->tabRect(0).center());
    QTest::mouseClick(field, Qt::LeftButton);
    QTest::keyClicks(field, "x");
    const auto* fault = window_->findChild<QLabel*>("fault:x");
    EVENTUALLY(fault->isVisible());
    QVERIFY(!fault->text().isEmpty());
    press("Ctrl+Return");
    QTRY_VERIFY2_WITH_TIMEOUT(status().contains("not run"), qPrintable(status()), kPatienceMs);
    QCOMPARE(outputs()->outputText("a"), QString("84"));
}

void WindowTest::whatIsLoggedStandsInTheLog() {
    show(write("a.cst", "a = stdlib.debug.log(\"hello there\")\nout a\n"));
    EVENTUALLY(graph()->nodeCount() > 1);
    press("Ctrl+Return");
    const auto* log = window_->findChild<QPlainTextEdit*>("log");
    QTRY_VERIFY2_WITH_TIMEOUT(log->toPlainText().contains("hello there"),
                              qPrintable(log->toPlainText()), kPatienceMs);
}

void WindowTest::theNextProblemIsSelectedInTheText() {
    show(write("a.cst", "in x: Int\na = x + 1\nb = nosuch + a\nout b\n"));
    EVENTUALLY(!editor()->squiggles().empty());
    press("F8");
    QTRY_COMPARE_WITH_TIMEOUT(editor()->cursorPosition().line, 3U, kPatienceMs);
}

void WindowTest::clickingANodeSelectsItsText() {
    show(write("a.cst", "in x: Int\n\n\nwide = max(x, 2)\nout wide\n"));
    EVENTUALLY(graph()->nodeCount() > 2);
    EVENTUALLY(!graph()->nodeRect("wide").isEmpty());
    QTest::mouseClick(graph(), Qt::LeftButton, {}, graph()->nodeRect("wide").center());
    QTRY_COMPARE_WITH_TIMEOUT(editor()->cursorPosition().line, 4U, kPatienceMs);
}

void WindowTest::theKeyboardStaysInTheGraphAfterAClick() {
    const QByteArray text("in x: Int\nwide = max(x, 2)\nout wide\n");
    show(write("a.cst", text));
    EVENTUALLY(!graph()->nodeRect("wide").isEmpty());
    QTest::mouseClick(graph(), Qt::LeftButton, {}, graph()->nodeRect("wide").center());
    QTRY_COMPARE_WITH_TIMEOUT(editor()->cursorPosition().line, 2U, kPatienceMs);
    QVERIFY(graph()->hasFocus());
    type("x");  // would replace the statement
    QCOMPARE(QByteArray::fromStdString(editor()->bytes()), text);
    QTRY_COMPARE_WITH_TIMEOUT(graph()->litKey(), std::string("wide"), kPatienceMs);
}

void WindowTest::walkingTheGraphMovesAlongInTheText() {
    show(write("a.cst", "in x: Int\n\nwide = max(x, 2)\n\nout wide\n"));
    EVENTUALLY(!graph()->nodeRect("wide").isEmpty());
    QTest::mouseClick(graph(), Qt::LeftButton, {}, graph()->nodeRect("in:x").center());
    press("Alt+Right");
    QTRY_COMPARE_WITH_TIMEOUT(editor()->cursorPosition().line, 3U, kPatienceMs);
    press("Alt+Right");
    QTRY_COMPARE_WITH_TIMEOUT(editor()->cursorPosition().line, 5U, kPatienceMs);
    QVERIFY(graph()->hasFocus());
    QCOMPARE(graph()->selectedKey(), std::string("out:wide"));
}

void WindowTest::enterInTheGraphGoesOnInTheText() {
    show(write("a.cst", "in x: Int\nwide = max(x, 2)\nout wide\n"));
    EVENTUALLY(!graph()->nodeRect("wide").isEmpty());
    QTest::mouseClick(graph(), Qt::LeftButton, {}, graph()->nodeRect("wide").center());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    type("1");
    QCOMPARE(editor()->bytes(), std::string("in x: Int\nwide = 1\nout wide\n"));
}

void WindowTest::resultsOfEarlierInputsAreNotFresh() {
    show(write("a.cst", "@example(4)\nin x: Int\na = x * 2\nout a\n"));
    EVENTUALLY(graph()->nodeCount() > 2);
    press("Ctrl+Return");
    QTRY_VERIFY2(status().contains("completed"), qPrintable(status()));
    QCOMPARE(statusColor(), theme_->color(cst::Role::Success));
    showTab(0);
    auto* field = window_->findChild<QLineEdit*>("in:x");
    QTest::mouseClick(field, Qt::LeftButton);
    QTest::keyClicks(field, "2");
    QVERIFY2(status().contains("changed since: run again"), qPrintable(status()));
    QCOMPARE(statusColor(), theme_->color(cst::Role::TextDim));
    showTab(1);
    QVERIFY(outputs()->findChild<QLabel*>("outputStale")->isVisible());
    showTab(0);
    QTest::mouseClick(field, Qt::LeftButton);
    QTest::keyClick(field, Qt::Key_Backspace);  // as it was
    QVERIFY2(!status().contains("changed since"), qPrintable(status()));
    QCOMPARE(statusColor(), theme_->color(cst::Role::Success));
}

void WindowTest::resultsOfAnEarlierTextAreNotFresh() {
    show(write("a.cst", "@example(4)\nin x: Int\na = x * 2\nout a"));
    EVENTUALLY(graph()->nodeCount() > 2);
    press("Ctrl+Return");
    QTRY_VERIFY2(status().contains("completed"), qPrintable(status()));
    press("Ctrl+End");
    type("  # a comment");  // changes nothing
    QTest::qWait(50);
    QVERIFY2(!status().contains("changed since"), qPrintable(status()));
    type("\nb = a + 1");
    QTRY_VERIFY2(status().contains("changed since: run again"), qPrintable(status()));
}

void WindowTest::resultsOfAnotherSampleAreNotFresh() {
    write("a.samples.json",
          R"({"version": 1, "samples": [{"name": "four", "inputs": {"x": 4}, "expect": {"a": 8}},
                                        {"name": "five", "inputs": {"x": 5}}]})");
    show(write("a.cst", "@example(3)\nin x: Int\na = x * 2\nout a\n"));
    EVENTUALLY(graph()->nodeCount() > 2);
    auto* box = window_->findChild<QComboBox*>("sampleBox");
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Down);
    QTRY_COMPARE_WITH_TIMEOUT(box->currentText(), QString("four"), kPatienceMs);
    press("Ctrl+Return");
    const auto* verdict = outputs()->findChild<QLabel*>("runVerdict");
    QTRY_VERIFY2(verdict->text().contains("1 of 1"), qPrintable(verdict->text()));
    QCOMPARE(verdict->palette().color(QPalette::WindowText), theme_->color(cst::Role::Success));
    QTest::keyClick(box, Qt::Key_Down);
    QTRY_COMPARE_WITH_TIMEOUT(box->currentText(), QString("five"), kPatienceMs);
    QVERIFY2(verdict->text().contains("Changed since: run again"), qPrintable(verdict->text()));
    QVERIFY(!verdict->text().contains(u'✓'));
    QCOMPARE(verdict->palette().color(QPalette::WindowText), theme_->color(cst::Role::TextDim));
}

void WindowTest::aRunOfATextThatDoesNotCompileIsNotAllGreen() {
    show(write("a.cst", "a = 1 + 2\nb = nosuch(a)\nout a\nout b\n"));
    EVENTUALLY(graph()->nodeCount() > 2);
    press("Ctrl+Return");
    QTRY_VERIFY2(status().contains("1 error)"), qPrintable(status()));
    QCOMPARE(statusColor(), theme_->color(cst::Role::Warning));
    QCOMPARE(graph()->badgeText("b"), QString("does not compile"));
}

void WindowTest::aFailedRunNamesAndLightsItsNode() {
    show(write("a.cst", "@example(0)\nin n: Int\na = 10 / n\nout a\n"));
    EVENTUALLY(graph()->nodeCount() > 3);
    press("Ctrl+Return");
    QTRY_COMPARE_WITH_TIMEOUT(problems()->model()->rowCount(), 1, kPatienceMs);
    QVERIFY2(problem(0).contains("in `a`"), qPrintable(problem(0)));
    chooseProblem(0);
    QCOMPARE(editor()->cursorPosition().line, 3U);
    QTRY_COMPARE_WITH_TIMEOUT(graph()->litKey(), std::string("a"), kPatienceMs);
}

void WindowTest::aRefusedRunIsListedAndLeadsToItsField() {
    show(write("a.cst", "@example(4)\nin x: Int\na = x * 2\nout a\n"));
    EVENTUALLY(graph()->nodeCount() > 2);
    showTab(0);
    auto* field = window_->findChild<QLineEdit*>("in:x");
    QTest::mouseClick(field, Qt::LeftButton);
    QTest::keyClicks(field, "z");
    press("Ctrl+Return");
    QTRY_COMPARE_WITH_TIMEOUT(problems()->model()->rowCount(), 1, kPatienceMs);
    QVERIFY2(problem(0).contains("`x`"), qPrintable(problem(0)));
    chooseProblem(0);
    QVERIFY(field->hasFocus());
    QTest::keyClick(field, Qt::Key_End);
    QTest::keyClick(field, Qt::Key_Backspace);
    QCOMPARE(problems()->model()->rowCount(), 0);
}

void WindowTest::aMissingInputIsListedAndLeadsToItsField() {
    show(write("a.cst", "in x: Int\na = x * 2\nout a\n"));
    EVENTUALLY(graph()->nodeCount() > 2);
    press("Ctrl+Return");
    QTRY_COMPARE_WITH_TIMEOUT(problems()->model()->rowCount(), 1, kPatienceMs);
    QVERIFY2(problem(0).contains("missing input: `x`"), qPrintable(problem(0)));
    chooseProblem(0);
    QVERIFY(window_->findChild<QLineEdit*>("in:x")->hasFocus());
}

void WindowTest::aTextWithAValueInItShowsHowItBegins() {
    show(write("a.cst", "in n: Int\na = Trim(\"hello ${n}\")\nout a\n"));
    EVENTUALLY(!graph()->nodeRect("a/args.0").isEmpty());
    QTest::mouseClick(graph(), Qt::LeftButton, {}, graph()->nodeRect("a/args.0").center());
    QTRY_VERIFY2(graph()->accessibleDescription().contains("hello"),
                 qPrintable(graph()->accessibleDescription()));
}

void WindowTest::linesAreCommentedAndBack() {
    show(write("a.cst", "x = 1\nout x\n"));
    QTRY_COMPARE_WITH_TIMEOUT(graph()->nodeCount(), std::size_t{2}, kPatienceMs);
    replaceText("in a: Int\nout a");
    press("Ctrl+A");
    press("Ctrl+/");
    QCOMPARE(editor()->bytes(), std::string("# in a: Int\n# out a"));
    press("Ctrl+/");
    QCOMPARE(editor()->bytes(), std::string("in a: Int\nout a"));
    press("Ctrl+Z");
    QCOMPARE(editor()->bytes(), std::string("# in a: Int\n# out a"));
}

void WindowTest::aFileIsSavedByteForByte() {
    const QByteArray content("a = 1\r\n# \xff\xc3 \t\r\nout a");
    const QString path = write("a.cst", content);
    show(path);
    QTRY_COMPARE_WITH_TIMEOUT(QByteArray::fromStdString(editor()->bytes()), content, kPatienceMs);
    QTest::mouseClick(textArea()->findChild<QWidget*>("qt_scrollarea_viewport"), Qt::LeftButton, {},
                      QPoint(200, 8));
    press("Ctrl+Home");
    type("#");
    press("Ctrl+S");
    const auto onDisk = [&] {
        QFile file(path);
        return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
    };
    QTRY_COMPARE_WITH_TIMEOUT(onDisk(), "#" + content, kPatienceMs);
    EVENTUALLY(!editor()->isModified());
}

void WindowTest::aFileWithAVeryLongLineIsAReadOnlyPreview() {
    const QByteArray content = "a = \"" + QByteArray(10'000'000, 'x') + "\"\nout a\n";
    show(write("long.cst", content));
    EVENTUALLY(editor()->isPreview());
    const auto* banner =
        window_->findChild<QWidget*>("editorBanner")->findChild<QLabel*>("bannerText");
    QVERIFY(banner != nullptr && !banner->text().isEmpty());
    QCOMPARE(editor()->bytes().size(), static_cast<std::size_t>(content.size()));
}

void WindowTest::randomBytesDoNoHarm() {
    std::mt19937 chance(11);
    QByteArray content(20000, '\0');
    for (char& c : content) {
        c = static_cast<char>(chance() % 256);
    }
    show(write("random.cst", content));
    QTRY_COMPARE_WITH_TIMEOUT(QByteArray::fromStdString(editor()->bytes()), content, kPatienceMs);
    EVENTUALLY(!editor()->squiggles().empty());
    show(write("brackets.cst", "a = " + QByteArray(20000, '(')));
    EVENTUALLY(!editor()->squiggles().empty() || editor()->isPreview());
}

void WindowTest::anEmptyTextHasNoProblemsYet() {
    show(write("empty.cst", ""));
    QTest::qWait(100);
    QCOMPARE(problems()->model()->rowCount(), 0);
    QVERIFY(editor()->squiggles().empty());
    const auto* hint = window_->findChild<QLabel*>("inputsHint");
    QVERIFY2(!hint->text().contains("runs as it is"), qPrintable(hint->text()));
    type("x = 1");
    EVENTUALLY(problems()->model()->rowCount() > 0);  // it has no output
    QVERIFY(hint->text().contains("runs as it is"));
}

void WindowTest::selectAllInTheInputsLeavesTheTextAlone() {
    show(write("a.cst", "@example(4)\nin x: Int\na = x * 2\nout a\n"));
    EVENTUALLY(graph()->nodeCount() > 2);
    showTab(0);
    const auto* content = window_->findChild<QWidget*>("inputsContent");
    const QPoint at = content->mapTo(window_.get(), content->rect().bottomLeft() + QPoint(4, -4));
    QTest::mouseClick(window_->windowHandle(), Qt::LeftButton, {}, at);
    press("Ctrl+A");
    press("Ctrl+X");
    QCOMPARE(editor()->bytes(), std::string("@example(4)\nin x: Int\na = x * 2\nout a\n"));
    QVERIFY(!editor()->hasFocus());
}

void WindowTest::f6IntoTheProblemsChoosesOne() {
    show(write("a.cst", "a = nosuch(1)\nout a\n"));
    EVENTUALLY(problems()->model()->rowCount() > 0);
    showTab(2);
    press("F6");
    press("F6");
    QVERIFY(problems()->hasFocus());
    QCOMPARE(problems()->currentIndex().row(), 0);
    press("Return");
    QVERIFY(editor()->textArea()->parentWidget()->hasFocus());
}

void WindowTest::aLongLineInTheLogShowsItsBeginning() {
    show(write("a.cst", "a = stdlib.debug.log(\"" + QByteArray(2000, 'y') + "\")\nout a\n"));
    EVENTUALLY(graph()->nodeCount() > 1);
    showTab(3);
    press("Ctrl+Return");
    const auto* log = window_->findChild<QPlainTextEdit*>("log");
    EVENTUALLY(log->toPlainText().contains("yyy"));
    QCOMPARE(log->horizontalScrollBar()->value(), 0);
}

void WindowTest::undoStepsLineByLine() {
    show(write("a.cst", "x = 1\nout x\n"));
    QTRY_COMPARE_WITH_TIMEOUT(graph()->nodeCount(), std::size_t{2}, kPatienceMs);
    replaceText("in a: Int\nb = a\nout b");
    press("Ctrl+Z");
    QCOMPARE(editor()->bytes(), std::string("in a: Int\nb = a\n"));
    press("Ctrl+Z");
    QCOMPARE(editor()->bytes(), std::string("in a: Int\n"));
    press("Ctrl+Shift+Z");
    press("Ctrl+Shift+Z");
    QCOMPARE(editor()->bytes(), std::string("in a: Int\nb = a\nout b"));
}

void WindowTest::aPauseInTheTypingEndsAnUndoStep() {
    show(write("a.cst", "x = 1\nout x\n"));
    QTRY_COMPARE_WITH_TIMEOUT(graph()->nodeCount(), std::size_t{2}, kPatienceMs);
    replaceText("in a");
    QTest::qWait(1300);
    type(": Int");
    press("Ctrl+Z");
    QCOMPARE(editor()->bytes(), std::string("in a"));
}

void WindowTest::theGraphOfATextBeingTypedStaysInSight() {
    show(write("a.cst", ""), {900, 600});
    QString text = "in v0: Int";
    for (int i = 1; i <= 6; ++i) text += QString("\nv%1 = max(v%2, %1)").arg(i).arg(i - 1);
    replaceText(text);
    EVENTUALLY(!graph()->nodeRect("v6").isEmpty());
    EVENTUALLY(graph()->rect().contains(graph()->nodeRect("v6")));
    if (graph()->zoom() > 0.61) QVERIFY(graph()->rect().contains(graph()->nodeRect("in:v0")));
    QVERIFY(graph()->zoom() > 0.59);
}

void WindowTest::theNodeAtTheCursorScrollsIntoSight() {
    QByteArray text("in v0: Int\n");
    for (int i = 1; i <= 40; ++i) {
        text += QString("v%1 = max(v%2, %1)\n").arg(i).arg(i - 1).toUtf8();
    }
    show(write("a.cst", text));
    EVENTUALLY(!graph()->nodeRect("v40").isEmpty());
    QVERIFY(!graph()->rect().contains(graph()->nodeRect("v40")));
    press("Ctrl+End");
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Up);
    EVENTUALLY(graph()->rect().contains(graph()->nodeRect("v40")));
    press("Ctrl+Home");
    EVENTUALLY(graph()->rect().contains(graph()->nodeRect("in:v0")));
}

void WindowTest::nothingIsCutOffAtTheSmallestSize_data() {
    QTest::addColumn<QSize>("size");
    QTest::addRow("1280x800") << QSize(1280, 800);
    QTest::addRow("1920x1200") << QSize(1920, 1200);
}

void WindowTest::nothingIsCutOffAtTheSmallestSize() {
    QFETCH(QSize, size);
    show({}, size);
    EVENTUALLY(graph()->nodeCount() > 10);
    for (const QToolButton* button : window_->findChildren<QToolButton*>()) {
        if (!button->isVisible() || button->objectName() == "qt_toolbar_ext_button") {
            continue;
        }
        QVERIFY2(button->width() >= button->minimumSizeHint().width(),
                 qPrintable(button->objectName() + " is cut off: " + button->text()));
        const QRect place(button->mapTo(window_.get(), QPoint(0, 0)), button->size());
        QVERIFY2(window_->rect().contains(place), qPrintable(button->objectName()));
    }
}

QTEST_MAIN(WindowTest)
#include "tst_window.moc"
