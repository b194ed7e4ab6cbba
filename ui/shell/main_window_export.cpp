#include "ui/shell/main_window_export.h"

#include "engine/session/file_io.h"
#include "engine/session/graph_drawing.h"
#include "ui/graph/drawn_canvas.h"
#include "ui/graph/graph_picture.h"
#include "ui/graph/graph_view.h"
#include "ui/shell/banner.h"

#include <QBuffer>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QImage>
#include <QMimeData>

#include <algorithm>
#include <utility>
#include <vector>

namespace cst {

namespace {

constexpr double kCopyScale = 2;  // what is pasted is often looked at more closely

using Format = WindowExport::Format;

std::vector<Format> formats() {
    return {{"png", 2, WindowExport::tr("PNG picture at 200 % (*.png)")},
            {"png", 1, WindowExport::tr("PNG picture at 100 % (*.png)")},
            {"png", 4, WindowExport::tr("PNG picture at 400 % (*.png)")},
            {"pdf", 1, WindowExport::tr("PDF page (*.pdf)")},
            {"svg", 1, WindowExport::tr("SVG drawing (*.svg)")},
            {"dot", 1, WindowExport::tr("Graphviz (*.dot)")},
            {"mmd", 1, WindowExport::tr("Mermaid flow chart (*.mmd)")}};
}

/// The one that the name asks for; of several the one whose filter is chosen. Null = none.
const Format* formatOf(const std::vector<Format>& all, const QString& path, const QString& filter) {
    const QString suffix = QFileInfo(path).suffix().toLower();
    const Format* found = nullptr;
    for (const Format& one : all) {
        if (suffix != QLatin1String(one.suffix)) {
            continue;
        }
        if (!found || one.filter == filter) {
            found = &one;
        }
    }
    return found;
}

Result<std::string> pngOf(const QImage& image) {
    QBuffer bytes;
    bytes.open(QIODevice::WriteOnly);
    if (!image.save(&bytes, "PNG")) {
        return Error{"picture", "there is not enough memory for a picture of this size", {}};
    }
    return bytes.data().toStdString();
}

}  // namespace

WindowExport::WindowExport(const Theme& theme, GraphView& graph, Banner& banner, QWidget& window)
    : QObject(&window), theme_(theme), graph_(graph), banner_(banner), window_(window) {}

bool WindowExport::hasGraph() {
    if (graph_.nodeCount() > 0) {
        return true;
    }
    banner_.tell(Banner::Kind::Note, tr("There is no graph yet: write an input or a step first"));
    return false;
}

std::optional<LayoutBox> WindowExport::part(bool onlySeen) const {
    if (!onlySeen) {
        return std::nullopt;
    }
    const QRectF seen = graph_.camera().visibleWorld();
    return LayoutBox{{static_cast<float>(seen.x()), static_cast<float>(seen.y())},
                     static_cast<float>(seen.width()),
                     static_cast<float>(seen.height())};
}

void WindowExport::ask(bool onlySeen, const QString& place) {
    if (!hasGraph()) {
        return;
    }
    const std::vector<Format> all = formats();
    QStringList filters;
    for (const Format& one : all) {
        filters.append(one.filter);
    }
    const QString title =
        onlySeen ? tr("Export what is seen of the graph") : tr("Export the graph");
    auto* dialog = new QFileDialog(&window_, title, QFileInfo(place).absolutePath());
    dialog->setObjectName(QStringLiteral("exportDialog"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters(filters);
    dialog->setDefaultSuffix(QLatin1String(all.front().suffix));
    dialog->selectFile(QFileInfo(place).fileName());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog, all](const QString& filter) {
        for (const Format& one : all) {
            if (one.filter == filter) {
                dialog->setDefaultSuffix(QLatin1String(one.suffix));
            }
        }
    });
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, dialog, onlySeen](const QString& path) {
                chosen(path, dialog->selectedNameFilter(), onlySeen);
            });
    dialog->open();
}

void WindowExport::chosen(const QString& path, const QString& filter, bool onlySeen) {
    const std::vector<Format> all = formats();
    if (const Format* format = formatOf(all, path, filter)) {
        write(path, *format, onlySeen);
        return;
    }
    QStringList known;
    for (const Format& one : all) {
        known.append(QLatin1Char('.') + QLatin1String(one.suffix));
    }
    known.removeDuplicates();
    banner_.tell(Banner::Kind::Problem,
                 tr("%1 says no format that can be written. End its name in one of %2.")
                     .arg(QFileInfo(path).fileName(), known.join(QStringLiteral(", "))));
}

