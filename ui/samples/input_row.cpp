#include "ui/samples/input_row.h"

#include "engine/session/session.h"
#include "ui/samples/value_editor.h"
#include "ui/shell/elided_label.h"
#include "ui/shell/text_color.h"
#include "ui/shell/theme.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace cst {
namespace {

constexpr int kLabelWidth = 180;
constexpr int kCheckPauseMs = 400;
constexpr std::size_t kCheckedAtOnce = 64UL << 10;  // bytes; more would be felt while typing
constexpr std::size_t kCheckedAtAll = 4UL << 20;    // what is larger is judged by the run
constexpr std::size_t kMostFaults = 3;

/// Paths inside of the value instead of inside of the inputs: `orders[3].total` → `[3].total`.
std::vector<Error> inside(std::vector<Error> faults, const std::string& name) {
    for (Error& fault : faults) {
        if (fault.path.starts_with(name)) fault.path.erase(0, name.size());
    }
    return faults;
}

}  // namespace

InputRow::InputRow(const Theme& theme, const SnapshotPtr& snapshot, const InputInfo& input,
                   QWidget* parent)
    : QWidget(parent),
      theme_(theme),
      types_(snapshot->types),
      editorTypes_(snapshot->types),
      input_(input),
      typeText_(snapshot->types->text(input.type)) {
    const QString name = QString::fromStdString(input.name);
    name_ = new ElidedLabel(name, this);
    name_->setObjectName(QStringLiteral("name:") + name);
    type_ = new ElidedLabel(QString::fromStdString(typeText_), this);
    type_->setObjectName(QStringLiteral("type:") + name);
    originText_ = new QLabel(this);
    originText_->setObjectName(QStringLiteral("origin:") + name);
    editor_ =
        ValueEditor::create(theme, *editorTypes_, input.type, QStringLiteral("in:") + name, this);
    name_->setBuddy(editor_);
    QWidget* field = editor_->focusProxy() != nullptr ? editor_->focusProxy() : editor_;
    if (field->accessibleName().isEmpty()) {
        field->setAccessibleName(name + QStringLiteral(" : ") + type_->text());
    }
    reset_ = new QToolButton(this);
    reset_->setObjectName(QStringLiteral("reset:") + name);
    reset_->setText(tr("Reset"));
    reset_->setToolTip(tr("Back to the value of the sample or the @example"));
    reset_->setAutoRaise(true);
    fault_ = new QLabel(this);
    fault_->setObjectName(QStringLiteral("fault:") + name);
    fault_->setWordWrap(true);
    fault_->setTextFormat(Qt::PlainText);
    fault_->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto* originLine = new QHBoxLayout;
    originLine->setSpacing(theme.space(1));
    originLine->addWidget(originText_);
    originLine->addWidget(reset_);
    originLine->addStretch(1);
    // One width for all, so that the fields stand below each other; a long type gives way.
    auto* label = new QWidget(this);
    label->setFixedWidth(kLabelWidth);
    auto* left = new QVBoxLayout(label);
    left->setContentsMargins(0, 0, 0, 0);
    left->setSpacing(1);
    left->addWidget(name_);
    left->addWidget(type_);
    left->addLayout(originLine);
    left->addStretch(1);
    auto* right = new QVBoxLayout;
    right->setSpacing(theme.space(1));
    right->addWidget(editor_);
    right->addWidget(fault_);
    right->addStretch(1);
    auto* columns = new QGridLayout(this);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setHorizontalSpacing(theme.space(3));
    columns->setColumnStretch(1, 1);
    columns->addWidget(label, 0, 0);
    columns->addLayout(right, 0, 1);

    checkLater_.setSingleShot(true);
    checkLater_.setInterval(kCheckPauseMs);
    connect(&checkLater_, &QTimer::timeout, this, &InputRow::check);
    connect(editor_, &ValueEditor::edited, this, &InputRow::valueEdited);
    connect(reset_, &QToolButton::clicked, this, &InputRow::resetWanted);
    applyTheme();
    fill(std::nullopt, Origin::None);
}

