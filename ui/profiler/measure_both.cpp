#include "ui/profiler/measure_both.h"

#include "engine/session/pair_request.h"
#include "ui/profiler/measure_words.h"
#include "ui/shell/theme.h"

#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace cst {

/// Words above a strip that fills.
class MeasureLine : public QLabel {
public:
    MeasureLine(const Theme& theme, QWidget* parent) : QLabel(parent), theme_(theme) {
        setObjectName(QStringLiteral("measureState"));
        setTextFormat(Qt::PlainText);
        setWordWrap(true);
        setTextInteractionFlags(Qt::TextSelectableByMouse);
        setContentsMargins(0, 0, 0, theme.space(1));
    }

    void show(const QString& words, bool goes, double share) {
        share_ = goes ? share : -1;
        setText(words);
        setVisible(!words.isEmpty());
        update();
    }

protected:
    void paintEvent(QPaintEvent* event) override {
        QLabel::paintEvent(event);
        if (share_ < 0) return;
        QPainter painter(this);
        const int high = theme_.space(1) / 2;
        QRect strip(0, height() - high, width(), high);
        painter.fillRect(strip, theme_.color(Role::Border));
        strip.setWidth(static_cast<int>(strip.width() * share_));
        painter.fillRect(strip, theme_.color(Role::Accent));
    }

private:
    const Theme& theme_;  // outlives every widget
    double share_ = -1;   // -1 = nothing goes
};

namespace {

bool isSamePair(const KeptRunPtr& one, const KeptRunPtr& other) {
    return one && other ? isSameText(*one->profile, *other->profile) : one == other;
}

QString whatItDoes() {
    const PairRequest bounds;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(bounds.time).count();
    return MeasureBoth::tr(
               "Run both texts in turns on the inputs of now, so that whatever the "
               "machine does it does to both (Ctrl+Alt+M).\nUp to %1 runs of each; "
               "none begins after %2 s. Each really calls what the texts call: nothing is taken "
               "from caches.")
        .arg(bounds.runs)
        .arg(seconds);
}

}  // namespace

MeasureBoth::MeasureBoth(const Theme& theme, QWidget* parent)
    : QObject(parent),
      theme_(theme),
      button_(new QToolButton(parent)),
      line_(new MeasureLine(theme, parent)) {
    button_->setObjectName(QStringLiteral("measureBoth"));
    button_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(button_, &QToolButton::clicked, this, &MeasureBoth::press);
    connect(&theme, &Theme::changed, this, &MeasureBoth::refresh);
    refresh();
}

QWidget* MeasureBoth::line() const {
    return line_;
}

void MeasureBoth::press() {
    if (isGoing()) {
        emit stopRequested();
    } else if (const QString why = whyNotMeasured(before_, after_); !why.isEmpty()) {
        showAsked(why);
    } else {
        emit startRequested(before_, after_);
    }
}

/// What was said of others is no news any more.
void MeasureBoth::showPair(const KeptRunPtr& before, const KeptRunPtr& after) {
    if (!isGoing() && !(isSamePair(before, before_) && isSamePair(after, after_))) {
        pair_ = nullptr;
        refused_.clear();
    }
    before_ = before;
    after_ = after;
    refresh();
}

void MeasureBoth::showAsked(const QString& why) {
    isAsked_ = why.isEmpty();
    refused_ = why;
    pair_ = nullptr;
    askedBefore_ = before_;
    askedAfter_ = after_;
    refresh();
}

void MeasureBoth::showProgress(const PairSnapshotPtr& pair) {
    isAsked_ = false;
    pair_ = pair;
    refresh();
}

void MeasureBoth::clear() {
    isAsked_ = false;
    pair_ = nullptr;
    refused_.clear();
    showPair(nullptr, nullptr);
}

void MeasureBoth::refresh() {
    const bool goes = isGoing();
    const QString why = whyNotMeasured(before_, after_);
    const QString text = goes ? tr("Stop") : tr("Measure Both");
    button_->setText(text);
    button_->setAccessibleName(goes ? tr("Stop measuring") : text);
    button_->setIcon(goes ? theme_.icon(QStringLiteral("stop"), Role::Error)
                          : theme_.icon(QStringLiteral("run"), Role::Success));
    button_->setEnabled(goes || why.isEmpty());
    button_->setToolTip(goes ? tr("Stop at once: what both have run so far is compared, if it is "
                                  "enough to tell anything")
                        : why.isEmpty() ? whatItDoes()
                                        : why);
    const QString words =
        isAsked_ || pair_ ? measureStateText(pair_.get(), *askedBefore_, *askedAfter_) : refused_;
    line_->show(words, goes, pair_ ? pair_->share : 0);
}

}  // namespace cst
