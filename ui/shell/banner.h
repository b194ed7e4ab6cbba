#pragma once

#include <QFrame>
#include <QString>

#include <functional>
#include <vector>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace cst {

class Theme;

/// One line above a panel that tells something the person must know, until it is closed.
class Banner : public QFrame {
    Q_OBJECT

public:
    /// What was done as wanted, what is to be known, what went wrong.
    enum class Kind { Done, Note, Problem };

    explicit Banner(const Theme& theme, QWidget* parent = nullptr);  // hidden

    /// A way to go on from what is told: a button behind the text.
    struct Way {
        const char* name;  // of the button as an object
        QString text;
        QString tip;
        std::function<void()> go;  // the banner is closed by then
    };

    void tell(Kind kind, const QString& text, bool closable = true);
    void offer(Kind kind, const QString& text, const std::vector<Way>& ways);
    QString text() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void applyTheme();

    const Theme& theme_;  // outlives every widget
    Kind kind_ = Kind::Note;
    QHBoxLayout* row_;
    QLabel* icon_;
    QLabel* text_;
    QToolButton* close_;
    std::vector<QPushButton*> ways_;
};

}  // namespace cst
