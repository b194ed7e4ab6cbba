#include "ui/samples/record_editor.h"

#include "ui/samples/cell_json.h"
#include "ui/shell/theme.h"

#include <QFormLayout>
#include <QLabel>
#include <QPainter>

#include <algorithm>

namespace cst {

RecordEditor::RecordEditor(const Theme& theme, const TypeTable& types, TypeId type,
                           const QString& name, QWidget* parent)
    : ValueEditor(parent), theme_(theme) {
    auto* layout = new QFormLayout(this);
    layout->setContentsMargins(theme.space(3), 0, 0, 0);
    layout->setHorizontalSpacing(theme.space(3));
    layout->setVerticalSpacing(theme.space(1));
    layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    layout->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    for (const FieldType& field : types[type].fields) {
        const QString fieldName = QString::fromStdString(field.name);
        ValueEditor* editor =
            create(theme, types, field.type, name + QStringLiteral(".") + fieldName, this);
        auto* label = new QLabel(fieldName, this);
        label->setToolTip(fieldName + QStringLiteral(" : ") +
                          QString::fromStdString(types.text(field.type)));
        label->setBuddy(editor);
        layout->addRow(label, editor);
        fields_.push_back({field.name, types.kind(field.type), editor});
        if (editor->focusProxy() != nullptr) {
            editor->focusProxy()->setAccessibleName(label->toolTip());
        }
        connect(editor, &ValueEditor::edited, this, &ValueEditor::edited);
    }
    if (!fields_.empty()) setFocusProxy(fields_.front().editor);
}

std::optional<std::string> RecordEditor::json() const {
    std::string object = "{";
    const auto add = [&object](const std::string& name, const std::string& value) {
        object += (object.size() > 1 ? ", " : "") + quotedJson(QString::fromStdString(name)) +
                  ": " + value;
    };
    // Untouched optional fields make no record.
    const bool isGiven =
        fields_.empty() || !others_.empty() ||
        std::any_of(fields_.begin(), fields_.end(), [](const FieldRow& field) {
            const auto value = field.editor->json();
            return value && !(field.kind == TypeKind::Optional && *value == "null");
        });
    if (!isGiven) return std::nullopt;
    for (const FieldRow& field : fields_) {
        const auto value = field.editor->json();
        if (value) {
            add(field.name, *value);
        } else if (field.kind == TypeKind::String) {
            add(field.name, "\"\"");
        }
    }
    for (const auto& [name, value] : others_) add(name, value);
    return object + "}";
}

void RecordEditor::setJson(const std::optional<std::string>& json) {
    others_ = json ? jsonMembers(*json) : decltype(others_)();
    for (const FieldRow& field : fields_) {
        const auto found = std::find_if(others_.begin(), others_.end(), [&](const auto& member) {
            return member.first == field.name;
        });
        if (found == others_.end()) {
            field.editor->setJson(std::nullopt);
            continue;
        }
        field.editor->setJson(found->second);
        others_.erase(found);
    }
}

void RecordEditor::showFaults(std::span<const Error> faults) {
    for (const FieldRow& field : fields_) {
        field.editor->showFaults(faultsBelow(faults, "." + field.name));
    }
}

/// A line on the left holds the fields together.
void RecordEditor::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(QRect(0, 2, 2, height() - 4), theme_.color(Role::Border));
}

}  // namespace cst
