#include "ui/shell/budget_dialog.h"

#include "ui/shell/duration_text.h"
#include "ui/shell/node_words.h"
#include "ui/shell/theme.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace cst {

namespace {

constexpr double kMostUs = 1e15;  // of a budget file

struct Choice {
    const char* measure;
    const char* title;
};
constexpr std::array kChoices{
    Choice{"p95Us", QT_TRANSLATE_NOOP("cst::BudgetDialog", "19 of 20 runs (p95)")},
    Choice{"p50Us", QT_TRANSLATE_NOOP("cst::BudgetDialog", "half of the runs (p50)")},
    Choice{"p99Us", QT_TRANSLATE_NOOP("cst::BudgetDialog", "99 of 100 runs (p99)")},
    Choice{"maxUs", QT_TRANSLATE_NOOP("cst::BudgetDialog", "every run (max)")},
    Choice{"meanUs", QT_TRANSLATE_NOOP("cst::BudgetDialog", "the runs on average (mean)")}};

}  // namespace

std::optional<double> microsecondsOf(const QString& text) {
    static const std::map<QString, double> kUnits{
        {QStringLiteral("ns"), 1e-3},   {QStringLiteral("us"), 1},  {QStringLiteral("µs"), 1},
        {QStringLiteral("\u03bcs"), 1},  // the Greek letter
        {QStringLiteral("ms"), 1e3},    {QStringLiteral("s"), 1e6}, {QStringLiteral("min"), 60e6}};
    const QString trimmed = text.trimmed();
    qsizetype digits = 0;
    const auto isOfNumber = [](QChar c) {
        return (c >= QChar('0') && c <= QChar('9')) || c == QChar('.') || c == QChar(',');
    };
    while (digits < trimmed.size() && isOfNumber(trimmed[digits])) ++digits;
    const auto unit = kUnits.find(trimmed.mid(digits).trimmed());
    bool isNumber = false;  // of two points it is none
    const QString number = trimmed.left(digits).replace(QChar(','), QChar('.'));
    const double us = number.toDouble(&isNumber) * (unit == kUnits.end() ? 0 : unit->second);
    return isNumber && us > 0 && us <= kMostUs ? std::optional(us) : std::nullopt;
}

BudgetDialog::BudgetDialog(const BudgetLimit& limit, Now now, const Theme& theme, QWidget* parent)
    : QDialog(parent),
      key_(limit.key),
      now_(std::move(now)),
      theme_(theme),
      measure_(new QComboBox(this)),
      time_(new QLineEdit(this)),
      sign_(new QLabel(this)),
      hint_(new QLabel(this)),
      buttons_(new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this)) {
    setObjectName(QStringLiteral("budgetDialog"));
    setWindowTitle(key_.empty() ? tr("Budget of the whole run")
                                : tr("Budget of %1").arg(fromUtf8(key_)));
    setAttribute(Qt::WA_DeleteOnClose);
    measure_->setObjectName(QStringLiteral("budgetMeasure"));
    for (const Choice& choice : kChoices) {
        measure_->addItem(tr(choice.title), QLatin1String(choice.measure));
    }
    measure_->setCurrentIndex(std::max(0, measure_->findData(fromUtf8(limit.measure))));
    time_->setObjectName(QStringLiteral("budgetTime"));
    time_->setText(limit.limitUs > 0 ? durationText(limit.limitUs) : QString());
    time_->setPlaceholderText(tr("12 ms"));
    time_->selectAll();
    auto* takes = new QLabel(nowText(), this);
    takes->setObjectName(QStringLiteral("budgetNow"));
    hint_->setObjectName(QStringLiteral("budgetHint"));
    auto* said = new QHBoxLayout;
    said->setSpacing(theme.space(2));
    said->addWidget(sign_);
    said->addWidget(hint_, 1);
    auto* form = new QFormLayout;
    form->setSpacing(theme.space(2));
    form->addRow(tr("In"), measure_);
    form->addRow(tr("At most"), time_);
    form->addRow(tr("Now"), takes);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(theme.space(3));
    column->addLayout(form);
    column->addLayout(said);
    column->addWidget(buttons_);
    connect(measure_, &QComboBox::currentIndexChanged, this, &BudgetDialog::check);
    connect(time_, &QLineEdit::textChanged, this, &BudgetDialog::check);
    connect(buttons_, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons_, &QDialogButtonBox::rejected, this, &QDialog::reject);
    time_->setFocus();
    check();
}

BudgetLimit BudgetDialog::limit() const {
    return {key_, measure_->currentData().toString().toStdString(),
            microsecondsOf(time_->text()).value_or(0)};
}

/// `p50 12 ms, p95 14 ms, in 5 runs`; and of a load that it is one.
QString BudgetDialog::nowText() const {
    const std::optional<double> half = now_.tookUs("p50Us"), most = now_.tookUs("p95Us");
    if (!half || !most) return tr("not measured yet: run the pipeline");
    if (now_.runs == 1) return tr("%1, in 1 run").arg(exactDurationText(*half));
    const QString runs = now_.isLoad ? tr("p50 %1, p95 %2, in %3 runs of the last load")
                                     : tr("p50 %1, p95 %2, in %3 runs");
    return runs.arg(exactDurationText(*half), exactDurationText(*most), countText(now_.runs));
}

/// Who promises what is broken already is to know it.
void BudgetDialog::check() {
    const bool isTime = microsecondsOf(time_->text()).has_value();
    const std::optional<double> took =
        now_.tookUs(measure_->currentData().toString().toStdString());
    const bool isBroken = isTime && took && *took > limit().limitUs;
    QPushButton* const save = buttons_->button(QDialogButtonBox::Save);
    save->setEnabled(isTime);
    save->setText(isBroken ? tr("Save Anyway") : tr("Save"));
    const int size = hint_->fontMetrics().height();
    sign_->setVisible(isBroken);
    sign_->setPixmap(theme_.icon(QStringLiteral("warning"), Role::Warning).pixmap(size, size));
    hint_->setForegroundRole(isBroken ? QPalette::WindowText : QPalette::PlaceholderText);
    hint_->setText(!isTime ? tr("A number and a unit: ns, µs, ms, s or min")
                   : isBroken
                       ? tr("Broken as it is: it takes %1 now.").arg(exactDurationText(*took))
                   : took ? tr("Kept as it is: it takes %1 now.").arg(exactDurationText(*took))
                          : QString());
}

}  // namespace cst
