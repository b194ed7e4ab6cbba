#pragma once

#include "engine/base/result.h"
#include "engine/types/type_table.h"

#include <QWidget>

#include <optional>
#include <span>
#include <string>

namespace cst {

class Theme;

/// Edits one value of a type, as JSON. One class per shape: scalars, records, tables, raw JSON.
/// Whether a value fits is judged elsewhere, so an editor keeps whatever was typed.
/// UI thread only.
class ValueEditor : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// The value; nothing = none was given. Always well-formed: what is no JSON comes out as a JSON
    /// string, so that it is refused with its text and cannot break what stands around it.
    virtual std::optional<std::string> json() const = 0;
    /// What to judge: json(), or the very text where the text itself may be no JSON.
    virtual std::optional<std::string> draft() const { return json(); }
    /// A value is said to be given, and is not there yet.
    virtual bool isIncomplete() const { return false; }
    /// Shows a JSON value; nothing empties the editor. Tells nobody.
    virtual void setJson(const std::optional<std::string>& json) = 0;
    /// Marks what is wrong at its place. Paths are those inside of this value: "" = the value
    /// itself, `.total`, `[3].total`. No faults = nothing is wrong any more.
    virtual void showFaults(std::span<const Error> faults) = 0;

    /// The editor for a type. `name` becomes the object name of its fields, as `name.field`.
    static ValueEditor* create(const Theme& theme, const TypeTable& types, TypeId type,
                               const QString& name, QWidget* parent);

signals:
    void edited();  // by the person
};

}  // namespace cst
