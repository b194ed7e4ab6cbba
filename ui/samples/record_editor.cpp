#include "ui/samples/record_editor.h"

#include "ui/shell/theme.h"

#include <nlohmann/json.hpp>
#include <QFormLayout>

namespace cst {
namespace {

QString shown(const std::string& utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

}  // namespace

RecordEditor::RecordEditor(const Theme& theme, const TypeTable& types, TypeId type,
                           const QString& name, QWidget* parent)
    : ValueEditor(parent) {
    auto* layout = new QFormLayout(this);
    layout->setContentsMargins(theme.space(2), 0, 0, 0);
    layout->setSpacing(theme.space(1));
    layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    for (const FieldType& field : types[type].fields) {
        const QString fieldName = shown(field.name);
        ValueEditor* editor =
            create(theme, types, field.type, name + QStringLiteral(".") + fieldName, this);
        layout->addRow(fieldName, editor);
        fields_.push_back({field.name, types.kind(field.type) == TypeKind::Optional, editor});
        connect(editor, &ValueEditor::edited, this, &ValueEditor::edited);
    }
}

std::optional<std::string> RecordEditor::json() const {
    std::string object = "{";
    bool any = fields_.empty();
    for (const FieldRow& field : fields_) {
        const std::optional<std::string> value = field.editor->json();
        if (!value) continue;
        any = any || !field.isOptional;  // untouched optional fields make no record
        object += object.size() > 1 ? ", " : "";
        object += nlohmann::json(field.name).dump() + ": " + *value;
    }
    if (!any) return std::nullopt;
    return object + "}";
}

void RecordEditor::setJson(const std::optional<std::string>& json) {
    const auto value =
        json ? nlohmann::ordered_json::parse(*json, nullptr, false) : nlohmann::ordered_json();
    for (const FieldRow& field : fields_) {
        const bool has = value.is_object() && value.contains(field.name);
        field.editor->setJson(has ? std::optional(value[field.name].dump()) : std::nullopt);
    }
}

}  // namespace cst
