#pragma once

#include "engine/session/samples.h"
#include "engine/session/snapshot.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <string>
#include <vector>

class QLabel;
class QScrollArea;
class QStackedWidget;
class QVBoxLayout;

namespace cst {

class Theme;
class ValueEditor;

/// A form made from the `in` declarations: one editor an input, each checked as it is filled.
/// What a person typed stays while the text around it changes, as long as name and type do.
/// UI thread only.
class InputForm : public QWidget {
    Q_OBJECT

public:
    explicit InputForm(const Theme& theme, QWidget* parent = nullptr);
    ~InputForm() override;

    void showSnapshot(SnapshotPtr snapshot);
    void showSample(const Sample& sample);
    void showExamples();

    /// An object with the inputs that have a value.
    std::string inputsJson() const;
    bool isValid() const;
    /// The fault shown under an input; "" = none.
    QString errorText(const std::string& input) const;

signals:
    void edited();

private:
    struct Row;

    Row* rowFor(const InputInfo& input);
    std::unique_ptr<Row> makeRow(const InputInfo& input);
    void fill(Row& row, const std::optional<std::string>& json, const QString& origin);
    void check(Row& row);
    void applyTheme();

    const Theme& theme_;  // outlives every widget
    SnapshotPtr snapshot_;
    std::optional<Sample> sample_;  // what fills inputs that appear later; none = examples
    std::vector<std::unique_ptr<Row>> rows_;
    QStackedWidget* pages_ = nullptr;
    QLabel* hint_ = nullptr;
    QScrollArea* scroll_ = nullptr;
    QVBoxLayout* list_ = nullptr;
};

}  // namespace cst
