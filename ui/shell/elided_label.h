#pragma once

#include <QLabel>

namespace cst {

/// One line of text that gives way with an ellipsis; the whole is its tooltip.
class ElidedLabel : public QLabel {
    Q_OBJECT

public:
    ElidedLabel(const QString& text, QWidget* parent);

    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

}  // namespace cst
