#pragma once

#include "engine/base/result.h"
#include "engine/layout/layout.h"
#include "engine/session/snapshot.h"
#include "ui/shell/background_work.h"

#include <QObject>
#include <QString>

#include <functional>
#include <optional>
#include <string>

class QImage;
class QWidget;

namespace cst {

class Banner;
class GraphPicture;
class GraphView;
class Theme;

/// The graph for other programs: written to a file in the format that its name asks for, or copied
/// as a picture. Nothing waits: pictures are painted part by part, what is large is encoded and
/// written on another thread, and a banner tells what came of it.
class WindowExport : public QObject {
    Q_OBJECT

public:
    /// All of them outlive it.
    WindowExport(const Theme& theme, GraphView& graph, Banner& banner, QWidget& window);

    /// What a file may be.
    struct Format {
        const char* suffix;
        double scale;    // of a PNG
        QString filter;  // as the dialog has it
    };
    /// Asks for a file. `onlySeen`: what is in sight; else all of the graph. `place`: the folder
    /// and the name, without a suffix, that are proposed.
    void ask(bool onlySeen, const QString& place);
    /// What is in sight, as an image and as SVG.
    void copyPicture();

private:
    void chosen(const QString& path, const QString& filter, bool onlySeen);
    void write(const QString& path, const Format& format, bool onlySeen);
    void writeImage(const QString& path, bool onlySeen, double scale);
    void writePage(const QString& path, bool onlySeen);
    /// On the other thread: the bytes of the file.
    using Bytes = std::function<Result<std::string>()>;
    void writeBytes(const QString& path, const QString& note, Bytes bytes);
    GraphPicture* picture(bool onlySeen, double scale);
    /// What is in sight; nothing if all is wanted.
    std::optional<LayoutBox> part(bool onlySeen) const;
    bool hasGraph();

    const Theme& theme_;
    GraphView& graph_;
    Banner& banner_;
    QWidget& window_;
    BackgroundWork work_;
};

}  // namespace cst
