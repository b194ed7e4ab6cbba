#pragma once

#include "engine/session/session.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace cst {

/// Bytes; longer lines are shown in part, and a file that has one opens as a preview.
constexpr std::size_t kLongestEditableLine = 20'000;
/// Is there a line of more bytes than that? Cost: O(bytes), by memchr.
bool hasLineOver(std::string_view text, std::size_t limit);

/// A file as it came from the disk.
struct LoadedDocument {
    QString path;
    Result<std::string> bytes;
    Result<SampleSet> samples;  // an empty set if there is no such file
    bool hasLongLine = false;   // over kLongestEditableLine
    FileStamp stamp;
};
using LoadedDocumentPtr = std::shared_ptr<const LoadedDocument>;

/// What became of a save.
struct SavedDocument {
    QString path;
    uint64_t token = 0;
    QString problem;                  // "" = it is on the disk
    bool isOverwriteRefused = false;  // somebody else wrote there
    FileStamp stamp;                  // of the file as it is
};

/// Turns what the engine says into signals on the UI thread; the only ui file that knows threads.
/// What was overtaken by something newer before the UI thread came to it is dropped, so a slow
/// painter never works through a queue of old states.
class SessionBridge : public QObject {
    Q_OBJECT

public:
    explicit SessionBridge(QObject* parent = nullptr);
    ~SessionBridge() override;

    // Each returns at once; what comes of it arrives as a signal. See Session.
    Revision setText(uint64_t document, std::string text);
    void run(Session::RunRequest request);
    void stop();
    void watchEngine(bool watches);
    void load(const QString& path);
    /// The token comes back in fileSaved.
    void save(const QString& path, std::string bytes, uint64_t token,
              std::optional<FileStamp> overwrites);

signals:
    void snapshotChanged(const cst::SnapshotPtr& snapshot);
    void runChanged(const cst::RunSnapshotPtr& run);
    void logLines(const QStringList& lines);
    void engineChanged(const cst::EngineLoad& load);
    void fileLoaded(const cst::LoadedDocumentPtr& file);
    /// `problem` is empty if all went well.
    void fileSaved(const cst::SavedDocument& file);

private:
    class Listener;
    void deliver();

    Revision shown_ = 0;
    std::unique_ptr<Listener> listener_;
    Session session_;  // last: joins its threads before what they call is destroyed
};

}  // namespace cst
