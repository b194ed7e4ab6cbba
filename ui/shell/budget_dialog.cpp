#include "ui/shell/budget_dialog.h"

#include "ui/shell/duration_text.h"
#include "ui/shell/node_words.h"
#include "ui/shell/theme.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
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

BudgetDialog::BudgetDialog(const BudgetLimit& limit, Took took, const Theme& theme, QWidget* parent)
    : QDialog(parent),
      key_(limit.key),
      took_(std::move(took)),
      measure_(new QComboBox(this)),
      time_(new QLineEdit(this)),
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
    hint_->setForegroundRole(QPalette::PlaceholderText);
    auto* form = new QFormLayout;
    form->setSpacing(theme.space(2));
    form->addRow(tr("In"), measure_);
    form->addRow(tr("At most"), time_);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(theme.space(3));
    column->addLayout(form);
    column->addWidget(hint_);
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

void BudgetDialog::check() {
    const bool isTime = microsecondsOf(time_->text()).has_value();
    buttons_->button(QDialogButtonBox::Save)->setEnabled(isTime);
    const std::optional<double> took = took_(measure_->currentData().toString().toStdString());
    hint_->setText(!isTime ? tr("A number and a unit: ns, µs, ms, s or min")
                   : took  ? tr("It takes %1 now").arg(exactDurationText(*took))
                           : tr("Not measured yet"));
}

}  // namespace cst
