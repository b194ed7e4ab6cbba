#pragma once

#include "ui/graph/graph_painter.h"
#include "ui/graph/group_frames.h"
#include "ui/graph/legend_band.h"

#include <QBasicTimer>
#include <QBuffer>
#include <QImage>
#include <QObject>
#include <QPainter>
#include <QRect>

#include <algorithm>
#include <functional>
#include <memory>
#include <vector>

class QPdfWriter;

namespace cst {

class GraphView;

/// How large a picture becomes.
struct PictureSize {
    Camera camera;        // its view is where the graph is, in logical pixels
    double ratio = 1;     // device pixels a logical one
    double scale = 1;     // device pixels a pixel of the graph at 100 %
    bool isLess = false;  // than was asked for: no picture may be larger
    QSize legends;        // below it, in logical pixels; empty = there are none

    QSize graph() const { return camera.viewSize().toSize(); }
    QSize logical() const { return all().toSize(); }
    QSize device() const { return (all() * ratio).toSize(); }

private:
    QSizeF all() const {
        const QSizeF graph = camera.viewSize();
        return {std::max(graph.width(), double(legends.width())),
                graph.height() + legends.height()};
    }
};

/// The graph as it was shown at one moment, painted anew for a file or another program: without
/// what is chosen or pointed at, and with the legends that were wanted below it. It is painted in
/// parts, one a turn of the event loop, so that a large one keeps nobody waiting. UI thread only.
class GraphPicture : public QObject {
    Q_OBJECT

public:
    /// An image may have 16,384 px a side and 64 million in all (256 MB while it is painted); a
    /// page of a PDF 14,400 points a side, one for each pixel at 100 %.
    static constexpr double kLongestSide = 16'384;
    static constexpr double kMostPixels = 64e6;
    static constexpr double kLongestPage = 14'400;

    /// `onlySeen`: what is in sight, as it is; else the whole graph. `scale`: of that, 1 = as it
    /// is. The view has nodes. The theme outlives it.
    GraphPicture(const Theme& theme, const GraphView& view, bool onlySeen, double scale,
                 QObject* parent);
    ~GraphPicture() override;

    // One of these, once; what it calls may delete it.
    void paintImage(std::function<void(const QImage&)> done);
    void paintPdf(std::function<void(const QByteArray&)> done);  // the bytes of the file
    /// Of what is painted.
    const PictureSize& size() const { return size_; }

    /// `legends`: null = none.
    static PictureSize sizeOfImage(const Camera& seen, const QRectF& all, bool onlySeen,
                                   double scale, const LegendBand* legends = nullptr);
    static PictureSize sizeOfPage(const Camera& seen, const QRectF& all, bool onlySeen,
                                  const LegendBand* legends = nullptr);

protected:
    void timerEvent(QTimerEvent* event) override;

private:
    void begin(QPaintDevice& device);

    const Theme& theme_;
    GraphPainter painter_;
    GraphScene scene_;
    GroupFrames groups_;
    std::vector<NodeBadge> badges_;
    std::vector<NodeMark> marks_;  // none of them is anything
    RunBadges run_;
    const GraphProfile profile_;  // heat and path, as they are shown
    const LegendBand legends_;
    RunBadges::Clock::time_point now_;
    Camera seen_;
    bool onlySeen_;
    double scale_;

    PictureSize size_;
    QImage image_;
    QBuffer pdf_;
    std::unique_ptr<QPdfWriter> page_;
    QPainter onto_;             // last: it ends before what it paints on
    std::vector<QRect> parts_;  // still to be painted
    QBasicTimer turn_;
    std::function<void()> done_;
};

}  // namespace cst
