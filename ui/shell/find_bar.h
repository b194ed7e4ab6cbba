#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace cst {

class Theme;

/// What to look for, and how many there are. Below the text, hidden until asked for.
class FindBar : public QWidget {
    Q_OBJECT

public:
    explicit FindBar(const Theme& theme, QWidget* parent = nullptr);

    /// Shows it and takes the focus; `text` replaces what stood there unless it is empty.
    void open(const QString& text);
    QString text() const;
    /// "3 of 17"; `more` if there are more than were counted. 0 of 0: nothing found.
    void showCount(int current, int count, bool more);

signals:
    void textChanged();
    void nextRequested();
    void previousRequested();
    void closed();

protected:
    void keyPressEvent(QKeyEvent* event) override;

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
