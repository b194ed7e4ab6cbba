#pragma once

#include "engine/session/kept_run.h"
#include "engine/session/recent_runs.h"
#include "ui/shell/background_work.h"

#include <QObject>
#include <QString>

#include <functional>
#include <string>
#include <vector>

class QAction;
class QMenu;

namespace cst {

class Banner;
class CompareView;
class GraphView;
struct Baseline;
struct Comparison;

/// What can be compared of the document, and what is done with it: fills the panel, colours the
/// graph while that is open, keeps baselines beside the pipeline. As long as nobody sees the panel
/// a run that ends costs next to nothing: its record is put on a list. UI thread only.
class WindowCompare : public QObject {
    Q_OBJECT

public:
    struct Parts {
        GraphView& graph;
        CompareView& view;
        Banner& banner;
    };
    WindowCompare(const Parts& parts, QObject* parent);  // all of them outlive it

    using AddCommand = std::function<QAction*(QMenu* menu, const QString& text, const QString& keys,
                                              std::function<void()> run)>;
    void addTo(QMenu* menu, const AddCommand& addCommand);

    /// Another document, or another path of the same one; "" = never saved.
    void documentShown(uint64_t document, const QString& path);
    /// A run has ended, of this document or of another one.
    void runEnded(const RunRecordPtr& record);
    const RecentRuns& runs() const { return runs_; }

public slots:
    /// Shows the panel with these two.
    void compare(const cst::KeptRunPtr& before, const cst::KeptRunPtr& after);
    /// Writes it beside the pipeline; null = what is looked at, or all that is known of the newest
    /// text. Only whole runs are: where one took results from runs before, those of its text that
    /// did not; where there is none, it says what to do.
    void keepBaseline(const cst::KeptRunPtr& run);
    void compareWithBaseline();
    /// Beside the runs of this window: loads, what the history has, files. Stay until another
    /// document is shown; one with an id that is there already replaces it.
    void addChoices(const std::vector<cst::KeptRunPtr>& choices);

signals:
    void panelAsked();  // it is to be seen
    void runAfreshAsked();

private:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void lighten();
    void changed();
    void gather();
    void take(std::vector<KeptRunPtr> kept, const Baseline& baseline);
    void showInGraph();
    void toggleColours();
    void writeBaseline(const KeptRunPtr& run);
    void tellNoneIsWhole(const KeptRun& run);
    void keepAsked(const RunRecordPtr& record);
    void tellNoBaseline();

    const Parts parts_;
    uint64_t document_ = 0;
    QString path_;
    RecentRuns runs_;
    std::vector<KeptRunPtr> others_;  // addChoices()
    std::shared_ptr<const Baseline> baseline_;
    bool isStale_ = false;      // the panel does not show what there is
    bool isGathering_ = false;  // it is on its way
    bool isLightening_ = false;
    bool wantsBaseline_ = false;  // as soon as it is there
    std::string keepsNextOf_;     // text (hash): its next whole run becomes the baseline
    std::shared_ptr<const Comparison> inGraph_;
    BackgroundWork work_;
};

}  // namespace cst
