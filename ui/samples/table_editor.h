#pragma once

#include "ui/samples/value_editor.h"

#include <vector>

class QTableWidget;

namespace cst {

/// A list of records whose fields are all scalars (optional or not): one row an element.
/// An empty cell of an optional field means none.
class TableEditor : public ValueEditor {
public:
    TableEditor(const Theme& theme, const TypeTable& types, TypeId element, const QString& name,
                QWidget* parent);
    std::optional<std::string> json() const override;
    void setJson(const std::optional<std::string>& json) override;

    /// Has every field a form that fits a cell?
    static bool fits(const TypeTable& types, TypeId element);

private:
    struct ColumnSpec {
        std::string name;
        bool isText = false;
        bool isOptional = false;
    };
    void addRow();
    void removeRow();
    void fitHeight();

    std::vector<ColumnSpec> columns_;
    QTableWidget* table_;
    bool isGiven_ = false;
};

}  // namespace cst
