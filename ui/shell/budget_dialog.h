#pragma once

#include "engine/profile/budget.h"

#include <QDialog>
#include <QString>

#include <functional>
#include <optional>
#include <string>

class QComboBox;
class QDialogButtonBox;
class QLabel;
class QLineEdit;

namespace cst {

class Theme;

/// A time as people write it, in microseconds: `12 ms`, `1.5s`, `250 µs`; nothing = it is none, or
/// lacks its unit.
std::optional<double> microsecondsOf(const QString& text);

/// Asks for what a node, or the whole run, may take at most. Emits accepted() once it is a limit.
class BudgetDialog : public QDialog {
    Q_OBJECT

public:
    /// `limit`: what it begins with; its key stays. `tookUs`: by measure what it takes now, told
    /// beside it; nothing = not measured.
    using Took = std::function<std::optional<double>(const std::string& measure)>;
    BudgetDialog(const BudgetLimit& limit, Took took, const Theme& theme, QWidget* parent);

    /// Meaningful once it is accepted.
    BudgetLimit limit() const;

private:
    void check();

    const std::string key_;
    const Took took_;
    QComboBox* measure_;
    QLineEdit* time_;
    QLabel* hint_;
    QDialogButtonBox* buttons_;
};

}  // namespace cst
