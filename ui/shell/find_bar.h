#pragma once

#include <QString>
#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace cst {

class Theme;

/// What to look for, and how many there are. Hidden until asked for; the owner places it and looks.
class FindBar : public QWidget {
    Q_OBJECT

public:
    /// What one bar differs from another in.
    struct Words {
        const char* name;  // of its parts as objects: `nameEdit`, `nameCount`
        QString hint;      // in the line while it is empty
        QString tip;       // of the line; "" = none
        QString previous;  // with their keys
        QString next;
    };
    FindBar(const Theme& theme, const Words& words, QWidget* parent = nullptr);

    /// Shows it and takes the focus; `text` replaces what stood there unless it is empty.
    void open(const QString& text);
    QString text() const;
    /// "3 of 17"; `more` if there are more than were counted. 0 of 0: nothing found; 0 of 17: none
    /// of them is gone to. `where`: what it is hidden in, "" = nothing.
    void showCount(int current, int count, bool more, const QString& where = {});

signals:
    void textChanged();
    void nextRequested();
    void previousRequested();
    void closed();

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void applyTheme();

    const Theme& theme_;  // outlives every widget
    QLineEdit* edit_;
    QLabel* count_;
    QToolButton* previous_;
    QToolButton* next_;
    QToolButton* close_;
};

}  // namespace cst
