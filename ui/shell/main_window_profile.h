#pragma once

#include "ui/graph/graph_profile.h"

#include <QObject>
#include <QString>

#include <functional>
#include <vector>

class QAction;
class QMenu;

namespace cst {

class GraphView;
class Settings;

/// The commands that show in the graph where the time goes: heat and critical path. What was chosen
/// is remembered.
class WindowProfile : public QObject {
    Q_OBJECT

public:
    /// Both outlive it.
    WindowProfile(Settings& settings, GraphView& graph, QObject* parent);

    /// Makes a command: its text, its keys, what it does.
    using AddCommand = std::function<QAction*(QMenu* menu, const QString& text, const QString& keys,
                                              std::function<void()> run)>;
    void addTo(QMenu* menu, const AddCommand& addCommand);

private:
    void chooseHeat(HeatMetric metric);
    void nextHeat();
    void show();

    Settings& settings_;
    GraphView& graph_;
    std::vector<QAction*> heats_;  // by place in kHeatMetrics
    QAction* ofSelection_ = nullptr;
    QAction* path_ = nullptr;
};

}  // namespace cst
