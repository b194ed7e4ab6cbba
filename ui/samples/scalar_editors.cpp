#include "ui/samples/scalar_editors.h"

#include "ui/shell/theme.h"

#include <nlohmann/json.hpp>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>

namespace cst {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kJsonLines = 4;

void fill(ValueEditor* editor, QWidget* widget) {
    auto* layout = new QHBoxLayout(editor);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(widget);
    editor->setFocusProxy(widget);
}

Json parsed(const std::string& json) {
    return Json::parse(json, nullptr, false);
}

QString shown(const std::string& utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

}  // namespace

TextEditor::TextEditor(const QString& name, QWidget* parent)
    : ValueEditor(parent), line_(new QLineEdit(this)) {
    line_->setObjectName(name);
    line_->setPlaceholderText(tr("text"));
    fill(this, line_);
    connect(line_, &QLineEdit::textEdited, this, [this] {
        isGiven_ = true;
        emit edited();
    });
}

std::optional<std::string> TextEditor::json() const {
    if (!isGiven_) return std::nullopt;
    return Json(line_->text().toStdString()).dump();
}

void TextEditor::setJson(const std::optional<std::string>& json) {
    const Json value = json ? parsed(*json) : Json();
    isGiven_ = value.is_string();
    line_->setText(isGiven_ ? shown(value.get<std::string>()) : QString());
}

NumberEditor::NumberEditor(const QString& name, bool isInt, QWidget* parent)
    : ValueEditor(parent), line_(new QLineEdit(this)) {
    line_->setObjectName(name);
    line_->setPlaceholderText(isInt ? tr("whole number") : tr("number"));
    fill(this, line_);
    connect(line_, &QLineEdit::textEdited, this, [this] { emit edited(); });
}

std::optional<std::string> NumberEditor::json() const {
    const QString text = line_->text().trimmed();
    if (text.isEmpty()) return std::nullopt;
    return text.toStdString();
}

void NumberEditor::setJson(const std::optional<std::string>& json) {
    line_->setText(json ? shown(*json) : QString());
}

BooleanEditor::BooleanEditor(const QString& name, QWidget* parent)
    : ValueEditor(parent), box_(new QComboBox(this)) {
    box_->setObjectName(name);
    box_->addItems({tr("not given"), QStringLiteral("true"), QStringLiteral("false")});
    box_->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    fill(this, box_);
    connect(box_, &QComboBox::activated, this, [this] { emit edited(); });
}

std::optional<std::string> BooleanEditor::json() const {
    if (box_->currentIndex() == 0) return std::nullopt;
    return box_->currentIndex() == 1 ? "true" : "false";
}

void BooleanEditor::setJson(const std::optional<std::string>& json) {
    box_->setCurrentIndex(!json ? 0 : *json == "true" ? 1 : *json == "false" ? 2 : 0);
}

OptionalEditor::OptionalEditor(const Theme& theme, const TypeTable& types, TypeId element,
                               const QString& name, QWidget* parent)
    : ValueEditor(parent),
      tick_(new QCheckBox(this)),
      inner_(ValueEditor::create(theme, types, element, name, this)) {
    tick_->setObjectName(name + QStringLiteral(".given"));
    tick_->setToolTip(tr("Ticked: there is a value. Not ticked: none."));
    tick_->setAccessibleName(tr("%1 has a value").arg(name));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(tick_, 0, Qt::AlignTop);
    layout->addWidget(inner_, 1);
    inner_->setEnabled(false);
    connect(tick_, &QCheckBox::toggled, inner_, &QWidget::setEnabled);
    connect(tick_, &QCheckBox::clicked, this, [this] { emit edited(); });
    connect(inner_, &ValueEditor::edited, this, &ValueEditor::edited);
}

std::optional<std::string> OptionalEditor::json() const {
    if (!tick_->isChecked()) return "null";
    return inner_->json();
}

void OptionalEditor::setJson(const std::optional<std::string>& json) {
    const bool isGiven = json && *json != "null";
    tick_->setChecked(isGiven);
    inner_->setJson(isGiven ? json : std::nullopt);
}

JsonEditor::JsonEditor(const Theme& theme, const QString& name, QWidget* parent)
    : ValueEditor(parent), text_(new QPlainTextEdit(this)) {
    text_->setObjectName(name);
    text_->setFont(theme.codeFont());
    text_->setPlaceholderText(tr("JSON"));
    text_->setTabChangesFocus(true);
    text_->setFixedHeight(kJsonLines * QFontMetrics(theme.codeFont()).lineSpacing() +
                          theme.space(3));
    fill(this, text_);
    connect(text_, &QPlainTextEdit::textChanged, this, [this] { emit edited(); });
}

std::optional<std::string> JsonEditor::json() const {
    const QString text = text_->toPlainText().trimmed();
    if (text.isEmpty()) return std::nullopt;
    return text.toStdString();
}

void JsonEditor::setJson(const std::optional<std::string>& json) {
    const QSignalBlocker blocker(text_);
    text_->setPlainText(json ? shown(*json) : QString());
}

}  // namespace cst
