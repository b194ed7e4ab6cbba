#pragma once

#include <QFrame>
#include <QString>

class QLabel;
class QToolButton;

namespace cst {

class Theme;

/// One line above a panel that tells something the person must know, until it is closed.
class Banner : public QFrame {
    Q_OBJECT

public:
    enum class Kind { Note, Problem };

    explicit Banner(const Theme& theme, QWidget* parent = nullptr);  // hidden

    void tell(Kind kind, const QString& text, bool closable = true);
    QString text() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void applyTheme();

    const Theme& theme_;  // outlives every widget
    Kind kind_ = Kind::Note;
    QLabel* icon_;
    QLabel* text_;
    QToolButton* close_;
};

}  // namespace cst
