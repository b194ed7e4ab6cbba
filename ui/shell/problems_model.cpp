#include "ui/shell/problems_model.h"

#include <algorithm>

namespace cst {

namespace {

QString text(std::string_view bytes) {
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

Problem ofDiagnostic(const Diagnostic& diagnostic, const SourceText& source) {
    const LineColumn place = source.position(diagnostic.range.begin);
    return {.severity = diagnostic.severity(),
            .code = text(diagnostic.code()),
            .message = text(diagnostic.message()),
            .hint = text(diagnostic.hint),
            .range = diagnostic.range,
            .line = place.line,
            .column = place.column};
}

/// The input of a path like `orders[3].total`.
std::string inputOf(const std::string& path) {
    return path.substr(0, path.find_first_of(".["));
}

Problem ofInput(QString code, QString message, std::string input) {
    Problem problem;
    problem.code = std::move(code);
    problem.message = std::move(message);
    problem.input = std::move(input);
    problem.hasPlace = false;
    return problem;
}

/// Where the node stands now: the text may have changed since the run.
void findPlace(Problem& problem, const std::string& key, const Snapshot* now) {
    const NodeId node = now && !key.empty() ? now->graph->byKey(key) : NodeId();
    if (!node.hasValue()) return;
    const GraphNode& found = now->graph->nodes[node];
    const LineColumn place = now->text->position(found.range.begin);
    problem.range = found.range;
    problem.hasPlace = true;
    problem.line = place.line;
    problem.column = place.column;
}

Problem ofBudget(const BudgetProblem& broken, const Snapshot* now) {
    Problem problem;
    problem.severity = Severity::Warning;
    problem.message = broken.message;
    problem.hint = broken.hint;
    problem.isOfBudget = true;
    problem.hasPlace = false;
    findPlace(problem, broken.node, now);
    return problem;
}

Problem ofRunError(const RunError& error, const Snapshot* now) {
    Problem problem;
    problem.code = text(error.code);
    problem.message = text(error.message);
    problem.isOfRun = true;
    problem.hasPlace = false;
    if (!error.node.empty()) {
        problem.message = ProblemsModel::tr("in `%1`: %2").arg(text(error.node), problem.message);
    } else if (!error.path.empty()) {
        problem.message = QStringLiteral("`%1`: %2").arg(text(error.path), problem.message);
        problem.input = inputOf(error.path);
    }
    findPlace(problem, error.node, now);
    return problem;
}

}  // namespace

ProblemsModel::ProblemsModel(QObject* parent) : QAbstractListModel(parent) {}

void ProblemsModel::showSnapshot(const SnapshotPtr& snapshot) {
    snapshot_ = snapshot;
    rebuild();
}

/// A run that goes on comes many times a second, mostly with nothing new: the list stays where it
/// was scrolled to.
void ProblemsModel::showRun(const RunSnapshotPtr& run) {
    const auto isSame = [](const RunError& a, const RunError& b) {
        return a.code == b.code && a.message == b.message && a.node == b.node && a.path == b.path;
    };
    static const RunSnapshot nothing;
    const RunSnapshot& before = run_ ? *run_ : nothing;
    const RunSnapshot& now = run ? *run : nothing;
    const bool hasNews = !std::equal(before.errors.begin(), before.errors.end(), now.errors.begin(),
                                     now.errors.end(), isSame) ||
                         before.missing != now.missing || before.isLive != now.isLive;
    run_ = run;
    if (hasNews) {
        rebuild();
    }
}

void ProblemsModel::showRefused(std::vector<Error> faults) {
    if (!faults.empty() || !refused_.empty()) {
        refused_ = std::move(faults);
        rebuild();
    }
}

void ProblemsModel::showBudget(std::vector<BudgetProblem> problems) {
    if (!problems.empty() || !budget_.empty()) {
        budget_ = std::move(problems);
        rebuild();
    }
}

void ProblemsModel::rebuild() {
    beginResetModel();
    problems_.clear();
    // Before anything is typed nothing is wrong.
    if (snapshot_ && !snapshot_->text->bytes().empty()) {
        for (const Diagnostic& diagnostic : snapshot_->diagnostics) {
            problems_.push_back(ofDiagnostic(diagnostic, *snapshot_->text));
        }
    }
    for (const Error& fault : refused_) {
        problems_.push_back(ofInput(
            text(fault.code), tr("not run: `%1`: %2").arg(text(fault.path), text(fault.message)),
            inputOf(fault.path)));
    }
    if (run_) {
        for (const RunError& error : run_->errors) {
            problems_.push_back(ofRunError(error, snapshot_.get()));
        }
        // Who is just writing an input down has no value for it yet; the graph says what waits.
        static const std::vector<std::string> none;
        for (const std::string& name : run_->isLive ? none : run_->missing) {
            Problem problem = ofInput({}, tr("missing input: `%1`").arg(text(name)), name);
            problem.isOfRun = true;
            problems_.push_back(std::move(problem));
        }
    }
    for (const BudgetProblem& broken : budget_) {
        problems_.push_back(ofBudget(broken, snapshot_.get()));
    }
    endResetModel();
}

int ProblemsModel::errorCount() const {
    return static_cast<int>(std::count_if(problems_.begin(), problems_.end(), [](const Problem& p) {
        return p.severity == Severity::Error;
    }));
}

int ProblemsModel::rowAfter(uint32_t offset) const {
    int first = -1, next = -1;
    for (int row = 0; row < static_cast<int>(problems_.size()); ++row) {
        const Problem& at = problem(row);
        if (!at.hasPlace) {
            continue;
        }
        if (first < 0 || at.range.begin < problem(first).range.begin) {
            first = row;
        }
        if (at.range.begin > offset && (next < 0 || at.range.begin < problem(next).range.begin)) {
            next = row;
        }
    }
    return next < 0 ? first : next;
}

int ProblemsModel::rowBefore(uint32_t offset) const {
    int last = -1, previous = -1;
    for (int row = 0; row < static_cast<int>(problems_.size()); ++row) {
        const Problem& at = problem(row);
        if (!at.hasPlace) {
            continue;
        }
        if (last < 0 || at.range.begin > problem(last).range.begin) {
            last = row;
        }
        if (at.range.begin < offset &&
            (previous < 0 || at.range.begin > problem(previous).range.begin)) {
            previous = row;
        }
    }
    return previous < 0 ? last : previous;
}

int ProblemsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(problems_.size());
}

QVariant ProblemsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const Problem& at = problem(index.row());
    switch (role) {
    case Qt::DisplayRole: return at.message;
    case Qt::ToolTipRole: return at.hint.isEmpty() ? at.message : at.message + '\n' + at.hint;
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1 %2 %3")
            .arg(at.severity == Severity::Error ? tr("Error") : tr("Warning"), at.code, at.message);
    default: return {};
    }
}

}  // namespace cst
