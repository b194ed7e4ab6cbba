#pragma once

#include "engine/types/type_table.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <string>

namespace cst {

class Theme;

/// Edits one value of a type, as JSON. One class per shape: scalars, records, tables, raw JSON.
/// UI thread only.
class ValueEditor : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// Nothing = no value was given. What is no JSON comes back as it was typed.
    virtual std::optional<std::string> json() const = 0;
    /// Shows a JSON value; nothing empties the editor. Tells nobody.
    virtual void setJson(const std::optional<std::string>& json) = 0;

    /// The editor for a type. `name` becomes the object name of its fields, as `name.field`.
    static ValueEditor* create(const Theme& theme, const TypeTable& types, TypeId type,
                               const QString& name, QWidget* parent);

signals:
    void edited();
};

}  // namespace cst
