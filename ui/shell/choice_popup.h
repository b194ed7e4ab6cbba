#pragma once

#include <QFrame>
#include <QPointer>
#include <QString>

#include <functional>
#include <vector>

class QLabel;
class QLineEdit;
class QListWidget;

namespace cst {

class Theme;

/// A line to search in and a short list to choose from, over the window. The keys stay in the line;
/// those that move go to the list. Gone with Escape, with a choice, or when the focus goes.
class ChoicePopup : public QFrame {
    Q_OBJECT

public:
    struct Choice {
        QString title;
        QString detail;  // dim, behind it
        int id = 0;
        bool isDim = false;  // would be refused
    };
    struct Question {
        QString title;  // what is chosen
        QString hint;   // in the line while it is empty
        QString empty;  // where nothing fits
        /// What fits to the text in the line, the best first.
        std::function<std::vector<Choice>(const QString& typed)> rank;
        std::function<void(int id)> chosen;
    };
    /// Ranks choices of which the title or the detail holds what is typed.
    static std::function<std::vector<Choice>(const QString&)> among(std::vector<Choice> choices);

    /// `name`: of its parts as objects: `namePopup`, `nameTitle`, `nameLine`, `nameList`.
    ChoicePopup(const Theme& theme, QWidget* window, const char* name = "choice");

    /// `place`: of its upper left corner, in the window's coordinates; moved into the window.
    void open(QPoint place, Question question);
    void leave();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    class Painter;

    void fill();
    void place();
    void take();
    void moveBy(int rows);

    const Theme& theme_;  // outlives every widget
    QLabel* title_;
    QLineEdit* line_;
    QListWidget* list_;
    QPoint corner_;
    Question question_;
    QPointer<QWidget> before_;  // had the focus
};

}  // namespace cst
