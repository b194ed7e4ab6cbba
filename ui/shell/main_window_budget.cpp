#include "ui/shell/main_window_budget.h"

#include "engine/session/file_io.h"
#include "engine/session/kept_runs.h"
#include "engine/session/profile_files.h"
#include "ui/graph/graph_view.h"
#include "ui/profiler/profile_view.h"
#include "ui/shell/banner.h"
#include "ui/shell/budget_dialog.h"
#include "ui/shell/duration_text.h"
#include "ui/shell/node_words.h"
#include "ui/shell/problems_model.h"

#include <QAction>
#include <QFileInfo>
#include <QMenu>

#include <algorithm>
#include <map>
#include <utility>

namespace cst {

/// The budget as it lies on the disk.
struct BudgetFile {
    FileStamp stamp;
    Budget budget;               // empty = there is none, or it cannot be read
    std::optional<Error> error;  // why it cannot
};

namespace {

constexpr int kSettleMs = 100;

std::shared_ptr<const BudgetFile> budgetIfChanged(const std::string& path,
                                                  std::shared_ptr<const BudgetFile> before) {
    const FileStamp stamp = path.empty() ? FileStamp() : stampOf(path);
    if (before->stamp == stamp) return before;
    auto read = std::make_shared<BudgetFile>();
    read->stamp = stamp;
    const Result<std::optional<Budget>> budget = readBudgetFile(path);
    if (!budget.ok()) {
        read->error = budget.error();
    } else if (*budget) {
        read->budget = **budget;
    }
    return read;
}

/// `p95` of `p95Us`.
QString measureText(const std::string& measure) {
    const QString name = fromUtf8(measure);
    return name.endsWith(QStringLiteral("Us")) ? name.chopped(2) : name;
}

QString breachText(const BudgetBreach& breach) {
    const BudgetLimit& limit = breach.limit;
    if (breach.why != BudgetBreach::Why::Exceeded) {
        QString text = fromUtf8(breach.message);
        return WindowBudget::tr("budget: %1").arg(text);
    }
    return WindowBudget::tr("over budget: %1 takes %2 (%3), it may take %4")
        .arg(limit.key.empty() ? WindowBudget::tr("the whole run")
                               : QStringLiteral("`%1`").arg(fromUtf8(limit.key)),
             exactDurationText(breach.tookUs), measureText(limit.measure),
             exactDurationText(limit.limitUs));
}

/// In which that was measured: the whole run, or the node of that key.
uint64_t runsOf(const KeptRunPtr& run, const std::string& key) {
    if (!run || key.empty()) return run ? run->profile->total.count : 0;
    const auto& nodes = run->profile->nodes;
    const auto found = std::find_if(nodes.begin(), nodes.end(),
                                    [&](const ProfileNode& node) { return node.key == key; });
    return found == nodes.end() ? 0 : found->times.count;
}

/// Those that say something in the studio: what was not measured yet says nothing about a promise,
/// and a node may be missing only because no run has worked it out.
std::vector<BudgetBreach> worthTelling(std::vector<BudgetBreach> breaches, const Graph* graph) {
    const auto isNone = [&](const BudgetBreach& breach) {
        return breach.why == BudgetBreach::Why::NotMeasured ||
               (breach.why == BudgetBreach::Why::NoSuchNode &&
                (!graph || graph->byKey(breach.limit.key).hasValue()));
    };
    breaches.erase(std::remove_if(breaches.begin(), breaches.end(), isNone), breaches.end());
    return breaches;
}

}  // namespace

WindowBudget::WindowBudget(const Parts& parts, QObject* parent)
    : QObject(parent), parts_(parts), file_(std::make_shared<const BudgetFile>()) {
    settled_.setSingleShot(true);
    settled_.setInterval(kSettleMs);
    connect(&settled_, &QTimer::timeout, this, &WindowBudget::read);
    const auto changed = [this] { settled_.start(); };
    connect(&watcher_, &QFileSystemWatcher::fileChanged, this, changed);
    connect(&watcher_, &QFileSystemWatcher::directoryChanged, this, changed);
    connect(&parts_.profile, &ProfileView::menuAsked, this, &WindowBudget::showMenu);
}

void WindowBudget::addTo(QMenu* menu, const AddCommand& addCommand) {
    addCommand(menu, tr("Set Bu&dget…"), QStringLiteral("Ctrl+Alt+G"), [this] {
        const std::string chosen = parts_.graph.selectedKey();
        ask(chosen.empty() ? parts_.graph.litKey() : chosen);
    })->setToolTip(tr("What the chosen node may take at most; without one, the whole run"));
    addCommand(menu, tr("Set Bud&get of the Whole Run…"), QStringLiteral("Ctrl+Alt+Shift+G"),
               [this] { ask(""); });
}

void WindowBudget::documentShown(uint64_t document, const QString& path) {
    if (document == document_ && path == path_) return;
    if (document != document_) {
        told_.clear();
        document_ = document;
        runs_.clear();
        measured_ = nullptr;
    }
    path_ = path;
    ++asked_;
    take(std::make_shared<const BudgetFile>());
    watch();
    read();
}

/// The folder tells when the file comes, the file when somebody writes into it.
void WindowBudget::watch() {
    if (const QStringList all = watcher_.files() + watcher_.directories(); !all.isEmpty()) {
        watcher_.removePaths(all);
    }
    if (path_.isEmpty()) return;
    const QString file = fromUtf8(budgetPathFor(path_.toStdString()));
    watcher_.addPath(QFileInfo(file).absolutePath());
    if (file_->stamp != FileStamp()) watcher_.addPath(file);
}

void WindowBudget::read() {
    if (path_.isEmpty()) return;
    const std::string path = budgetPathFor(path_.toStdString());
    work_.start([this, path, before = file_]() -> BackgroundWork::Answer {
        const auto file = budgetIfChanged(path, before);
        return [this, path, before, file] {
            const bool isOfNow =
                !path_.isEmpty() && path == budgetPathFor(path_.toStdString()) && before == file_;
            if (!isOfNow || file == before) return;
            take(file);
            watch();
        };
    });
}

void WindowBudget::take(std::shared_ptr<const BudgetFile> file) {
    file_ = std::move(file);
    show({});
    start();
}

void WindowBudget::runEnded(const RunRecordPtr& record, const RecentRuns& runs) {
    if (record->document != document_ || record->run->isLive ||
        record->run->status != RunStatus::Completed) {
        return;
    }
    runs_ = runs.ofText(record->sourceHash);
    measured_ = nullptr;
    start();
}

void WindowBudget::check(const KeptRunPtr& run) {
    runs_.clear();
    measured_ = run;
    start();
}

/// Holds what ran last against the budget.
void WindowBudget::start() {
    const uint64_t asked = ++asked_;
    if (file_->budget.limits.empty() || (runs_.empty() && !measured_)) return;
    work_.start([this, asked, file = file_, runs = runs_,
                 measured = measured_]() -> BackgroundWork::Answer {
        const KeptRunPtr run = measured ? measured : keptVersion(runs);
        const Graph* graph = runs.empty() ? nullptr : runs.back()->run->compiled->graph.get().get();
        return
            [this, asked, run, found = worthTelling(breaches(*run->profile, file->budget), graph)] {
                if (asked != asked_) return;
                measured_ = run;
                show(found);
                tell(found);
            };
    });
}

void WindowBudget::show(const std::vector<BudgetBreach>& breaches) {
    std::vector<BudgetProblem> problems;
    std::map<std::string, QString> marks;
    if (file_->error) {
        const QString place = fromUtf8(file_->error->path);
        problems.push_back(
            {{},
             tr("%1 cannot be read: %2%3")
                 .arg(QFileInfo(fromUtf8(budgetPathFor(path_.toStdString()))).fileName(),
                      place.isEmpty() ? QString() : QStringLiteral("`%1`: ").arg(place),
                      fromUtf8(file_->error->message)),
             tr("correct the file, or delete it")});
    }
    for (const BudgetBreach& breach : breaches) {
        const QString text = breachText(breach);
        problems.push_back({breach.limit.key, text, {}});
        QString& mark = marks[breach.limit.key];
        mark += (mark.isEmpty() ? QString() : QStringLiteral("\n")) + text;
    }
    parts_.problems.showBudget(std::move(problems));
    parts_.profile.showOverBudget(std::move(marks));
}

/// Once, as long as the same promises are broken.
void WindowBudget::tell(const std::vector<BudgetBreach>& breaches) {
    QString text;
    std::string what;  // without the times, which differ from run to run
    for (const BudgetBreach& breach : breaches) {
        what += breach.limit.key + '\n' + breach.limit.measure + '\n';
        if (text.isEmpty()) text = breachText(breach);
    }
    if (fromUtf8(what) == std::exchange(told_, fromUtf8(what)) || breaches.empty()) return;
    text[0] = text[0].toUpper();
    if (breaches.size() > 1) {
        text += tr(", and %n more", "", static_cast<int>(breaches.size() - 1));
    }
    std::vector<Banner::Way> ways;
    if (const std::string& key = breaches.front().limit.key; !key.empty()) {
        ways.push_back({"budgetNode", tr("Go to Node"), tr("Choose it in the graph and the text"),
                        [this, key] { emit nodeAsked(fromUtf8(key)); }});
    }
    ways.push_back({"budgetProblems", tr("Show Problems"), tr("All that is over budget"),
                    [this] { emit problemsAsked(); }});
    parts_.banner.offer(Banner::Kind::Problem, text, ways);
}

std::optional<BudgetLimit> WindowBudget::limitOf(const std::string& key) const {
    const auto& limits = file_->budget.limits;
    const auto found = std::find_if(limits.begin(), limits.end(),
                                    [&](const BudgetLimit& one) { return one.key == key; });
    return found == limits.end() ? std::nullopt : std::optional(*found);
}

void WindowBudget::showMenu(const QString& key, QPoint place) {
    auto* menu = new QMenu(&parts_.window);
    menu->setObjectName(QStringLiteral("budgetMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const std::string& of, const QString& name) {
        menu->addAction(tr("Set Budget of %1…").arg(name), this, [this, of] { ask(of); });
        QAction* removes =
            menu->addAction(tr("Remove Budget of %1").arg(name), this, [this, of] { remove(of); });
        removes->setEnabled(limitOf(of).has_value());
    };
    if (!key.isEmpty()) {
        add(key.toStdString(), key);
        menu->addSeparator();
    }
    add("", tr("the Whole Run"));
    menu->popup(place);
}

void WindowBudget::ask(const std::string& key) {
    if (path_.isEmpty()) {
        parts_.banner.tell(Banner::Kind::Note,
                           tr("Save the pipeline first (Ctrl+S): its budget lies beside it."));
        return;
    }
    if (file_->error) {
        parts_.banner.tell(Banner::Kind::Problem,
                           tr("The budget file cannot be read, so nothing is written into it: see "
                              "Problems."));
        return;
    }
    work_.start([this, key, runs = runs_, measured = measured_]() -> BackgroundWork::Answer {
        const KeptRunPtr ran = measured ? measured : runs.empty() ? nullptr : keptVersion(runs);
        return [this, key, ran] { open(key, ran); };
    });
}

/// `ran`: what ran last, null = nothing. Where nothing is promised yet, it begins with a quarter
/// more than that took.
void WindowBudget::open(const std::string& key, const KeptRunPtr& ran) {
    const auto took = [ran, key](const std::string& measure) -> std::optional<double> {
        if (!ran) return std::nullopt;
        // A limit of nothing is broken by whatever was measured.
        const auto broken = breaches(*ran->profile, {{{key, measure, 0}}});
        if (broken.empty() || broken[0].why != BudgetBreach::Why::Exceeded) return std::nullopt;
        return broken[0].tookUs;
    };
    constexpr double kRoom = 1.25;
    BudgetLimit limit = limitOf(key).value_or(BudgetLimit{key, "p95Us", 0});
    if (limit.limitUs == 0) limit.limitUs = kRoom * took(limit.measure).value_or(0);
    const bool isLoad = ran && ran->kind == KeptRun::Kind::Load;
    auto* dialog =
        new BudgetDialog(limit, {runsOf(ran, key), took, isLoad}, parts_.theme, &parts_.window);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { set(dialog->limit()); });
    dialog->open();
}

void WindowBudget::set(BudgetLimit limit) {
    Budget budget = file_->budget;
    auto& limits = budget.limits;
    const auto same = std::find_if(limits.begin(), limits.end(), [&](const BudgetLimit& one) {
        return one.key == limit.key && one.measure == limit.measure;
    });
    if (same != limits.end()) {
        *same = std::move(limit);
    } else {
        limits.push_back(std::move(limit));
    }
    std::stable_sort(limits.begin(), limits.end(), [](const BudgetLimit& a, const BudgetLimit& b) {
        return a.key < b.key;  // the whole run first
    });
    write(std::move(budget));
}

void WindowBudget::remove(const std::string& key) {
    Budget budget = file_->budget;
    std::erase_if(budget.limits, [&](const BudgetLimit& one) { return one.key == key; });
    write(std::move(budget));
}

void WindowBudget::write(Budget budget) {
    const std::string path = budgetPathFor(path_.toStdString());
    told_.clear();  // what it says now is news again
    work_.start([this, path, budget = std::move(budget)]() -> BackgroundWork::Answer {
        const Status written = writeBudgetFile(path, budget);
        const std::string why = written.ok() ? "" : written.error().message;
        return [this, why] {
            if (!why.empty()) {
                parts_.banner.tell(Banner::Kind::Problem,
                                   tr("The budget could not be written: %1").arg(fromUtf8(why)));
            }
            read();
        };
    });
}

}  // namespace cst
