#pragma once

#include "engine/profile/budget.h"

#include <QDialog>
#include <QString>

#include <cstdint>
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

/// Asks for what a node, or the whole run, may take at most; says what it takes now, and while
/// somebody types whether that is more. Emits accepted() once it is a limit.
class BudgetDialog : public QDialog {
    Q_OBJECT

public:
    /// What it takes now.
    struct Now {
        uint64_t runs = 0;  // of which that is known; 0 = it is not
        std::function<std::optional<double>(const std::string& measure)> tookUs;  // none likewise
        bool isLoad = false;  // of a load, whose runs take longer where several go at once
    };
    /// `limit`: what it begins with; its key stays.
    BudgetDialog(const BudgetLimit& limit, Now now, const Theme& theme, QWidget* parent);

    /// Meaningful once it is accepted.
    BudgetLimit limit() const;

private:
    void check();
    QString nowText() const;

    const std::string key_;
    const Now now_;
    const Theme& theme_;  // outlives every widget
    QComboBox* measure_;
    QLineEdit* time_;
    QLabel* sign_;
    QLabel* hint_;
    QDialogButtonBox* buttons_;
};

}  // namespace cst
