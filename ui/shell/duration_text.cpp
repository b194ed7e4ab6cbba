#include "ui/shell/duration_text.h"

#include "engine/profile/time_text.h"

namespace cst {

QString durationText(double microseconds) {
    return QString::fromStdString(shortTime(microseconds));
}

QString exactDurationText(double microseconds) {
    return QString::fromStdString(exactTime(microseconds));
}

}  // namespace cst
