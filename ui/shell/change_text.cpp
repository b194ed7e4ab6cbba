#include "ui/shell/change_text.h"

#include "ui/shell/tr.h"

#include <cmath>

namespace cst {

QString changeText(double change) {
    if (change >= 10) {
        return QString::number(change, 'f', change >= 99.95 ? 0 : 1) + QStringLiteral("×");
    }
    const double percent = (change - 1) * 100;
    const QString digits =
        QString::number(std::abs(percent), 'f', std::abs(percent) >= 9.95 ? 0 : 1);
    if (digits == QStringLiteral("0.0")) return QStringLiteral("0 %");
    return (percent > 0 ? QStringLiteral("+") : QStringLiteral("−")) + digits +
           QStringLiteral(" %");
}

QString noiseText(const ComparedTime& time) {
    if (!time.change || !std::isfinite(time.noiseHigh)) return QString();
    return tr("%1 to %2").arg(changeText(time.noiseLow), changeText(time.noiseHigh));
}

bool isJudged(const ComparedTime& time) {
    return time.reason.empty();
}

QString verdictSign(const ComparedTime& time) {
    if (!isJudged(time)) return QStringLiteral("?");
    switch (time.verdict) {
    case ChangeVerdict::Same: return QStringLiteral("=");
    case ChangeVerdict::Faster: return QStringLiteral("▼");
    case ChangeVerdict::Slower: return QStringLiteral("▲");
    case ChangeVerdict::New: return QStringLiteral("+");
    case ChangeVerdict::Gone: return QStringLiteral("−");
    }
    return QString();
}

QString verdictWord(const ComparedTime& time) {
    if (!isJudged(time)) return tr("not known");
    switch (time.verdict) {
    case ChangeVerdict::Same: return tr("same");
    case ChangeVerdict::Faster: return tr("faster");
    case ChangeVerdict::Slower: return tr("slower");
    case ChangeVerdict::New: return tr("new");
    case ChangeVerdict::Gone: return tr("gone");
    }
    return QString();
}

Role verdictRole(const ComparedTime& time) {
    if (!isJudged(time)) return Role::TextDim;
    switch (time.verdict) {
    case ChangeVerdict::Faster: return Role::Accent;
    case ChangeVerdict::Slower: return Role::Warning;
    case ChangeVerdict::New:
    case ChangeVerdict::Gone: return Role::Text;
    case ChangeVerdict::Same: break;
    }
    return Role::TextDim;
}

}  // namespace cst
