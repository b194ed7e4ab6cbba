#include "ui/profiler/profile_findings.h"

#include "ui/shell/node_words.h"
#include "ui/shell/theme.h"

#include <QLabel>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace cst {

namespace {

const QString kMore = QStringLiteral("more:");  // no key: those are escaped

/// A key as an address of a link: it may hold anything.
QString addressOf(const std::string& key) {
    return QString::fromLatin1(QUrl::toPercentEncoding(fromUtf8(key)));
}

}  // namespace

ProfileFindings::ProfileFindings(const Theme& theme, QWidget* parent)
    : QWidget(parent), theme_(theme) {
    setObjectName(QStringLiteral("profileFindings"));
    setAccessibleName(tr("What bounds the run"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    connect(&theme, &Theme::changed, this, &ProfileFindings::arrange);  // links have its colour
    hide();
}

QString ProfileFindings::linkTo(const QString& address, const QString& text) const {
    return QStringLiteral("<a href=\"%1\" style=\"color:%2\">%3</a>")
        .arg(address, theme_.color(Role::Accent).name(), text.toHtmlEscaped());
}

/// The words of the finding; its node a link, where it is named or at the end.
QString ProfileFindings::lineOf(const Finding& finding) const {
    QString text = fromUtf8(finding.finding);
    const QString node = fromUtf8(finding.node);
    if (!text.isEmpty()) text[0] = text[0].toUpper();
    if (node.isEmpty()) return text.toHtmlEscaped();
    const QString link = linkTo(addressOf(finding.node), node);
    const QString named = QChar('`') + node + QChar('`');
    const qsizetype at = text.indexOf(named);
    if (at < 0) return tr("%1, above all %2").arg(text.toHtmlEscaped(), link);
    return text.left(at).toHtmlEscaped() + link + text.mid(at + named.size()).toHtmlEscaped();
}

void ProfileFindings::addLine() {
    auto* line = new QLabel(this);
    line->setObjectName(QStringLiteral("profileFinding%1").arg(lines_.size()));
    line->setTextFormat(Qt::RichText);
    line->setWordWrap(true);
    line->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    connect(line, &QLabel::linkActivated, this, [this](const QString& address) {
        if (address != kMore) {
            emit nodeActivated(QUrl::fromPercentEncoding(address.toLatin1()));
            return;
        }
        isUnfolded_ = !isUnfolded_;
        // Not now: the label is at this very link.
        QMetaObject::invokeMethod(this, &ProfileFindings::arrange, Qt::QueuedConnection);
    });
    layout()->addWidget(line);
    lines_.push_back(line);
}

void ProfileFindings::show(std::vector<Finding> findings) {
    findings_ = std::move(findings);
    while (lines_.size() < findings_.size()) addLine();
    arrange();
}

void ProfileFindings::setRoom(int lines) {
    if (std::exchange(room_, std::clamp(lines, 1, kMost)) != room_) arrange();
}

void ProfileFindings::arrange() {
    const std::size_t count = findings_.size();
    const auto room = static_cast<std::size_t>(room_);
    const std::size_t shown = isUnfolded_ ? count : std::min(count, room);
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        lines_[i]->setVisible(i < shown);
        if (i >= shown) continue;
        QString text = lineOf(findings_[i]);
        if (i + 1 == shown && count > room) {
            const QString words = isUnfolded_ ? tr("show fewer reasons")
                                  : count - shown == 1
                                      ? tr("show 1 more reason")
                                      : tr("show %1 more reasons").arg(count - shown);
            text += QStringLiteral(" · ") + linkTo(kMore, words);
        }
        lines_[i]->setText(text);
        QString tip = fromUtf8(findings_[i].evidence);
        if (!findings_[i].advice.empty()) {
            tip += QChar('\n') + tr("Try: %1").arg(fromUtf8(findings_[i].advice));
        }
        lines_[i]->setToolTip(tip);
        lines_[i]->setAccessibleDescription(tip);
    }
    setVisible(count > 0);
}

}  // namespace cst
