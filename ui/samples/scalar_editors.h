#pragma once

#include "ui/samples/value_editor.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPlainTextEdit;

namespace cst {

/// String: what is typed is the text itself, not JSON.
class TextEditor : public ValueEditor {
public:
    TextEditor(const QString& name, QWidget* parent);
    std::optional<std::string> json() const override;
    void setJson(const std::optional<std::string>& json) override;

private:
    QLineEdit* line_;
    bool isGiven_ = false;  // an empty text is a text, once somebody typed
};

/// Int and Float: the number as it is typed; the engine judges it.
class NumberEditor : public ValueEditor {
public:
    NumberEditor(const QString& name, bool isInt, QWidget* parent);
    std::optional<std::string> json() const override;
    void setJson(const std::optional<std::string>& json) override;

private:
    QLineEdit* line_;
};

/// Boolean: not given, true, false.
class BooleanEditor : public ValueEditor {
public:
    BooleanEditor(const QString& name, QWidget* parent);
    std::optional<std::string> json() const override;
    void setJson(const std::optional<std::string>& json) override;

private:
    QComboBox* box_;
};

/// Optional<T>: a tick for "there is a value", and the editor of T.
class OptionalEditor : public ValueEditor {
public:
    OptionalEditor(const Theme& theme, const TypeTable& types, TypeId element, const QString& name,
                   QWidget* parent);
    std::optional<std::string> json() const override;
    void setJson(const std::optional<std::string>& json) override;

private:
    QCheckBox* tick_;
    ValueEditor* inner_;
};

/// Anything else: JSON in a small text field.
class JsonEditor : public ValueEditor {
public:
    JsonEditor(const Theme& theme, const QString& name, QWidget* parent);
    std::optional<std::string> json() const override;
    void setJson(const std::optional<std::string>& json) override;

private:
    QPlainTextEdit* text_;
};

}  // namespace cst
