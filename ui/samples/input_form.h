#pragma once

#include "engine/session/samples.h"
#include "engine/session/snapshot.h"
#include "ui/samples/input_row.h"

#include <QWidget>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

class QLabel;
class QScrollArea;
class QStackedWidget;
class QVBoxLayout;

namespace cst {

class Theme;

/// A form made from the `in` declarations: one row an input, each checked as it is filled.
/// What a person typed stays while the text around it changes, as long as name and type do, also
/// when the declaration is gone for a moment because it is being edited.
/// UI thread only.
class InputForm : public QWidget {
    Q_OBJECT

public:
    explicit InputForm(const Theme& theme, QWidget* parent = nullptr);
    ~InputForm() override;

    void showSnapshot(SnapshotPtr snapshot);
    /// Fills the form; what the sample does not give comes from the @examples. Edits are dropped.
    void showSample(const Sample& sample);
    void showExamples();

    /// An object with the inputs that have a value, and what the sample gives to no input.
    std::string inputsJson() const;
    /// False if the value of some input is refused. A missing value is not: the run says so.
    bool isValid() const;
    /// Why it is not valid: R007, with the path.
    std::vector<Error> faults() const;
    /// Scrolls to the field of an input and gives it the focus.
    void goToInput(const std::string& name);
    /// The fault shown under an input; "" = none.
    QString errorText(const std::string& input) const;

signals:
    void edited();  // by the person

private:
    struct Source {
        std::string json;
        InputRow::Origin origin;
    };

    InputRow* makeRow(const InputInfo& input);
    InputRow* rowOf(const std::string& name) const;
    void fillFromSource(InputRow& row);
    std::optional<Source> sourceOf(const InputInfo& input) const;
    void remember(const InputRow& row);
    void refill();
    void arrange();
    void applyTheme();

    using Values = std::vector<std::pair<std::string, std::string>>;  // name → JSON

    const Theme& theme_;  // outlives every widget
    SnapshotPtr snapshot_;
    std::optional<Values> sample_;                                      // nothing = the examples
    std::map<std::pair<std::string, std::string>, std::string> typed_;  // by name and type
    std::vector<InputRow*> rows_;
    QStackedWidget* pages_ = nullptr;
    QLabel* hint_ = nullptr;
    QVBoxLayout* list_ = nullptr;
    QScrollArea* scroll_ = nullptr;
};

}  // namespace cst
