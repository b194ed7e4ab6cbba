#pragma once

#include "ui/samples/value_editor.h"

class QTableView;
class QToolButton;

namespace cst {

class RecordTableModel;

/// A list of records whose fields are all scalars (optional or not): one row an element.
/// An empty cell of an optional field means none.
class TableEditor : public ValueEditor {
    Q_OBJECT

public:
    TableEditor(const Theme& theme, const TypeTable& types, TypeId element, const QString& name,
                QWidget* parent);
    std::optional<std::string> json() const override;
    void setJson(const std::optional<std::string>& json) override;
    void showFaults(std::span<const Error> faults) override;

    /// Has every field a form that fits a cell?
    static bool fits(const TypeTable& types, TypeId element);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitHeight();
    /// As wide as their contents, but so that several are in sight; not what a person has sized.
    void fitColumns();
    void removeCurrentRow();
    void addRow();

    RecordTableModel* model_;
    QTableView* table_;
    QToolButton* remove_ = nullptr;
    bool isFitting_ = false;
    bool isSizedByHand_ = false;
    /// Unlike an array: shown as an empty table, but kept until somebody edits it.
    std::optional<std::string> other_;
};

}  // namespace cst
