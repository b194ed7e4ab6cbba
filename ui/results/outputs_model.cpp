#include "ui/results/outputs_model.h"

#include "ui/shell/theme.h"

#include <algorithm>

namespace cst {

OutputsModel::OutputsModel(const Theme& theme, QObject* parent)
    : QAbstractListModel(parent), theme_(theme) {}

void OutputsModel::showRun(RunSnapshotPtr run) {
    const auto sameName = [](const OutputValue& a, const OutputValue& b) {
        return a.name == b.name;
    };
    const bool sameRows = run && run_ &&
                          std::equal(run->outputs.begin(), run->outputs.end(),
                                     run_->outputs.begin(), run_->outputs.end(), sameName);
    if (!sameRows) beginResetModel();
    run_ = std::move(run);
    if (!sameRows) {
        endResetModel();
    } else if (rowCount() > 0) {
        emit dataChanged(index(0), index(rowCount() - 1));
    }
}

void OutputsModel::showOutdated(bool isOutdated) {
    if (isOutdated == isOutdated_) return;  // told with every key press
    isOutdated_ = isOutdated;
    if (rowCount() > 0) emit dataChanged(index(0), index(rowCount() - 1));
}

const OutputValue* OutputsModel::output(int row) const {
    return row >= 0 && row < rowCount() ? &run_->outputs[static_cast<std::size_t>(row)] : nullptr;
}

const Expectation* OutputsModel::expectation(int row) const {
    const OutputValue* value = output(row);
    if (value == nullptr) return nullptr;
    const auto found =
        std::find_if(run_->expectations.begin(), run_->expectations.end(),
                     [&](const Expectation& expected) { return expected.output == value->name; });
    return found == run_->expectations.end() ? nullptr : &*found;
}

int OutputsModel::rowOf(const std::string& name) const {
    for (int row = 0; row < rowCount(); ++row) {
        if (output(row)->name == name) return row;
    }
    return -1;
}

int OutputsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !run_ ? 0 : static_cast<int>(run_->outputs.size());
}

OutputsModel::State OutputsModel::stateOf(int row) const {
    if (output(row)->stale) return State::Stale;
    if (const Expectation* expected = expectation(row)) {
        return expected->ok ? State::AsExpected : State::Unexpected;
    }
    if (output(row)->ready) return State::Ready;
    const bool isBlocked = output(row)->pendingReason.starts_with("missing input");
    if (isBlocked) return State::Blocked;
    const bool isOpen = !run_->finished() && output(row)->pendingReason == "waiting";
    return isOpen ? State::Pending : State::Missing;
}

QVariant OutputsModel::data(const QModelIndex& index, int role) const {
    const OutputValue* value = output(index.row());
    if (value == nullptr) return {};
    const State state = stateOf(index.row());
    const bool isBad = state == State::Missing || state == State::Unexpected;
    const auto name = [&] { return QString::fromStdString(value->name); };
    const auto type = [&] {
        return QString::fromStdString(run_->compiled->types->text(value->type));
    };
    switch (role) {
    case NameRole: return name();
    case TypeRole: return type();
    case MarkRole:
        return state == State::Pending      ? QStringLiteral("…")
               : state == State::Blocked    ? QStringLiteral("?")
               : state == State::Stale      ? QStringLiteral("↻")
               : isBad                      ? QStringLiteral("✗")
               : state == State::AsExpected ? QStringLiteral("✓")
                                            : QStringLiteral("•");
    case MarkColorRole:
        return theme_.color(isOutdated_                  ? cst::Role::TextDim
                            : isBad                      ? cst::Role::Error
                            : state == State::Blocked    ? cst::Role::Warning
                            : state == State::AsExpected ? cst::Role::Success
                            : state == State::Ready      ? cst::Role::StateDone
                                                         : cst::Role::StateQueued);
    case Qt::DisplayRole: return data(index, MarkRole).toString() + QStringLiteral("  ") + name();
    case Qt::ToolTipRole: return name() + QStringLiteral(" : ") + type();
    case Qt::AccessibleTextRole:
        return tr("%1, %2").arg(name(), state == State::Pending      ? tr("pending")
                                        : state == State::Blocked    ? tr("needs an input")
                                        : state == State::Stale      ? tr("stale")
                                        : state == State::Ready      ? tr("has a value")
                                        : state == State::Missing    ? tr("has no value")
                                        : state == State::AsExpected ? tr("as expected")
                                                                     : tr("not as expected"));
    default: return {};
    }
}

}  // namespace cst
