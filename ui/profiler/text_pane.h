#pragma once

#include <QPlainTextEdit>

#include <vector>

namespace cst {

class Theme;

/// One of two texts that stand side by side, read-only: its lines with their numbers, those that
/// the other one lacks on a ground of their own and with a sign, and blank ones where the other one
/// has more.
class TextPane : public QPlainTextEdit {
    Q_OBJECT

public:
    enum class Mark : char { Same, Changed, Blank };
    struct Line {
        QString text;
        int number = 0;  // in its text, from 1; 0 = it is none of its lines
        Mark mark = Mark::Same;
    };

    /// `sign`: of what the other one lacks; `theme` outlives it.
    TextPane(const Theme& theme, QChar sign, QWidget* parent);

    void showLines(std::vector<Line> lines);
    const std::vector<Line>& lines() const { return lines_; }
    /// Scrolls there; line from 0.
    void goTo(int line);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    class Margin;
    int marginWidth() const;
    void placeMargin();
    void paintMargin(QWidget& margin);
    void applyTheme();

    const Theme& theme_;
    const QChar sign_;
    std::vector<Line> lines_;
    QWidget* margin_;
};

}  // namespace cst
