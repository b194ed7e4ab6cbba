#pragma once

#include "engine/base/result.h"
#include "engine/session/kept_run.h"
#include "ui/shell/background_work.h"
#include "ui/shell/seen_picture.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <string>
#include <vector>

class QImage;
class QWidget;

namespace cst {

class Banner;
class LoadView;
class ProfileView;
class Theme;
class TimelineView;

/// Profiles as files: a run for other programs, in the format that the file's name asks for, as a
/// picture what is seen of it, and saved profiles that come back. Nothing waits: what is large is
/// put together, read and written on another thread, and a banner tells what came of it. UI thread
/// only.
class WindowProfileFiles : public QObject {
    Q_OBJECT

public:
    /// All of them outlive it. `profile` and `load`: what is drawn where one of them is seen; else
    /// it is the timeline.
    struct Panels {
        TimelineView& timeline;
        const ProfileView& profile;
        const LoadView& load;
    };
    WindowProfileFiles(const Theme& theme, Panels panels, Banner& banner, QWidget& window);

    /// What is shown, and so is exported.
    struct Shown {
        RunRecordPtr record;                     // null = a profile without a run
        std::shared_ptr<const Profile> profile;  // what there is without a record
        bool isNothing() const { return !record && !profile; }
    };
    /// Asks for a file. `place`: the folder and the name, without a suffix, that are proposed.
    void ask(const Shown& shown, const QString& place);

    /// Opens the file if it is a saved profile, by what it holds: then profileOpened() follows, or
    /// a banner says what is wrong with it. Of any other file nothing is done but `otherwise`, at
    /// once if it is not called .json.
    void open(const QString& path, std::function<void()> otherwise);
    /// The same of bytes that were read already.
    void openBytes(const QString& path, std::string bytes);
    /// A file was opened as text: says so and why if its name is that of a profile.
    void tellOpened(const QString& path, const std::string& bytes);

signals:
    void profileOpened(const cst::KeptRunPtr& profile);

private:
    struct Format;
    static const std::vector<Format>& formats();
    static const Format* formatOf(const QString& path, const QString& filter);
    void chosen(const Shown& shown, const QString& path, const QString& filter);
    void writeSeen(const SeenPicture& seen, const QString& path, bool isImage);
    void writePicture(const Shown& shown, const QString& path);
    void writeImage(const QImage& image, const QString& path);
    /// On the other thread: the bytes of the file.
    using Bytes = std::function<Result<std::string>()>;
    void writeBytes(const QString& path, Bytes bytes);
    void tellWritten(const QString& path, const Status& written);
    void tellRead(const QString& path, const Result<Profile>& read);
    bool isInTimeline(const Shown& shown) const;
    SeenPicture seen() const;

    const Theme& theme_;
    const Panels panels_;
    Banner& banner_;
    QWidget& window_;
    uint64_t opened_ = 0;  // the newest file that was to be opened counts
    BackgroundWork work_;
};

}  // namespace cst
