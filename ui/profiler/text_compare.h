#pragma once

#include "ui/profiler/text_pane.h"

#include <QDialog>

#include <string>
#include <vector>

class QLabel;
class QPushButton;

namespace cst {

class Theme;

/// Two texts as rows that stand side by side.
struct ComparedRows {
    std::vector<TextPane::Line> before, after;  // equally many
    std::vector<int> differences;               // rows where one begins
    int taken = 0, added = 0;                   // lines
};
/// Cost: see lineDiff().
ComparedRows textRows(const std::string& before, const std::string& after);

/// The text of a run beside the text as it is now. Keys: F8 and Shift+F8 go to the next difference
/// and the previous one. UI thread only.
class TextCompare : public QDialog {
    Q_OBJECT

public:
    TextCompare(const Theme& theme, QWidget* parent);

    /// `name`: of the run. `canPut`: may the text of now be replaced?
    void showTexts(const QString& name, ComparedRows rows, bool canPut);
    const ComparedRows& rows() const { return rows_; }
    int difference() const { return current_; }  // from 0; -1 = none was gone to

signals:
    /// The text of the run is to stand in the editor.
    void putAsked();

private:
    void build();
    void step(int by);
    void showCount();

    const Theme& theme_;
    QLabel* beforeTitle_;
    TextPane* before_;
    TextPane* after_;
    QLabel* count_;
    QPushButton* previous_;
    QPushButton* next_;
    QPushButton* put_;
    ComparedRows rows_;
    int current_ = -1;
};

}  // namespace cst
