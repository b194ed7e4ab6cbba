#pragma once

#include <QPlainTextEdit>

namespace cst {

/// A plain text edit that is as high as its text, between two numbers of lines. Tab moves on to
/// the next field.
class GrowingText : public QPlainTextEdit {
    Q_OBJECT

public:
    GrowingText(int fewestLines, int mostLines, QWidget* parent);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void fitHeight();

    int fewestLines_;
    int mostLines_;
};

}  // namespace cst
