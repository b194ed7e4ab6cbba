#pragma once

#include "ui/samples/value_editor.h"

namespace cst {

class GrowingText;

/// Anything else: JSON in a small text field, with a wave below what is wrong.
/// A value of more than a quarter of a megabyte is held, but not shown: laying it out would freeze
/// the window.
class JsonEditor : public ValueEditor {
    Q_OBJECT

public:
    JsonEditor(const Theme& theme, const QString& name, QWidget* parent);
    std::optional<std::string> json() const override;
    std::optional<std::string> draft() const override;
    void setJson(const std::optional<std::string>& json) override;
    void showFaults(std::span<const Error> faults) override;

private:
    const Theme& theme_;  // outlives every widget
    GrowingText* text_;
    std::optional<std::string> held_;  // what is too large to be shown
};

}  // namespace cst
