#include "ui/profiler/profile_tree_model.h"

#include "ui/profiler/profile_words.h"
#include "ui/shell/duration_text.h"
#include "ui/shell/node_words.h"

#include <algorithm>
#include <utility>

namespace cst {
namespace {

/// Before the name of a group: in no key of a node.
constexpr char16_t kGroupMark = u'\n';

uint32_t frameAt(const QModelIndex& row) {
    return row.isValid() ? static_cast<uint32_t>(row.internalId()) : 0;
}

}  // namespace

const std::vector<FlameFrame>& ProfileTreeModel::frames() const {
    static const std::vector<FlameFrame> kNone;
    return report_ ? report_->flames[static_cast<std::size_t>(measure_)] : kNone;
}

void ProfileTreeModel::showReport(ProfileReportPtr report) {
    beginResetModel();
    report_ = std::move(report);
    rows_.clear();
    for (std::size_t i = 0; report_ && i < report_->rows.size(); ++i) {
        rows_.emplace(report_->rows[i].key, i);
    }
    arrange();
    endResetModel();
}

void ProfileTreeModel::setMeasure(FlameMeasure measure) {
    beginResetModel();
    measure_ = measure;
    arrange();
    endResetModel();
}

void ProfileTreeModel::filter(const QString& words) {
    beginResetModel();
    words_ = words.toLower().split(QChar(' '), Qt::SkipEmptyParts);
    arrange();
    endResetModel();
}

/// What the table looks at; of a node that has no row there its name.
QString ProfileTreeModel::wordsOf(const FlameFrame& frame) const {
    const auto row = rows_.find(frame.name);
    const bool isNode = frame.node != FlameFrame::kNone;
    return isNode && row != rows_.end() ? report_->rows[row->second].words
                                        : fromUtf8(frame.name).toLower();
}

bool ProfileTreeModel::isFound(const FlameFrame& frame) const {
    if (words_.isEmpty()) return true;
    const QString words = wordsOf(frame);
    return std::all_of(words_.begin(), words_.end(),
                       [&](const QString& word) { return words.contains(word); });
}

/// Frames stand in the order of the rows, each before what lies in it.
void ProfileTreeModel::arrange() {
    const auto& all = frames();
    std::vector<bool> stays(all.size(), false);
    for (std::size_t i = all.size(); i-- > 1;) {
        stays[i] = stays[i] || isFound(all[i]);
        if (stays[i]) stays[all[i].parent] = true;
    }
    children_.assign(all.size(), {});
    placeIn_.assign(all.size(), 0);
    for (uint32_t i = 1; i < all.size(); ++i) {
        if (!stays[i]) continue;
        std::vector<uint32_t>& beside = children_[all[i].parent];
        placeIn_[i] = static_cast<int>(beside.size());
        beside.push_back(i);
    }
}

const FlameFrame& ProfileTreeModel::frame(const QModelIndex& row) const {
    return frames()[frameAt(row)];
}

/// A frame without a node is a group only where groups stand, and if no part of a node is below it
/// that is called after it.
bool ProfileTreeModel::isGroup(const QModelIndex& row) const {
    const FlameFrame& shown = frame(row);
    if (shown.node != FlameFrame::kNone || shown.parent != 0) return false;
    const auto& first = frames()[frameAt(row) + 1];
    return first.name.compare(0, shown.name.size() + 1, shown.name + '/') != 0;
}

QString ProfileTreeModel::nameOf(const QModelIndex& row) const {
    const QString name = fromUtf8(frame(row).name);
    return isGroup(row) ? kGroupMark + name : name;
}

QModelIndex ProfileTreeModel::rowOf(const QString& name) const {
    const bool isGroupWanted = name.startsWith(kGroupMark);
    const std::string text = name.mid(isGroupWanted ? 1 : 0).toStdString();
    for (uint32_t i = 1; i < frames().size(); ++i) {
        if (frames()[i].name != text) continue;
        const auto& beside = children_[frames()[i].parent];
        const auto place = static_cast<std::size_t>(placeIn_[i]);
        if (place >= beside.size() || beside[place] != i) continue;  // filtered out
        const QModelIndex row = createIndex(placeIn_[i], 0, i);
        if (isGroup(row) == isGroupWanted) return row;
    }
    return {};
}

double ProfileTreeModel::shareOf(const QModelIndex& row) const {
    const double all = frames().front().totalUs;
    return all > 0 ? frame(row).totalUs / all : 0;
}

QString ProfileTreeModel::labelOf(const QModelIndex& row) const {
    if (isGroup(row)) return tr("group");
    const uint32_t node = frame(row).node;
    return node == FlameFrame::kNone ? QString() : fromUtf8(report_->profile.nodes[node].label);
}

uint32_t ProfileTreeModel::nodesIn(uint32_t number) const {
    const auto from = frames().begin() + number;
    const auto to = frames().begin() + frames()[number].end;
    return static_cast<uint32_t>(std::count_if(
        from, to, [](const FlameFrame& each) { return each.node != FlameFrame::kNone; }));
}

QModelIndex ProfileTreeModel::index(int row, int column, const QModelIndex& parent) const {
    const uint32_t in = frameAt(parent);
    if (row < 0 || column < 0 || column >= columnCount() || in >= children_.size() ||
        row >= static_cast<int>(children_[in].size())) {
        return {};
    }
    return createIndex(row, column, children_[in][static_cast<std::size_t>(row)]);
}

QModelIndex ProfileTreeModel::parent(const QModelIndex& row) const {
    const uint32_t above = row.isValid() ? frame(row).parent : 0;
    return above == 0 ? QModelIndex() : createIndex(placeIn_[above], 0, above);
}

int ProfileTreeModel::rowCount(const QModelIndex& parent) const {
    const uint32_t in = frameAt(parent);
    const bool holdsRows = parent.column() <= 0 && in < children_.size();
    return holdsRows ? static_cast<int>(children_[in].size()) : 0;
}

QString ProfileTreeModel::textOf(const QModelIndex& index) const {
    switch (static_cast<TreeColumn>(index.column())) {
    case TreeColumn::Name: return fromUtf8(frame(index).name);
    case TreeColumn::Share: return shareText(shareOf(index));
    case TreeColumn::Total: return durationText(frame(index).totalUs);
    case TreeColumn::Self:
        return frame(index).node == FlameFrame::kNone ? QStringLiteral("–")
                                                      : durationText(frame(index).ownUs);
    case TreeColumn::Nodes: return countText(nodesIn(frameAt(index)));
    case TreeColumn::Count: break;
    }
    return QString();
}

QString ProfileTreeModel::tipOf(const QModelIndex& index) const {
    const FlameFrame& shown = frame(index);
    QString text = fromUtf8(shown.name);
    if (const QString label = labelOf(index); !label.isEmpty()) {
        text += isGroup(index) ? tr(" (%1)").arg(label) : QStringLiteral(" = ") + label;
    }
    text += QChar('\n') +
            tr("%1, %2 of all").arg(exactDurationText(shown.totalUs), shareText(shareOf(index)));
    if (shown.node != FlameFrame::kNone) {
        text += QChar('\n') + tr("itself: %1").arg(exactDurationText(shown.ownUs));
    } else {
        text += QChar('\n') + tr("It has no time of its own: that of its parts is added up.");
    }
    return text;
}

QVariant ProfileTreeModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const auto column = static_cast<TreeColumn>(index.column());
    switch (role) {
    case Qt::DisplayRole: return textOf(index);
    case Qt::ToolTipRole: return tipOf(index);
    case Qt::AccessibleTextRole:
        return column == TreeColumn::Name && isGroup(index)
                   ? tr("group %1").arg(textOf(index))
                   : headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString() +
                         QChar(' ') + textOf(index);
    default: return {};
    }
}

QVariant ProfileTreeModel::headerData(int section, Qt::Orientation orientation, int role) const {
    static const std::pair<const char*, const char*> kTitles[] = {
        {QT_TR_NOOP("Group or node"),
         QT_TR_NOOP("Groups of the text and their nodes, in a node what lies in it; the largest "
                    "first")},
        {QT_TR_NOOP("Share"), QT_TR_NOOP("Of the time of all nodes in this run")},
        {QT_TR_NOOP("Total"), QT_TR_NOOP("What all that lies in it took together")},
        {QT_TR_NOOP("Self"), QT_TR_NOOP("What the node itself took")},
        {QT_TR_NOOP("Nodes"), QT_TR_NOOP("So many nodes with a time lie in it, itself counted")}};
    if (orientation != Qt::Horizontal || section >= columnCount()) return {};
    const auto& [title, tip] = kTitles[section];
    switch (role) {
    case Qt::DisplayRole: return tr(title);
    case Qt::ToolTipRole: return tr(tip);
    case Qt::TextAlignmentRole:
        return QVariant(
            Qt::AlignVCenter |
            (section > static_cast<int>(TreeColumn::Share) ? Qt::AlignRight : Qt::AlignLeft));
    default: return {};
    }
}

}  // namespace cst
