#pragma once

#include "ui/samples/value_editor.h"

#include <vector>

namespace cst {

/// A record: one labelled editor per field, in declared order. As soon as one field has a value,
/// an empty text field is an empty text.
class RecordEditor : public ValueEditor {
    Q_OBJECT

public:
    RecordEditor(const Theme& theme, const TypeTable& types, TypeId type, const QString& name,
                 QWidget* parent);
    std::optional<std::string> json() const override;
    void setJson(const std::optional<std::string>& json) override;
    void showFaults(std::span<const Error> faults) override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct FieldRow {
        std::string name;
        TypeKind kind = TypeKind::Error;
        ValueEditor* editor = nullptr;
    };

    const Theme& theme_;  // outlives every widget
    std::vector<FieldRow> fields_;
    std::vector<std::pair<std::string, std::string>> others_;  // members that are no field
};

}  // namespace cst