GraphPicture* WindowExport::picture(bool onlySeen, double scale) {
    return new GraphPicture(theme_, graph_, onlySeen, scale, this);
}

void WindowExport::write(const QString& path, const Format& format, bool onlySeen) {
    if (!hasGraph()) {
        return;  // the text has changed behind the dialog
    }
    const QLatin1String suffix(format.suffix);
    if (suffix == QLatin1String("png")) {
        writeImage(path, onlySeen, format.scale);
    } else if (suffix == QLatin1String("pdf")) {
        writePage(path, onlySeen);
    } else {
        const DrawingFormat drawing = suffix == QLatin1String("svg")   ? DrawingFormat::Svg
                                      : suffix == QLatin1String("dot") ? DrawingFormat::Dot
                                                                       : DrawingFormat::Mermaid;
        writeBytes(path, {},
                   [snapshot = graph_.scene().snapshot(), drawing, part = part(onlySeen),
                    look = lookOfCanvas(theme_, graph_)]() -> Result<std::string> {
                       return drawGraph(*snapshot, drawing, part, &look);
                   });
    }
}

void WindowExport::writeImage(const QString& path, bool onlySeen, double scale) {
    GraphPicture* picture = this->picture(onlySeen, scale);
    picture->paintImage([this, picture, path](const QImage& image) {
        const PictureSize size = picture->size();
        picture->deleteLater();
        const QString note =
            tr("It is at %1 %: a picture may have 16,384 pixels a side and 64 million in all. An "
               "SVG has no such limit.")
                .arg(100 * size.scale, 0, 'g', 2);
        writeBytes(path, size.isLess ? note : QString(), [image] { return pngOf(image); });
    });
}

void WindowExport::writePage(const QString& path, bool onlySeen) {
    GraphPicture* picture = this->picture(onlySeen, 1);
    picture->paintPdf([this, picture, path](const QByteArray& bytes) {
        const PictureSize size = picture->size();
        picture->deleteLater();
        const QString note = tr("It is at %1 %: a page may have 200 inches a side.")
                                 .arg(100 * size.scale, 0, 'g', 2);
        writeBytes(path, size.isLess ? note : QString(),
                   [bytes]() -> Result<std::string> { return bytes.toStdString(); });
    });
}

void WindowExport::writeBytes(const QString& path, const QString& note, Bytes bytes) {
    work_.start([this, path, note, bytes = std::move(bytes)]() -> BackgroundWork::Answer {
        const Result<std::string> made = bytes();
        const Status written =
            made.ok() ? writeFile(path.toStdString(), *made) : Status(made.error());
        return [this, path, note, written] {
            const QString shown = QDir::toNativeSeparators(path);
            if (written.ok()) {
                banner_.tell(Banner::Kind::Done,
                             tr("The graph is in %1.").arg(shown) +
                                 (note.isEmpty() ? QString() : QLatin1Char(' ') + note));
            } else {
                banner_.tell(Banner::Kind::Problem,
                             tr("The graph could not be exported: %1")
                                 .arg(QString::fromStdString(written.error().message)));
            }
        };
    });
}

void WindowExport::copyPicture() {
    if (!hasGraph()) {
        return;
    }
    GraphPicture* picture = this->picture(true, kCopyScale);
    picture->paintImage([this, picture, snapshot = graph_.scene().snapshot(), part = part(true),
                         look = lookOfCanvas(theme_, graph_)](const QImage& image) {
        picture->deleteLater();
        work_.start([this, image, snapshot, part, look]() -> BackgroundWork::Answer {
            const std::string svg = drawGraph(*snapshot, DrawingFormat::Svg, part, &look);
            return [this, image, svg] {
                auto* copied = new QMimeData;
                copied->setImageData(image);
                copied->setData(QStringLiteral("image/svg+xml"), QByteArray::fromStdString(svg));
                QGuiApplication::clipboard()->setMimeData(copied);
                banner_.tell(Banner::Kind::Done,
                             tr("A picture of what is seen of the graph is in the clipboard."));
            };
        });
    });
}

}  // namespace cst
