#pragma once

#include "engine/profile/budget.h"
#include "engine/session/kept_run.h"
#include "engine/session/recent_runs.h"
#include "ui/shell/background_work.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QPoint>
#include <QString>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

class QAction;
class QMenu;
class QWidget;

namespace cst {

class Banner;
class GraphView;
class ProblemsModel;
class ProfileView;
class Theme;
struct BudgetFile;

/// The budget beside the pipeline, `NAME.budget.json`: read when a document is shown and when the
/// file changes, held against each run that a person asked for, and written from a dialog. What is
/// not kept stands among the problems, in a banner when it is new, and in the profile. UI thread
/// only.
class WindowBudget : public QObject {
    Q_OBJECT

public:
    struct Parts {
        ProblemsModel& problems;
        ProfileView& profile;
        GraphView& graph;
        Banner& banner;
        QWidget& window;
        const Theme& theme;
    };
    WindowBudget(const Parts& parts, QObject* parent);  // all of them outlive it

    using AddCommand = std::function<QAction*(QMenu* menu, const QString& text, const QString& keys,
                                              std::function<void()> run)>;
    void addTo(QMenu* menu, const AddCommand& addCommand);

    /// Another document, or another path of the same one; "" = never saved.
    void documentShown(uint64_t document, const QString& path);
    /// A run has ended, of this document or of another one; `runs` holds it already. What it is
    /// held against the budget with is all runs of its text.
    void runEnded(const RunRecordPtr& record, const RecentRuns& runs);

public slots:
    /// What was measured on purpose, such as a load.
    void check(const cst::KeptRunPtr& run);

signals:
    void nodeAsked(const QString& key);
    void problemsAsked();

private:
    void watch();
    void read();
    void take(std::shared_ptr<const BudgetFile> file);
    void start();
    void show(const std::vector<BudgetBreach>& breaches);
    void tell(const std::vector<BudgetBreach>& breaches);
    void showMenu(const QString& key, QPoint place);
    void ask(const std::string& key);
    void open(const std::string& key, const KeptRunPtr& ran);
    void set(BudgetLimit limit);
    void remove(const std::string& key);
    void write(Budget budget);
    std::optional<BudgetLimit> limitOf(const std::string& key) const;

    const Parts parts_;
    uint64_t document_ = 0;
    QString path_;
    std::shared_ptr<const BudgetFile> file_;  // never null
    QFileSystemWatcher watcher_;
    QTimer settled_;                  // a file that is being written changes several times
    std::vector<RunRecordPtr> runs_;  // of the text that ran last; or, then empty:
    KeptRunPtr measured_;             // what was measured on purpose, or made of runs_
    uint64_t asked_ = 0;
    QString told_;  // in the banner
    BackgroundWork work_;
};

}  // namespace cst
