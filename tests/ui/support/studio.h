#pragma once

#include "ui/editor/code_editor.h"
#include "ui/graph/graph_view.h"
#include "ui/results/outputs_view.h"
#include "ui/shell/main_window.h"
#include "ui/shell/settings.h"
#include "ui/shell/theme.h"

#include <QByteArray>
#include <QLabel>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <vector>

// The machine may be busy: what takes milliseconds gets seconds.
#define EVENTUALLY(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, 20'000)

namespace cst::test {

/// A studio window on the screen, with settings of its own, and a hand on its keys and mouse.
class Studio {
public:
    /// Nothing to restore; `options.file` empty = the built-in sample. `live`: is live mode on, as
    /// it is for people? Else nothing runs but what a test asks for.
    explicit Studio(MainWindow::Options options = {}, bool live = false);
    ~Studio();

    /// Another start with the same settings.
    void restart(MainWindow::Options options = {});

    MainWindow& window() { return *window_; }
    CodeEditor& editor() { return *find<CodeEditor>("editor"); }
    GraphView& graph() { return *find<GraphView>("graph"); }
    OutputsView& outputs() { return *find<OutputsView>("outputs"); }
    QTabWidget& tabs() { return *find<QTabWidget>("tabs"); }
    Theme& theme() { return theme_; }
    Settings& settings() { return *settings_; }
    QString folder() const { return folder_.path(); }
    /// Texts that a crash left and that this window asked another one for.
    std::vector<LeftJournalPtr>& windowsNeeded() { return needed_; }

    template <class Widget>
    Widget* find(const char* name) {
        auto* found = window_->findChild<Widget*>(QLatin1String(name));
        if (!found) qFatal("no widget is called %s", name);
        return found;
    }
    QString label(const char* name) { return find<QLabel>(name)->text(); }
    QString problemsTab() { return tabs().tabText(2); }
    static bool hasFocus(const QWidget& pane);

    /// Writes a file into the folder of this test; its path.
    QString write(const QString& name, const QByteArray& bytes);
    QByteArray read(const QString& name) const;

    // Gestures.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    void type(const QByteArray& text);  // into what has the focus; line feeds are Enter
    void typeInEditor(const QByteArray& text);
    void pressPaste(const QByteArray& text);
    void pressMouse(QWidget* widget, QPoint at = {});

private:
    Theme theme_;
    QTemporaryDir folder_;
    std::unique_ptr<Settings> settings_;
    std::unique_ptr<MainWindow> window_;
    std::vector<LeftJournalPtr> needed_;
};

/// A path below resources/samples.
QString samplePath(const QString& name);

}  // namespace cst::test
