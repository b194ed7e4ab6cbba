#pragma once

#include "engine/base/result.h"
#include "engine/session/snapshot.h"

#include <QTimer>
#include <QWidget>

#include <memory>
#include <optional>
#include <string>
#include <vector>

class QLabel;
class QToolButton;

namespace cst {

class Theme;
class ValueEditor;

/// One input on the form: its name and type, where its value comes from, the editor, and below it
/// what is wrong.
/// UI thread only.
class InputRow : public QWidget {
    Q_OBJECT

public:
    enum class Origin { None, Example, Sample, Typed };

    InputRow(const Theme& theme, const SnapshotPtr& snapshot, const InputInfo& input,
             QWidget* parent);

    const InputInfo& input() const { return input_; }
    const std::string& typeText() const { return typeText_; }
    Origin origin() const { return origin_; }

    /// Shows a value; nothing leaves the input without one.
    void fill(const std::optional<std::string>& json, Origin origin);
    /// The declaration as it stands in a newer text: the same name and type, perhaps another
    /// @example.
    void follow(const SnapshotPtr& snapshot, const InputInfo& input);
    /// Offers a way back from what was typed.
    void offerReset(bool isPossible) { canReset_ = isPossible; }

    std::optional<std::string> json() const;
    /// What was typed, well-formed or not.
    std::optional<std::string> draft() const;
    /// Judges the value now if that is still due.
    bool isGood();
    QString faultText() const;
    /// What isGood() found wrong, with paths from the input on.
    std::vector<Error> faults() const;
    /// Gives its field the focus.
    void enter();
    void applyTheme();

signals:
    void edited();
    void resetWanted();

private:
    void valueEdited();
    void showOrigin();
    void check();
    void checkSoon();
    void showFaults(const std::vector<Error>& faults);

    const Theme& theme_;  // outlives every widget
    std::shared_ptr<const TypeTable> types_;
    std::shared_ptr<const TypeTable> editorTypes_;  // those that the editor was made from
    InputInfo input_;
    std::string typeText_;
    Origin origin_ = Origin::None;
    std::vector<Error> faults_;  // paths inside of the value
    bool canReset_ = false;
    QTimer checkLater_;  // a large value is judged when the typing pauses

    QLabel* name_ = nullptr;
    QLabel* type_ = nullptr;
    QLabel* originText_ = nullptr;
    QToolButton* reset_ = nullptr;
    QLabel* fault_ = nullptr;
    ValueEditor* editor_ = nullptr;
};

}  // namespace cst
