#pragma once

#include "ui/editor/completions.h"

#include <QListView>

#include <vector>

namespace cst {

class Theme;

/// What may be written at the cursor, in a list below it. The keys stay with the text, which hands
/// on those that move in the list.
class CompletionList : public QListView {
    Q_OBJECT

public:
    CompletionList(const Theme& theme, QWidget* window);

    /// Chooses the first one.
    void show(std::vector<Proposal> proposals);
    /// Below the line of a word, or above it where there is more room. In the window's coordinates.
    void placeAt(QPoint wordTopLeft, int lineHeight);
    void moveBy(int rows);  // goes round at both ends
    int rowsOfAPage() const;
    const Proposal& chosen() const;

signals:
    void picked();  // by the mouse

private:
    class Rows;
    class Painter;

    const Theme& theme_;  // outlives every widget
    Rows* rows_;
};

}  // namespace cst
