#pragma once

#include "ui/samples/value_editor.h"

#include <vector>

namespace cst {

/// A record: one labelled editor per field, in declared order.
class RecordEditor : public ValueEditor {
public:
    RecordEditor(const Theme& theme, const TypeTable& types, TypeId type, const QString& name,
                 QWidget* parent);
    std::optional<std::string> json() const override;
    void setJson(const std::optional<std::string>& json) override;

private:
    struct FieldRow {
        std::string name;
        bool isOptional = false;
        ValueEditor* editor = nullptr;
    };
    std::vector<FieldRow> fields_;
};

}  // namespace cst
