#include "ui/shell/main_window_profile.h"

#include "ui/graph/graph_view.h"
#include "ui/shell/settings.h"

#include <QAction>
#include <QActionGroup>
#include <QMenu>

#include <algorithm>

namespace cst {

WindowProfile::WindowProfile(Settings& settings, GraphView& graph, QObject* parent)
    : QObject(parent), settings_(settings), graph_(graph) {}

void WindowProfile::addTo(QMenu* menu, const AddCommand& addCommand) {
    QMenu* heat = menu->addMenu(tr("&Heat"));
    heat->setObjectName(QStringLiteral("heatMenu"));
    auto* group = new QActionGroup(this);
    for (const HeatMetric metric : kHeatMetrics) {
        QAction* action =
            addCommand(heat, heatName(metric), {}, [this, metric] { chooseHeat(metric); });
        action->setCheckable(true);
        group->addAction(action);
        heats_.push_back(action);
    }
    heat->addSeparator();
    addCommand(heat, tr("&Next Heat"), QStringLiteral("Ctrl+Shift+H"), [this] { nextHeat(); });
    ofSelection_ = addCommand(heat, tr("Heat of &Selection Only"), QStringLiteral("Ctrl+Alt+H"),
                              [this] { show(); });
    path_ =
        addCommand(menu, tr("&Critical Path"), QStringLiteral("Ctrl+Alt+P"), [this] { show(); });
    ofSelection_->setCheckable(true);
    ofSelection_->setChecked(settings_.isHeatOfSelection());
    path_->setCheckable(true);
    path_->setChecked(settings_.showsCriticalPath());
    chooseHeat(heatOf(settings_.heat()));
}

void WindowProfile::chooseHeat(HeatMetric metric) {
    const auto place = std::find(kHeatMetrics.begin(), kHeatMetrics.end(), metric);
    heats_[static_cast<std::size_t>(place - kHeatMetrics.begin())]->setChecked(true);
    show();
}

void WindowProfile::nextHeat() {
    const auto place =
        std::find(kHeatMetrics.begin(), kHeatMetrics.end(), graph_.profile().choice().heat) + 1;
    chooseHeat(place == kHeatMetrics.end() ? HeatMetric::Off : *place);
}

void WindowProfile::show() {
    ProfileChoice choice;
    for (std::size_t i = 0; i < heats_.size(); ++i)
        if (heats_[i]->isChecked()) choice.heat = kHeatMetrics[i];
    choice.ofSelectionOnly = ofSelection_->isChecked();
    choice.showsPath = path_->isChecked();
    settings_.setHeat(QLatin1String(heatWord(choice.heat)));
    settings_.setHeatOfSelection(choice.ofSelectionOnly);
    settings_.setShowsCriticalPath(choice.showsPath);
    graph_.showProfile(choice);
}

}  // namespace cst
