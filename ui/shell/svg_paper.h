#pragma once

#include <QPaintDevice>
#include <QSize>

#include <memory>
#include <string>

namespace cst {

/// What is painted on it becomes an SVG drawing: paths, text and pictures where QPainter has them.
/// Text stays text, as wide as it was measured. Clips are rectangles, gradients their first colour:
/// so much as widgets need. The picture is whole once the painter has ended. Thread: that of its
/// painter. Source: SVG 1.1.
class SvgPaper : public QPaintDevice {
public:
    explicit SvgPaper(QSize size);
    ~SvgPaper() override;

    std::string svg() const;

    QPaintEngine* paintEngine() const override;

protected:
    int metric(PaintDeviceMetric metric) const override;

private:
    class Engine;
    const QSize size_;
    const std::unique_ptr<Engine> engine_;
};

}  // namespace cst
