#include "ui/samples/fault_mark.h"

#include "ui/shell/theme.h"

#include <QPalette>
#include <QStringList>
#include <QWidget>

#include <algorithm>

namespace cst {

void markFaults(QWidget* field, std::span<const Error> faults, const Theme& theme) {
    constexpr std::size_t kMost = 5;
    QStringList reasons;
    for (const Error& fault : faults.first(std::min(faults.size(), kMost))) {
        reasons.append(QString::fromStdString(fault.message));
    }
    field->setToolTip(reasons.join(QLatin1Char('\n')));
    field->setAccessibleDescription(field->toolTip());
    if (faults.empty()) {
        field->setPalette(QPalette());
        return;
    }
    QPalette palette;
    palette.setColor(QPalette::Text, theme.color(Role::Error));
    palette.setColor(QPalette::ButtonText, theme.color(Role::Error));
    field->setPalette(palette);
}

}  // namespace cst
