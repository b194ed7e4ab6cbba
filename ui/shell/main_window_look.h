#pragma once

#include "engine/session/graph_look.h"
#include "ui/shell/session_bridge.h"

#include <QObject>
#include <QString>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace cst {

class GraphView;
class Settings;

/// How a person looks at the graph: which way it flows, and what is folded. Each document has its
/// own folded groups, which are found again when it is opened another day.
class WindowLook : public QObject {
    Q_OBJECT

public:
    /// All of them outlive it.
    WindowLook(SessionBridge& bridge, GraphView& graph, Settings& settings,
               QObject* parent = nullptr);

    /// Another document is shown, or its first text.
    void documentShown(uint64_t document, const QString& path);
    const GraphLook& look() const { return look_; }

    void setTopDown(bool isTopDown);
    /// The groups of the chosen nodes: folded, or unfolded if they are.
    void toggleGroups();
    /// All groups: folded, or unfolded if all of them are.
    void toggleAllGroups();
    /// What is nested in the statements of the chosen nodes, likewise.
    void toggleStatements();
    void setFoldsStatements(bool folds);
    void unfold(NodeIdentity node);
    void foldGroup(const std::string& group);
    /// All nodes of the groups of the chosen ones.
    void selectGroups();

signals:
    void changed();
    /// Nothing was done, and why.
    void refused(const QString& why);

private:
    void apply();
    void keepNames();
    void followNames();
    std::set<std::string> groupsOfChosen();  // none: it is said why

    SessionBridge& bridge_;
    GraphView& graph_;
    Settings& settings_;
    GraphLook look_;
    uint64_t document_ = 0;
    QString path_;
    uint64_t wishes_ = 0;                    // that the session was told of
    std::map<uint64_t, GraphLook> looks_;    // of documents that were shown before
    std::vector<NodeIdentity> chosenAfter_;  // once what was asked for is shown
};

}  // namespace cst
