#pragma once

#include <QString>
#include <QTreeView>

namespace cst {

class Theme;

/// A tree that says what belongs into it while it is empty, and shows that it has the focus.
class HistoryTree : public QTreeView {
    Q_OBJECT

public:
    explicit HistoryTree(const Theme& theme, QWidget* parent = nullptr);  // it outlives this
    void setHint(const QString& title, const QString& text);

signals:
    void resized();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    const Theme& theme_;
    QString title_, text_;
};

}  // namespace cst
