#pragma once

#include "ui/shell/theme.h"

#include <QWidget>

class QToolButton;

namespace cst {

/// The read-out of the zoom in a corner of the canvas, with its buttons: − 100 % + and fit.
class ZoomBar : public QWidget {
    Q_OBJECT

public:
    explicit ZoomBar(const Theme& theme, QWidget* parent);

    void showZoom(double zoom);

signals:
    void zoomInWanted();
    void zoomOutWanted();
    void actualWanted();
    void fitWanted();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& theme_;  // outlives every widget
    QToolButton* percent_ = nullptr;
};

}  // namespace cst