void InputRow::applyTheme() {
    QFont code = theme_.codeFont();
    type_->setFont(code);
    code.setWeight(QFont::DemiBold);
    name_->setFont(code);
    QFont small = theme_.textFont();
    small.setPointSizeF(small.pointSizeF() * 0.92);
    originText_->setFont(small);
    reset_->setFont(small);
    setTextColor(type_, theme_.color(Role::SyntaxType));
    setTextColor(fault_, theme_.color(Role::Error));
    showOrigin();
    check();  // the marks of faults have colours too
}

void InputRow::fill(const std::optional<std::string>& json, Origin origin) {
    origin_ = json ? origin : Origin::None;
    editor_->setJson(json);
    showOrigin();
    checkSoon();
}

void InputRow::follow(const SnapshotPtr& snapshot, const InputInfo& input) {
    types_ = snapshot->types;
    const bool another = input.exampleJson != input_.exampleJson;
    const bool follows = origin_ == Origin::Example || (origin_ == Origin::None && !draft());
    input_ = input;
    if (!another || !follows) return;
    const bool has = !input.exampleJson.empty();
    fill(has ? std::optional(input.exampleJson) : std::nullopt, Origin::Example);
}

std::optional<std::string> InputRow::json() const {
    return editor_->json();
}

std::optional<std::string> InputRow::draft() const {
    return editor_->draft();
}

void InputRow::valueEdited() {
    origin_ = Origin::Typed;
    showOrigin();
    checkSoon();
    emit edited();
}

void InputRow::showOrigin() {
    const bool empty = origin_ == Origin::None || (origin_ == Origin::Typed && !draft());
    const bool isMissing = empty && input_.required;
    const QString words = isMissing                    ? tr("needs a value")
                          : empty                      ? tr("may be left out")
                          : origin_ == Origin::Example ? tr("from @example")
                          : origin_ == Origin::Sample  ? tr("from the sample")
                                                       : tr("changed here");
    originText_->setText(words);
    setTextColor(originText_, theme_.color(isMissing ? Role::Warning : Role::TextDim));
    reset_->setVisible(origin_ == Origin::Typed && canReset_);
}

void InputRow::checkSoon() {
    const auto value = draft();
    if (value && value->size() > kCheckedAtOnce) {
        checkLater_.start();
    } else {
        check();
    }
}

void InputRow::check() {
    checkLater_.stop();
    const auto value = draft();
    std::vector<Error> faults;
    if (value && value->size() <= kCheckedAtAll) {
        faults = inside(checkInputJson(*types_, input_, *value), input_.name);
    } else if (editor_->isIncomplete()) {
        faults.push_back(
            {"R007", tr("ticked as given: type a value, or untick it").toStdString(), ""});
    }
    showFaults(faults);
}

void InputRow::showFaults(const std::vector<Error>& faults) {
    faults_ = faults;
    QStringList lines;
    for (std::size_t i = 0; i < std::min(faults.size(), kMostFaults); ++i) {
        const QString place = QString::fromStdString(input_.name + faults[i].path);
        const bool whole = faults[i].path.empty();
        lines << (whole ? QString() : place + QStringLiteral(": ")) +
                     QString::fromStdString(faults[i].message);
    }
    if (faults.size() > kMostFaults) lines << tr("… and %1 more").arg(faults.size() - kMostFaults);
    fault_->setText(lines.join(u'\n'));
    fault_->setVisible(!faults_.empty());
    editor_->showFaults(faults);
}

bool InputRow::isGood() {
    if (checkLater_.isActive()) check();
    return faults_.empty();
}

std::vector<Error> InputRow::faults() const {
    std::vector<Error> whole = faults_;
    for (Error& fault : whole) fault.path.insert(0, input_.name);
    return whole;
}

void InputRow::enter() {
    editor_->setFocus(Qt::OtherFocusReason);
}

QString InputRow::faultText() const {
    return fault_->text();
}

}  // namespace cst
