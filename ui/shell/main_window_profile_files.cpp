#include "ui/shell/main_window_profile_files.h"

#include "engine/profile/export_chrome.h"
#include "engine/profile/export_collapsed.h"
#include "engine/profile/export_csv.h"
#include "engine/profile/export_speedscope.h"
#include "engine/profile/export_svg.h"
#include "engine/profile/profile_file.h"
#include "engine/session/file_io.h"
#include "ui/profiler/load_view.h"
#include "ui/profiler/profile_view.h"
#include "ui/profiler/shown_profile.h"
#include "ui/profiler/timeline_view.h"
#include "ui/shell/banner.h"

#include <QBuffer>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QImage>
#include <QStringList>

#include <algorithm>
#include <utility>
#include <vector>

namespace cst {

namespace {

constexpr double kPictureScale = 2;       // it is often looked at more closely
constexpr QSize kPictureSize(1280, 800);  // of a timeline that nobody looks at

Error nothingRan() {
    return {"profile", "no run has ended yet; as .svg or .png what is seen can be saved", {}};
}

/// What the table shows of it.
Result<Profile> profileToExport(const WindowProfileFiles::Shown& shown) {
    if (shown.isNothing()) return nothingRan();
    if (!shown.record) return *shown.profile;
    const RunSnapshot& run = *shown.record->run;
    // A run that was refused has none.
    if (run.nodes.size() != run.compiled->graph->nodes.size()) {
        return Error{"profile", "the run did not begin, so there is nothing to tell of it", {}};
    }
    return shownProfile(*profileReport(shown.record));
}

template <class Write>
Result<std::string> ofProfile(const WindowProfileFiles::Shown& shown, Write write) {
    const Result<Profile> profile = profileToExport(shown);
    return profile.ok() ? Result<std::string>(write(*profile)) : profile.error();
}

template <class Write>
Result<std::string> ofTrace(const WindowProfileFiles::Shown& shown, Write write) {
    if (shown.isNothing()) return nothingRan();
    if (!shown.record || !shown.record->trace) {
        return Error{"profile",
                     "a saved profile has no timeline: run the pipeline, or save it as .csv or "
                     ".profile.json",
                     {}};
    }
    return write(*shown.record->trace);
}

}  // namespace

/// What a file may be.
struct WindowProfileFiles::Format {
    const char* suffix;
    QString filter;  // as the dialog has it
    /// On the other thread; null = a picture. Of a drawing: of the timeline.
    Result<std::string> (*write)(const Shown&, const QString& name, const TraceView&);
    bool isDrawing = false;  // of what is seen
};

const std::vector<WindowProfileFiles::Format>& WindowProfileFiles::formats() {
    static const std::vector<Format> all = {
        {"profile.json", tr("Profile, opens here again (*.profile.json)"),
         [](const Shown& shown, const QString&, const TraceView&) {
             return ofProfile(shown, profileJson);
         }},
        {"trace.json", tr("Chrome trace, for Perfetto (*.trace.json)"),
         [](const Shown& shown, const QString&, const TraceView&) {
             return ofTrace(shown, chromeTrace);
         }},
        {"speedscope.json", tr("speedscope (*.speedscope.json)"),
         [](const Shown& shown, const QString& name, const TraceView&) {
             return ofTrace(
                 shown, [&](const Trace& trace) { return speedscope(trace, name.toStdString()); });
         }},
        {"csv", tr("Table of the nodes (*.csv)"),
         [](const Shown& shown, const QString&, const TraceView&) {
             return ofProfile(shown, profileCsv);
         }},
        {"folded", tr("Collapsed stacks, for flame graphs (*.folded)"),
         [](const Shown& shown, const QString&, const TraceView&) {
             return ofTrace(shown, collapsedStacks);
         }},
        {"svg", tr("SVG drawing of what is seen: profile, load, timeline (*.svg)"),
         [](const Shown& shown, const QString&, const TraceView& view) {
             return ofTrace(shown, [&](const Trace& trace) { return timelineSvg(trace, view); });
         },
         true},
        {"png", tr("PNG picture of what is seen: profile, load, timeline (*.png)"), nullptr, true}};
    return all;
}

/// The longest suffix that the name ends in; of plain `.json`, and of a tie, the one whose filter
/// is chosen, else the first. Null = none.
const WindowProfileFiles::Format* WindowProfileFiles::formatOf(const QString& path,
                                                               const QString& filter) {
    const QString name = QFileInfo(path).fileName().toLower();
    const Format* found = nullptr;
    for (const Format& one : formats()) {
        const QString suffix = QLatin1Char('.') + QLatin1String(one.suffix);
        if (name.endsWith(suffix)) return &one;
        const bool isAlike = name.endsWith(suffix.mid(suffix.lastIndexOf(QLatin1Char('.'))));
        if (isAlike && (!found || one.filter == filter)) found = &one;
    }
    return found;
}

WindowProfileFiles::WindowProfileFiles(const Theme& theme, Panels panels, Banner& banner,
                                       QWidget& window)
    : QObject(&window), theme_(theme), panels_(panels), banner_(banner), window_(window) {}

/// Nothing = the timeline is to be drawn.
SeenPicture WindowProfileFiles::seen() const {
    if (panels_.profile.isVisible()) return panels_.profile.picture();
    if (panels_.load.isVisible()) return panels_.load.picture();
    return {};
}

void WindowProfileFiles::ask(const Shown& shown, const QString& place) {
    if (shown.isNothing() && seen().size.isEmpty()) {
        banner_.tell(Banner::Kind::Note,
                     tr("There is no profile yet: run the pipeline first (Ctrl+Return)"));
        return;
    }
    QStringList filters;
    // A load is seen where no run is.
    for (const Format& one : formats()) {
        if (!shown.isNothing() || one.isDrawing) filters.append(one.filter);
    }
    auto* dialog =
        new QFileDialog(&window_, tr("Export the profile"), QFileInfo(place).absolutePath());
    dialog->setObjectName(QStringLiteral("exportProfileDialog"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters(filters);
    dialog->selectFile(QFileInfo(place).fileName());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const auto useSuffix = [dialog](const QString& filter) {
        for (const Format& one : formats()) {
            if (one.filter == filter) dialog->setDefaultSuffix(QLatin1String(one.suffix));
        }
    };
    useSuffix(filters.front());
    connect(dialog, &QFileDialog::filterSelected, dialog, useSuffix);
    connect(dialog, &QFileDialog::fileSelected, this, [this, dialog, shown](const QString& path) {
        chosen(shown, path, dialog->selectedNameFilter());
    });
    dialog->open();
}

void WindowProfileFiles::chosen(const Shown& shown, const QString& path, const QString& filter) {
    const Format* format = formatOf(path, filter);
    if (!format) {
        QStringList known;
        for (const Format& one : formats()) {
            known.append(QLatin1Char('.') + QLatin1String(one.suffix));
        }
        banner_.tell(Banner::Kind::Problem,
                     tr("%1 says no format that can be written. End its name in one of %2.")
                         .arg(QFileInfo(path).fileName(), known.join(QStringLiteral(", "))));
    } else if (const SeenPicture drawn = seen(); format->isDrawing && !drawn.size.isEmpty()) {
        writeSeen(drawn, path, !format->write);
    } else if (!format->write) {
        writePicture(shown, path);
    } else {
        const TraceView view =
            isInTimeline(shown) ? panels_.timeline.canvas()->view() : TraceView();
        writeBytes(path, [shown, view, write = format->write, name = QFileInfo(path).fileName()] {
            return write(shown, name, view);
        });
    }
}

void WindowProfileFiles::writeSeen(const SeenPicture& seen, const QString& path, bool isImage) {
    if (isImage) {
        writeImage(imageOf(seen, kPictureScale), path);
    } else {
        writeBytes(path, [svg = svgOf(seen)]() -> Result<std::string> { return svg; });
    }
}

/// Is it what the timeline shows, and does anybody see it?
bool WindowProfileFiles::isInTimeline(const Shown& shown) const {
    const TimelineIndexPtr& index = panels_.timeline.canvas()->index();
    return panels_.timeline.isVisible() && index && shown.record &&
           &index->trace() == shown.record->trace.get();
}

void WindowProfileFiles::writePicture(const Shown& shown, const QString& path) {
    if (isInTimeline(shown)) {
        writeImage(panels_.timeline.canvas()->picture(kPictureScale), path);
        return;
    }
    // Nobody looks at it, so it is drawn as it would open.
    work_.start([this, shown, path]() -> BackgroundWork::Answer {
        const Result<std::string> trace =
            ofTrace(shown, [](const Trace&) { return std::string(); });
        if (!trace.ok())
            return [this, path, why = Status(trace.error())] { tellWritten(path, why); };
        auto index = std::make_shared<const TimelineIndex>(shown.record->trace);
        return [this, path, index] {
            TimelineCanvas canvas(theme_);
            canvas.setAttribute(Qt::WA_DontShowOnScreen);
            canvas.resize(kPictureSize);
            canvas.show();  // else its parts are not laid out
            canvas.showIndex(index);
            writeImage(canvas.picture(kPictureScale), path);
        };
    });
}

void WindowProfileFiles::writeImage(const QImage& image, const QString& path) {
    writeBytes(path, [image]() -> Result<std::string> {
        QBuffer bytes;
        bytes.open(QIODevice::WriteOnly);
        if (!image.save(&bytes, "PNG")) {
            return Error{"picture", "there is not enough memory for a picture of this size", {}};
        }
        return bytes.data().toStdString();
    });
}

void WindowProfileFiles::writeBytes(const QString& path, Bytes bytes) {
    work_.start([this, path, bytes = std::move(bytes)]() -> BackgroundWork::Answer {
        const Result<std::string> made = bytes();
        const Status written =
            made.ok() ? writeFile(path.toStdString(), *made) : Status(made.error());
        return [this, path, written] { tellWritten(path, written); };
    });
}

void WindowProfileFiles::tellWritten(const QString& path, const Status& written) {
    if (written.ok()) {
        banner_.tell(Banner::Kind::Done,
                     tr("The profile is in %1.").arg(QDir::toNativeSeparators(path)));
    } else {
        banner_.tell(Banner::Kind::Problem,
                     tr("The profile could not be exported to %1: %2")
                         .arg(QDir::toNativeSeparators(path),
                              QString::fromStdString(written.error().message)));
    }
}

void WindowProfileFiles::open(const QString& path, std::function<void()> otherwise) {
    const uint64_t opened = ++opened_;
    if (!path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive)) {
        otherwise();
        return;
    }
    work_.start([this, path, opened, otherwise = std::move(otherwise)]() -> BackgroundWork::Answer {
        Result<std::string> bytes = readFile(path.toStdString(), kMaxProfileBytes);
        const bool isOurs = bytes.ok() && isSavedProfile(*bytes);
        auto read = isOurs ? std::make_shared<const Result<Profile>>(readProfile(*bytes)) : nullptr;
        return [this, path, opened, otherwise, read] {
            if (opened != opened_) return;
            read ? tellRead(path, *read) : otherwise();
        };
    });
}

void WindowProfileFiles::openBytes(const QString& path, std::string bytes) {
    const uint64_t opened = ++opened_;
    auto text = std::make_shared<const std::string>(std::move(bytes));
    work_.start([this, path, opened, text]() -> BackgroundWork::Answer {
        auto read = std::make_shared<const Result<Profile>>(readProfile(*text));
        return [this, path, opened, read] {
            if (opened == opened_) tellRead(path, *read);
        };
    });
}

void WindowProfileFiles::tellOpened(const QString& path, const std::string& bytes) {
    const QString name = QFileInfo(path).fileName();
    const bool isCalledSo = name.endsWith(QLatin1String(".profile.json"), Qt::CaseInsensitive) ||
                            name.endsWith(QLatin1String(".baseline.json"), Qt::CaseInsensitive);
    const std::string why = isCalledSo ? whyNoProfile(bytes) : "";
    if (!why.empty()) {
        banner_.tell(Banner::Kind::Problem, tr("%1 is no saved profile: %2. It is open as text.")
                                                .arg(name, QString::fromStdString(why)));
    }
}

void WindowProfileFiles::tellRead(const QString& path, const Result<Profile>& read) {
    if (!read.ok()) {
        const Error& why = read.error();
        const QString at =
            why.path.empty() ? QString() : tr(" at `%1`").arg(QString::fromStdString(why.path));
        banner_.tell(Banner::Kind::Problem, tr("The profile %1 cannot be read%2: %3")
                                                .arg(QDir::toNativeSeparators(path), at,
                                                     QString::fromStdString(why.message)));
        return;
    }
    auto kept = std::make_shared<KeptRun>();
    kept->kind = KeptRun::Kind::File;
    kept->title = QFileInfo(path).fileName().toStdString();
    kept->profile = std::make_shared<const Profile>(*read);
    emit profileOpened(kept);
}

}  // namespace cst
