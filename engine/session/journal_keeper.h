#pragma once

#include "engine/session/journal.h"
#include "engine/session/left_journal.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace cst {

/// Keeps the text of one open document, and where a person has put its nodes, on the disk while
/// they are in no file: a change is written as
/// soon as the one before it is, and at most every `writeEvery`.
/// Threads: call it from one thread. No call blocks. Observer calls come from its own thread.
class JournalKeeper {
public:
    struct Options {
        std::string stateFolder;  // see JournalPlaces; "" = none
        std::chrono::milliseconds writeEvery{100};
        std::chrono::milliseconds retryEvery{2000};  // where the disk is full
    };
    class Observer {
    public:
        virtual ~Observer() = default;
        /// The text is not on the disk, and why; "" = it is again. Told once for each change.
        virtual void journalTrouble(std::string) {}
        virtual void journalsFound(LeftJournals) {}
    };

    JournalKeeper(Options options, Observer& observer);
    ~JournalKeeper();  // writes what is still to be written; the journal stays unless closed
    JournalKeeper(const JournalKeeper&) = delete;
    JournalKeeper& operator=(const JournalKeeper&) = delete;

    /// Another document, with its text as it stands on the disk; the journal of the one before is
    /// deleted: its text was saved, or given up.
    void open(JournalStart start);
    /// The same with text that a dead writer left, whose journal becomes ours.
    void open(JournalStart start, LeftJournalPtr left);
    /// The text is another one now. Where it is as on the disk from the beginning, nothing is
    /// written.
    void setText(std::string text);
    /// The nodes stand somewhere else now, or are called otherwise. `places` is asked on the
    /// keeper's thread, unless a later one comes first. Where they are as beside the pipeline,
    /// nothing is written.
    void setPlaces(std::function<PinnedPlaces()> places);
    /// A text of this hash is about to be saved. `then` is called, on the keeper's thread, when the
    /// journal knows it or cannot be written: whoever saves earlier may find his own file taken for
    /// somebody else's after a crash.
    void saving(const Hash128& text, std::function<void()> then);
    /// It is in the file.
    void saved(JournalStart start);
    /// The document was saved or given up; nothing is written until open().
    void close();

    /// Answers with journalsFound. See findLeftJournals.
    void find(std::vector<std::string> except);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace cst
