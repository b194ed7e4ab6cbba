#pragma once

#include "engine/history/history_line.h"

#include <QAbstractItemModel>

#include <string>
#include <vector>

namespace cst {

class Theme;

/// What is chosen in the history: a run, or all of one text.
struct HistoryPick {
    std::string version;  // source hash
    std::string id;       // of the run; "" = the version as a whole
    friend bool operator==(const HistoryPick&, const HistoryPick&) = default;
};

/// Runs by the text that ran, the newest first. UI thread only.
class HistoryModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Column { When, Inputs, Took, Outcome, Cached, ColumnCount };

    explicit HistoryModel(const Theme& theme, QObject* parent = nullptr);  // it outlives this

    /// `lines`: the newest first. `version`: of the text as it is now. `withLive`: live runs have
    /// rows, too; what is told of a text is of all its runs, whether they have rows or not, and
    /// says so where they have none.
    void showLines(const std::vector<HistoryLine>& lines, const std::string& version,
                   bool withLive);

    HistoryPick pickOf(const QModelIndex& index) const;
    QModelIndex indexOf(const HistoryPick& pick) const;         // invalid = it is not there
    const HistoryLine* lineOf(const QModelIndex& index) const;  // null = a version

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Version {
        std::string hash;
        std::vector<HistoryLine> runs;  // that have rows; never empty
        TimeSummary times;              // of all that are whole
        uint64_t hidden = 0;            // live runs that have no rows
        uint64_t timedHidden = 0;       // of those the ones that `times` is of, too
        bool isKnown = false;           // is there one that counts, whole or not?
        bool isNow = false;
    };

    QString runText(const HistoryLine& line, int column) const;
    QString versionText(const Version& version, int column) const;
    QString timedText(const Version& version) const;
    QString tip(const QModelIndex& index) const;
    QVariant look(const QModelIndex& index, int role) const;

    const Theme& theme_;
    std::vector<Version> versions_;  // that of the newest run first
};

}  // namespace cst
