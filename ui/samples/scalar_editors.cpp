#include "ui/samples/scalar_editors.h"

#include "ui/samples/cell_json.h"
#include "ui/samples/fault_mark.h"
#include "ui/samples/growing_text.h"
#include "ui/shell/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QWheelEvent>

namespace cst {
namespace {

constexpr int kMostTextLines = 6;

QHBoxLayout* fill(ValueEditor* editor, QWidget* widget) {
    auto* layout = new QHBoxLayout(editor);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(widget);
    editor->setFocusProxy(widget);
    return layout;
}

/// A wheel that passes over a form must not change its values.
class QuietBox : public QComboBox {
public:
    using QComboBox::QComboBox;

protected:
    void wheelEvent(QWheelEvent* event) override {
        if (hasFocus()) {
            QComboBox::wheelEvent(event);
        } else {
            event->ignore();
        }
    }
};

}  // namespace

TextEditor::TextEditor(const Theme& theme, const QString& name, QWidget* parent)
    : ValueEditor(parent), theme_(theme), text_(new GrowingText(1, kMostTextLines, this)) {
    text_->setObjectName(name);
    fill(this, text_);
    showHint();
    connect(text_, &QPlainTextEdit::textChanged, this, [this] {
        isGiven_ = true;
        showHint();
        emit edited();
    });
}

void TextEditor::showHint() {
    text_->setPlaceholderText(isGiven_ ? tr("empty text") : tr("text"));
}

std::optional<std::string> TextEditor::json() const {
    if (!isGiven_) return std::nullopt;
    return quotedJson(text_->toPlainText());
}

void TextEditor::setJson(const std::optional<std::string>& json) {
    const QSignalBlocker blocker(text_);
    isGiven_ = json && *json != "null";
    text_->setPlainText(isGiven_ ? textOfJson(*json) : QString());
    showHint();
}

void TextEditor::showFaults(std::span<const Error> faults) {
    markFaults(text_, faults, theme_);
}

NumberEditor::NumberEditor(const Theme& theme, const TypeTable& types, TypeId type,
                           const QString& name, QWidget* parent)
    : ValueEditor(parent), theme_(theme), types_(types), type_(type), line_(new QLineEdit(this)) {
    line_->setObjectName(name);
    line_->setPlaceholderText(type == types::kInt ? tr("whole number") : tr("number"));
    line_->setMaximumWidth(theme.space(55));
    fill(this, line_)->addStretch(1);
    connect(line_, &QLineEdit::textEdited, this, &ValueEditor::edited);
}

std::optional<std::string> NumberEditor::json() const {
    return jsonOfText(types_, type_, line_->text());
}

void NumberEditor::setJson(const std::optional<std::string>& json) {
    line_->setText(json ? textOfJson(*json) : QString());
    line_->setCursorPosition(0);
}

void NumberEditor::showFaults(std::span<const Error> faults) {
    markFaults(line_, faults, theme_);
}

BooleanEditor::BooleanEditor(const Theme& theme, const QString& name, QWidget* parent)
    : ValueEditor(parent), theme_(theme), box_(new QuietBox(this)) {
    box_->setObjectName(name);
    box_->addItems({tr("not given"), QStringLiteral("true"), QStringLiteral("false")});
    box_->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    fill(this, box_)->addStretch(1);
    connect(box_, &QComboBox::activated, this, [this] {
        other_.reset();
        emit edited();
    });
}

std::optional<std::string> BooleanEditor::json() const {
    if (box_->currentIndex() == 0) return other_;
    return box_->currentText().toStdString();
}

void BooleanEditor::setJson(const std::optional<std::string>& json) {
    const int index = json ? box_->findText(QString::fromStdString(*json)) : -1;
    box_->setCurrentIndex(qMax(0, index));
    other_ = index < 0 && json != "null" ? json : std::nullopt;
}

void BooleanEditor::showFaults(std::span<const Error> faults) {
    markFaults(box_, faults, theme_);
}

OptionalEditor::OptionalEditor(const Theme& theme, const TypeTable& types, TypeId element,
                               const QString& name, QWidget* parent)
    : ValueEditor(parent),
      tick_(new QCheckBox(tr("given"), this)),
      inner_(ValueEditor::create(theme, types, element, name, this)) {
    tick_->setObjectName(name + QStringLiteral(".given"));
    tick_->setToolTip(tr("Ticked: there is a value. Not ticked: none."));
    tick_->setAccessibleName(tr("%1 has a value").arg(name));
    auto* layout = fill(this, tick_);
    layout->setAlignment(tick_, Qt::AlignTop);
    layout->setSpacing(theme.space(2));
    layout->addWidget(inner_, 1);
    inner_->setEnabled(false);
    connect(tick_, &QCheckBox::toggled, inner_, &QWidget::setEnabled);
    connect(tick_, &QCheckBox::clicked, this, [this](bool isGiven) {
        if (isGiven) inner_->setFocus();
        emit edited();
    });
    connect(inner_, &ValueEditor::edited, this, &ValueEditor::edited);
}

std::optional<std::string> OptionalEditor::json() const {
    if (!tick_->isChecked()) return "null";
    if (const auto value = inner_->json()) return value;
    // Ticked and still empty: an empty text is a text, an empty number is none yet.
    return qobject_cast<TextEditor*>(inner_) != nullptr ? std::optional<std::string>("\"\"")
                                                        : std::nullopt;
}

bool OptionalEditor::isIncomplete() const {
    return tick_->isChecked() && (!json() || inner_->isIncomplete());
}

void OptionalEditor::setJson(const std::optional<std::string>& json) {
    const bool isGiven = json && *json != "null";
    tick_->setChecked(isGiven);
    inner_->setJson(isGiven ? json : std::nullopt);
}

void OptionalEditor::showFaults(std::span<const Error> faults) {
    inner_->showFaults(faults);
}

}  // namespace cst
