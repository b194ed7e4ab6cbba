#include "ui/profiler/load_view.h"

#include "ui/profiler/latency_bars.h"
#include "ui/profiler/load_chart.h"
#include "ui/profiler/load_words.h"
#include "ui/shell/empty_hint.h"
#include "ui/shell/node_words.h"
#include "ui/shell/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QIntValidator>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace cst {

namespace {

enum LengthUnit { Runs, Seconds };

constexpr int kMost[] = {LoadRequest::kMostRuns, LoadRequest::kMostSeconds};  // by unit

}  // namespace

LoadView::LoadView(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      theme_(theme),
      amounts_{QStringLiteral("1000"), QStringLiteral("10")},
      chart_(new LoadChart(theme)),
      bars_(new LatencyBars(theme)) {
    setObjectName(QStringLiteral("load"));
    setAccessibleName(tr("Load"));
    build();
    for (QLineEdit* field : {amount_, atOnce_}) {
        connect(field, &QLineEdit::textChanged, this, &LoadView::refresh);
    }
    connect(&theme, &Theme::changed, this, &LoadView::refresh);
    refresh();
}

QLineEdit* LoadView::buildField(const char* name, const QString& what, int most, int digits) {
    auto* field = new QLineEdit(this);
    field->setObjectName(QLatin1String(name));
    field->setAccessibleName(what);
    field->setToolTip(what);
    field->setValidator(new QIntValidator(1, most, field));
    field->setAlignment(Qt::AlignRight);
    field->setFixedWidth(fontMetrics().horizontalAdvance(QString(digits + 3, u'0')));
    connect(field, &QLineEdit::returnPressed, this, [this] {
        if (!isGoing()) press();
    });
    return field;
}

QPushButton* LoadView::buildResult(const char* name, const QString& text, const QString& tip) {
    auto* button = new QPushButton(text, this);
    button->setObjectName(QLatin1String(name));
    button->setToolTip(tip);
    return button;
}

/// What the field of the amount takes.
void LoadView::showUnit() {
    const int unit = unit_->currentIndex();
    const QString what = (unit == Seconds ? tr("For how many seconds, 1 to %1 (a day)")
                                          : tr("How many runs, 1 to %1"))
                             .arg(countText(static_cast<uint64_t>(kMost[unit])));
    amount_->setAccessibleName(what);
    amount_->setToolTip(what);
    amount_->setPlaceholderText(tr("1 to %1").arg(kMost[unit]));
    delete amount_->validator();
    amount_->setValidator(new QIntValidator(1, kMost[unit], amount_));
}

QHBoxLayout* LoadView::buildChoices() {
    amount_ = buildField("loadAmount", {}, kMost[Runs], 7);
    amount_->setText(amounts_[Runs]);
    unit_ = new QComboBox(this);
    unit_->setObjectName(QStringLiteral("loadUnit"));
    unit_->setAccessibleName(tr("Runs or seconds"));
    unit_->addItems({tr("runs"), tr("seconds")});
    unit_->setToolTip(tr("%1 runs to warm up come before them and do not count").arg(kWarmUps));
    connect(unit_, &QComboBox::currentIndexChanged, this, [this](int unit) {
        amounts_[unit == Runs ? Seconds : Runs] = amount_->text();
        showUnit();
        amount_->setText(amounts_[unit]);
    });
    showUnit();
    atOnce_ = buildField("loadAtOnce",
                         tr("Runs that are under way at once, 1 to %1: as one ends the next begins")
                             .arg(LoadRequest::kMostAtOnce),
                         LoadRequest::kMostAtOnce, 2);
    atOnce_->setText(QStringLiteral("1"));
    button_ = new QPushButton(this);
    button_->setObjectName(QStringLiteral("loadButton"));
    connect(button_, &QPushButton::clicked, this, &LoadView::press);
    profile_ =
        buildResult("loadProfile", tr("Show Profile"), tr("What each node took over these runs"));
    connect(profile_, &QPushButton::clicked, this, &LoadView::profileRequested);
    timeline_ = buildResult("loadTimeline", tr("Show Timeline"),
                            tr("Who did what when in the newest of these runs (Shift+F7)"));
    connect(timeline_, &QPushButton::clicked, this, &LoadView::timelineRequested);
    slowest_ = buildResult("loadSlowest", tr("Slowest Run"),
                           tr("Where the time of the slowest of these runs went (Ctrl+F7)"));
    connect(slowest_, &QPushButton::clicked, this, &LoadView::slowestRequested);
    state_ = new QLabel(this);
    state_->setObjectName(QStringLiteral("loadState"));
    state_->setTextFormat(Qt::PlainText);

    auto* row = new QHBoxLayout;
    row->setSpacing(theme_.space(2));
    for (QWidget* part : std::initializer_list<QWidget*>{amount_, unit_, atOnce_}) {
        row->addWidget(part);
    }
    row->addWidget(new QLabel(tr("at once"), this));
    row->addWidget(button_);
    row->addWidget(state_, 1);
    for (QPushButton* result : {slowest_, timeline_, profile_}) row->addWidget(result);
    return row;
}

void LoadView::build() {
    facts_ = new QLabel(this);
    facts_->setObjectName(QStringLiteral("loadFacts"));
    facts_->setTextFormat(Qt::PlainText);
    facts_->setWordWrap(true);
    facts_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    notes_ = new QLabel(this);
    notes_->setObjectName(QStringLiteral("loadNotes"));
    notes_->setTextFormat(Qt::RichText);
    notes_->setWordWrap(true);
    notes_->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    connect(notes_, &QLabel::linkActivated, this, [this](const QString& address) {
        emit nodeActivated(QUrl::fromPercentEncoding(address.toLatin1()));
    });
    strip_ = new QWidget(this);
    strip_->setFixedHeight(theme_.space(1));
    body_ = new QWidget(this);
    auto* charts = new QHBoxLayout(body_);
    charts->setContentsMargins(0, 0, 0, 0);
    charts->setSpacing(theme_.space(4));
    charts->addWidget(chart_, 3);
    charts->addWidget(bars_, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(theme_.space(2), theme_.space(1), theme_.space(2), theme_.space(1));
    column->setSpacing(theme_.space(1));
    column->addLayout(buildChoices());
    column->addWidget(strip_);
    column->addWidget(facts_);
    column->addWidget(notes_);
    column->addWidget(body_, 1);
    column->addStretch(0);
    setFocusProxy(amount_);
}

LoadRequest LoadView::request() const {
    LoadRequest request;
    const auto amount = static_cast<uint64_t>(std::max(amount_->text().toInt(), 1));
    if (unit_->currentIndex() == Seconds) {
        request.time = std::chrono::seconds(amount);
    } else {
        request.runs = amount;
    }
    request.atOnce = static_cast<unsigned>(std::max(atOnce_->text().toInt(), 1));
    request.warmUps = kWarmUps;
    return request;
}

bool LoadView::isGoing() const {
    return isAsked_ || (load_ && !load_->finished());
}

SeenPicture LoadView::picture() const {
    const bool hasRuns = load_ && load_->numbers.whole.ended > 0;
    return hasRuns ? pictureOf(theme_, {state_, facts_, notes_, body_}) : SeenPicture();
}

void LoadView::press() {
    if (isGoing()) {
        emit stopRequested();
    } else if (whyNot().isEmpty()) {
        emit startRequested();
    }
}

void LoadView::showSnapshot(const SnapshotPtr& snapshot) {
    snapshot_ = snapshot;
    refresh();
}

void LoadView::setInputs(const QString& sample) {
    sample_ = sample;
    refresh();
}

void LoadView::showAsked(const QString& why) {
    isAsked_ = why.isEmpty();
    refused_ = why;
    refresh();
}

void LoadView::showLoad(const LoadSnapshotPtr& load) {
    isAsked_ = false;
    refused_.clear();
    load_ = load;
    chart_->showLoad(load);
    bars_->showLoad(load);
    refresh();
}

void LoadView::setOffersResults(bool offers) {
    offersResults_ = offers;
    refresh();
}

/// Why nothing can be started; "" = it can.
QString LoadView::whyNot() const {
    if (!snapshot_ || snapshot_->graph->nodes.size() == 0)
        return tr("There is nothing to run yet.");
    if (snapshot_->errorCount > 0) return tr("The text has errors: see Problems.");
    if (!amount_->hasAcceptableInput()) {
        const int unit = unit_->currentIndex();
        return (unit == Seconds ? tr("How many seconds? 1 to %1.") : tr("How many runs? 1 to %1."))
            .arg(countText(static_cast<uint64_t>(kMost[unit])));
    }
    if (!atOnce_->hasAcceptableInput()) {
        return tr("How many at once? 1 to %1.").arg(LoadRequest::kMostAtOnce);
    }
    return QString();
}

/// As rich text.
QString LoadView::notes() const {
    QStringList notes;
    if (!refused_.isEmpty()) notes << refused_.toHtmlEscaped();
    if (load_ && load_->firstError) {
        const RunError& error = *load_->firstError;
        const QString link =
            QStringLiteral("<a href=\"%1\" style=\"color:%2\">%3</a>")
                .arg(QString::fromLatin1(QUrl::toPercentEncoding(fromUtf8(error.node))),
                     theme_.color(Role::Accent).name(), fromUtf8(error.node).toHtmlEscaped());
        const QString message = fromUtf8(error.message).toHtmlEscaped();
        notes << (error.node.empty() ? tr("First failure: %1.").arg(message)
                                     : tr("First failure: %1: %2.").arg(link, message));
    }
    for (const QString& note : load_ ? loadNotes(*load_) : QStringList()) {
        notes << note.toHtmlEscaped();
    }
    if (!isGoing() && snapshot_ && whyNot().isEmpty()) {
        const QString effects = effectsText(*snapshot_);
        if (!effects.isEmpty()) notes << effects.toHtmlEscaped();
    }
    return notes.join(QStringLiteral(" "));
}

void LoadView::refresh() {
    const QString why = whyNot();
    const bool goes = isGoing();
    const bool hasRuns = load_ && load_->numbers.whole.ended > 0;
    button_->setText(goes ? tr("Stop") : tr("Start"));
    button_->setIcon(goes ? theme_.icon(QStringLiteral("stop"), Role::Error)
                          : theme_.icon(QStringLiteral("run"), Role::Success));
    button_->setEnabled(goes || why.isEmpty());
    button_->setToolTip(goes ? tr("Stop at once; what has ended is kept") : why);
    for (QWidget* part : std::initializer_list<QWidget*>{amount_, unit_, atOnce_}) {
        part->setEnabled(!goes);
    }
    state_->setText(isAsked_            ? tr("starting…")
                    : load_             ? loadStateText(*load_)
                    : !why.isEmpty()    ? why
                    : sample_.isEmpty() ? tr("on the inputs of the form")
                                        : tr("on the inputs of “%1”").arg(sample_));
    facts_->setText(hasRuns ? loadFacts(*load_).join(QStringLiteral(" · ")) : QString());
    facts_->setVisible(hasRuns);
    const QString words = notes();
    notes_->setText(words);
    notes_->setVisible(!words.isEmpty());
    profile_->setVisible(offersResults_ && load_ && load_->profile);
    timeline_->setVisible(offersResults_ && load_ && load_->trace);
    slowest_->setVisible(timeline_->isVisibleTo(this) && load_->trace->runs.slowest != 0);
    body_->setVisible(hasRuns);
    update();
}

void LoadView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (load_ && isGoing()) {
        QRect strip = strip_->geometry();
        painter.fillRect(strip, theme_.color(Role::Border));
        const double share = loadShare(*load_);
        strip.setWidth(static_cast<int>(strip.width() * std::max(share, 0.0)));
        painter.fillRect(strip, theme_.color(Role::Accent));
    }
    if (body_->isHidden()) {
        const int top =
            (notes_->isHidden() ? strip_ : static_cast<QWidget*>(notes_))->geometry().bottom();
        const QRect area(0, top, width(), height() - top);
        isGoing() ? paintEmptyHint(painter, area, theme_, tr("No run has ended yet"),
                                   tr("Numbers come as soon as one has."))
                  : paintEmptyHint(painter, area, theme_, tr("How much can it take?"),
                                   tr("Start runs the pipeline again and again, so many at once: "
                                      "how many runs a second it does, how long they take, and "
                                      "whether that changes over time."));
    }
}

}  // namespace cst
