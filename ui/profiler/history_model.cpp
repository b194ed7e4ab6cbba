#include "ui/profiler/history_model.h"

#include "ui/profiler/history_words.h"
#include "ui/shell/duration_text.h"
#include "ui/shell/node_words.h"
#include "ui/shell/theme.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>

namespace cst {
namespace {

constexpr quintptr kIsVersion = 0;  // internalId() of a run: 1 + its version

bool isLive(const HistoryLine& line) {
    return line.kind == KeptRun::Kind::Live;
}

}  // namespace

HistoryModel::HistoryModel(const Theme& theme, QObject* parent)
    : QAbstractItemModel(parent), theme_(theme) {}

void HistoryModel::showLines(const std::vector<HistoryLine>& lines, const std::string& version,
                             bool withLive) {
    beginResetModel();
    versions_.clear();
    std::unordered_map<std::string, std::vector<HistoryLine>> all;  // by text
    std::unordered_map<std::string, std::size_t> places;
    for (const HistoryLine& line : lines) {
        all[line.sourceHash].push_back(line);
        if (!withLive && isLive(line)) continue;
        const auto [place, isNew] = places.emplace(line.sourceHash, versions_.size());
        if (isNew) {
            Version& made = versions_.emplace_back();
            made.hash = line.sourceHash;
            made.isNow = line.sourceHash == version;
        }
        versions_[place->second].runs.push_back(line);
    }
    for (Version& each : versions_) {
        const std::vector<HistoryLine>& runs = all[each.hash];
        each.times = timesOf(runs);
        each.isKnown = std::any_of(runs.begin(), runs.end(), countsForText);
        if (withLive) continue;
        std::vector<HistoryLine> hidden;
        std::copy_if(runs.begin(), runs.end(), std::back_inserter(hidden), isLive);
        each.hidden = hidden.size();
        each.timedHidden = timesOf(hidden).count;
    }
    endResetModel();
}

HistoryPick HistoryModel::pickOf(const QModelIndex& index) const {
    if (!index.isValid()) return {};
    const HistoryLine* const line = lineOf(index);
    if (line) return {line->sourceHash, line->id};
    return {versions_[static_cast<std::size_t>(index.row())].hash, {}};
}

QModelIndex HistoryModel::indexOf(const HistoryPick& pick) const {
    for (std::size_t i = 0; i < versions_.size(); ++i) {
        if (versions_[i].hash != pick.version) continue;
        const QModelIndex version = index(static_cast<int>(i), 0);
        if (pick.id.empty()) return version;
        const auto& runs = versions_[i].runs;
        const auto run = std::find_if(runs.begin(), runs.end(),
                                      [&](const HistoryLine& line) { return line.id == pick.id; });
        return run == runs.end() ? QModelIndex()
                                 : index(static_cast<int>(run - runs.begin()), 0, version);
    }
    return {};
}

const HistoryLine* HistoryModel::lineOf(const QModelIndex& index) const {
    if (!index.isValid() || index.internalId() == kIsVersion) return nullptr;
    return &versions_[index.internalId() - 1].runs[static_cast<std::size_t>(index.row())];
}

QModelIndex HistoryModel::index(int row, int column, const QModelIndex& parent) const {
    if (row < 0 || column < 0 || row >= rowCount(parent) || column >= ColumnCount) return {};
    return createIndex(row, column,
                       parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : kIsVersion);
}

QModelIndex HistoryModel::parent(const QModelIndex& index) const {
    if (!index.isValid() || index.internalId() == kIsVersion) return {};
    return createIndex(static_cast<int>(index.internalId() - 1), 0, kIsVersion);
}

int HistoryModel::rowCount(const QModelIndex& parent) const {
    if (!parent.isValid()) return static_cast<int>(versions_.size());
    if (parent.column() != 0 || parent.internalId() != kIsVersion) return 0;
    return static_cast<int>(versions_[static_cast<std::size_t>(parent.row())].runs.size());
}

int HistoryModel::columnCount(const QModelIndex& /*parent*/) const {
    return ColumnCount;
}

/// Which runs its time is of: no other ones than those that its line speaks of.
QString HistoryModel::timedText(const Version& version) const {
    const uint64_t runs = version.times.count, hidden = version.timedHidden;
    const QString count = countText(runs);
    if (runs == 0) return QString();
    if (runs == 1) return hidden == 1 ? tr("1 live run") : tr("1 run");
    if (hidden == runs) return tr("median of %1 live runs").arg(count);
    return hidden > 0 ? tr("median of %1 runs, %2 live").arg(count, countText(hidden))
                      : tr("median of %1 runs").arg(count);
}

QString HistoryModel::versionText(const Version& version, int column) const {
    switch (column) {
    case When: {
        const QString runs = version.hidden == 0 ? runsText(version.runs.size())
                                                 : tr("%1, and %2 live not listed")
                                                       .arg(runsText(version.runs.size()),
                                                            countText(version.hidden));
        return version.isNow ? tr("The text as it is now, %1").arg(runs)
                             : tr("The text of %1, %2")
                                   .arg(momentText(version.runs.front().startedAtMs), runs);
    }
    case Took:
        return version.times.count > 0 ? durationText(version.times.p50Us)
               : version.isKnown       ? QStringLiteral("–")
                                       : QString();
    case Outcome: return timedText(version);
    default: return QString();
    }
}

QString HistoryModel::runText(const HistoryLine& line, int column) const {
    switch (column) {
    case When: return momentText(line.startedAtMs) + QStringLiteral("   ") + kindText(line);
    case Inputs: return inputsText(line);
    case Took: return durationText(line.tookUs);
    case Outcome: return outcomeText(line);
    case Cached: return cachedText(line);
    default: return QString();
    }
}

QString HistoryModel::tip(const QModelIndex& index) const {
    if (const HistoryLine* const line = lineOf(index)) {
        if (index.column() != When) return QString();
        return line->isOnDisk ? tr("Kept beside the pipeline, in .constellation/history")
                              : tr("In memory: it goes when the studio ends");
    }
    const Version& version = versions_[std::size_t(index.row())];
    if (index.column() != Took && index.column() != Outcome) return QString();
    if (version.times.count > 0) {
        return tr("Of the runs, live ones too, that completed and worked everything out");
    }
    return version.isKnown ? tr("Not known: each run of this text used results of earlier runs, or "
                                "did only a part. Run Afresh (Ctrl+Shift+F5) works everything out.")
                           : QString();
}

QVariant HistoryModel::look(const QModelIndex& index, int role) const {
    const HistoryLine* const line = lineOf(index);
    if (role == Qt::FontRole && !line && versions_[std::size_t(index.row())].isNow) {
        QFont font = theme_.textFont();
        font.setBold(true);
        return font;
    }
    if (role != Qt::ForegroundRole || !line) return {};
    if (index.column() == Outcome && isBad(line->outcome)) return theme_.color(Role::Error);
    const bool isQuiet = isLive(*line) || index.column() == Cached;
    return isQuiet ? QVariant(theme_.color(Role::TextDim)) : QVariant();
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const {
    const HistoryLine* const line = lineOf(index);
    const auto text = [&](int column) {
        return line ? runText(*line, column)
                    : versionText(versions_[std::size_t(index.row())], column);
    };
    switch (role) {
    case Qt::DisplayRole: return text(index.column());
    case Qt::ToolTipRole: {
        const QString why = tip(index);
        return why.isEmpty() ? QVariant() : why;
    }
    case Qt::AccessibleTextRole:
        return headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString() + QChar(' ') +
               text(index.column());
    case Qt::TextAlignmentRole:
        return QVariant(Qt::AlignVCenter |
                        (index.column() == Took ? Qt::AlignRight : Qt::AlignLeft));
    default: return look(index, role);
    }
}

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) {
        return QVariant(Qt::AlignVCenter | (section == Took ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role == Qt::ToolTipRole && section == Cached) {
        return tr("Nodes whose results were there already, of all that gave one");
    }
    if (role == Qt::ToolTipRole && section == Took) {
        return tr("The whole run: reading the inputs, the run, writing the outputs");
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case When: return tr("Run");
    case Inputs: return tr("Inputs from");
    case Took: return tr("Took");
    case Outcome: return tr("Outcome");
    case Cached: return tr("Known before");
    default: return {};
    }
}

}  // namespace cst
