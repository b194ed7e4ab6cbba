#include "ui/profiler/profile_findings.h"

#include "ui/shell/node_words.h"

#include <QLabel>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace cst {

namespace {

QString linkTo(const QString& address, const QString& text) {
    return QStringLiteral("<a href=\"%1\">%2</a>").arg(address, text.toHtmlEscaped());
}

/// A key as an address of a link: it may hold anything.
QString addressOf(const std::string& key) {
    return QString::fromLatin1(QUrl::toPercentEncoding(fromUtf8(key)));
}

/// The words of the finding; its node a link, where it is named or at the end.
QString lineOf(const Finding& finding) {
    QString text = fromUtf8(finding.finding);
    const QString node = fromUtf8(finding.node);
    if (!text.isEmpty()) text[0] = text[0].toUpper();
    if (node.isEmpty()) return text.toHtmlEscaped();
    const QString link = linkTo(addressOf(finding.node), node);
    const QString named = QChar('`') + node + QChar('`');
    const qsizetype at = text.indexOf(named);
    if (at < 0) return text.toHtmlEscaped() + QStringLiteral(" · ") + link;
    return text.left(at).toHtmlEscaped() + link + text.mid(at + named.size()).toHtmlEscaped();
}

}  // namespace

ProfileFindings::ProfileFindings(QWidget* parent) : QWidget(parent), more_(new QLabel(this)) {
    setObjectName(QStringLiteral("profileFindings"));
    setAccessibleName(tr("What bounds the run"));
    more_->setObjectName(QStringLiteral("profileMore"));
    more_->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    connect(more_, &QLabel::linkActivated, this, [this] {
        isUnfolded_ = !isUnfolded_;
        arrange();
    });
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(more_);
    hide();
}

QLabel* ProfileFindings::addLine() {
    auto* line = new QLabel(this);
    line->setObjectName(QStringLiteral("profileFinding%1").arg(lines_.size()));
    line->setTextFormat(Qt::RichText);
    line->setWordWrap(true);
    line->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    connect(line, &QLabel::linkActivated, this, [this](const QString& address) {
        emit nodeActivated(QUrl::fromPercentEncoding(address.toLatin1()));
    });
    auto* column = static_cast<QVBoxLayout*>(layout());
    column->insertWidget(static_cast<int>(lines_.size()), line);
    lines_.push_back(line);
    return line;
}

void ProfileFindings::show(const std::vector<Finding>& findings) {
    count_ = static_cast<int>(findings.size());
    for (std::size_t i = 0; i < findings.size(); ++i) {
        QLabel* line = i < lines_.size() ? lines_[i] : addLine();
        line->setText(lineOf(findings[i]));
        const QString tip =
            tr("%1\nTry: %2").arg(fromUtf8(findings[i].evidence), fromUtf8(findings[i].advice));
        line->setToolTip(tip);
        line->setAccessibleDescription(tip);
    }
    arrange();
}

void ProfileFindings::setRoom(int lines) {
    room_ = std::clamp(lines, 1, kMost);
    arrange();
}

void ProfileFindings::arrange() {
    const int shown = isUnfolded_ ? count_ : std::min(count_, room_);
    for (int i = 0; i < static_cast<int>(lines_.size()); ++i) {
        lines_[static_cast<std::size_t>(i)]->setVisible(i < shown);
    }
    const bool hasMore = count_ > room_;
    const QString words = isUnfolded_ ? tr("fewer") : tr("%1 more").arg(count_ - shown);
    more_->setText(linkTo(QStringLiteral("more"), words));
    more_->setVisible(hasMore);
    setVisible(count_ > 0);
}

}  // namespace cst
