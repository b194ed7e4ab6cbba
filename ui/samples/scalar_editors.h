#pragma once

#include "ui/samples/value_editor.h"

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace cst {

class GrowingText;

/// String: what is typed is the text itself, not JSON. One line that grows with its lines.
class TextEditor : public ValueEditor {
    Q_OBJECT

public:
    TextEditor(const Theme& theme, const QString& name, QWidget* parent);
    std::optional<std::string> json() const override;
    void setJson(const std::optional<std::string>& json) override;
    void showFaults(std::span<const Error> faults) override;

private:
    void showHint();

    const Theme& theme_;  // outlives every widget
    GrowingText* text_;
    bool isGiven_ = false;  // an empty text is a text, once somebody typed
};

/// Int and Float: the number as it is typed; the engine judges it.
class NumberEditor : public ValueEditor {
    Q_OBJECT

public:
    NumberEditor(const Theme& theme, const TypeTable& types, TypeId type, const QString& name,
                 QWidget* parent);
    std::optional<std::string> json() const override;
    void setJson(const std::optional<std::string>& json) override;
    void showFaults(std::span<const Error> faults) override;

private:
    const Theme& theme_;      // outlives every widget
    const TypeTable& types_;  // outlives the row of the form
    TypeId type_;
    QLineEdit* line_;
};

/// Boolean: not given, true, false.
class BooleanEditor : public ValueEditor {
    Q_OBJECT

public:
    BooleanEditor(const Theme& theme, const QString& name, QWidget* parent);
    std::optional<std::string> json() const override;
    void setJson(const std::optional<std::string>& json) override;
    void showFaults(std::span<const Error> faults) override;

private:
    const Theme& theme_;  // outlives every widget
    QComboBox* box_;
    std::optional<std::string> other_;  // a value that is no Boolean, kept as it came
};

/// Optional<T>: a tick for "there is a value", and the editor of T.
class OptionalEditor : public ValueEditor {
    Q_OBJECT

public:
    OptionalEditor(const Theme& theme, const TypeTable& types, TypeId element, const QString& name,
                   QWidget* parent);
    std::optional<std::string> json() const override;
    bool isIncomplete() const override;
    void setJson(const std::optional<std::string>& json) override;
    void showFaults(std::span<const Error> faults) override;

private:
    QCheckBox* tick_;
    ValueEditor* inner_;
};

}  // namespace cst
