// What a studio that crashed has left comes back. The text stands in the window as it was, unsaved;
// a line above it says so and offers the other one, which Undo takes back again. What is written
// meanwhile is the business of JournalKeeper.

#include "ui/editor/code_editor.h"
#include "ui/shell/banner.h"
#include "ui/shell/built_in.h"
#include "ui/shell/log_view.h"
#include "ui/shell/main_window.h"
#include "ui/shell/main_window_gestures.h"

#include <QFile>

#include <algorithm>

namespace cst {

namespace {

QString sampleFile(const QString& name, const char* suffix) {
    return QStringLiteral(":/samples/") + name.section(QLatin1Char('.'), 0, 0) +
           QLatin1String(suffix);
}

/// The lines of `text` that an edit has made.
QString linesOf(const JournalEdit& edit, const std::string& text) {
    const auto begin = text.begin() + static_cast<std::ptrdiff_t>(edit.offset);
    const auto end = begin + static_cast<std::ptrdiff_t>(edit.inserted.size());
    const qsizetype first = std::count(text.begin(), begin, '\n') + 1;
    // A line feed that ends what was inserted begins no line of it.
    const bool endsLine = begin != end && *(end - 1) == '\n';
    const qsizetype last = first + std::count(begin, end, '\n') - (endsLine ? 1 : 0);
    return first == last ? MainWindow::tr("line %1").arg(first)
                         : MainWindow::tr("lines %1 to %2").arg(first).arg(last);
}

}  // namespace

JournalStart MainWindow::journalStart(const Hash128& base) const {
    return {path_.toStdString(), name_.toStdString(), stamp_, base};
}

bool MainWindow::isUntouched() const {
    return revision_ == firstRevision_ && !isModified();
}

void MainWindow::journalsArrived(const LeftJournalsPtr& left) {
    tellNotes(left->notes);
    editor_->flushEdit();
    for (const LeftJournalPtr& each : left->found) {
        const QString path = QString::fromStdString(each->path());
        const bool isShown = !path.isEmpty() && (path == path_ || path == arriving_);
        if (isUntouched() && (isShown || takesLeft_) && !arrivingLeft_) {
            takesLeft_ = false;
            restoreText(each);
        } else {
            emit windowNeeded(each);
        }
    }
    emit leftLookedFor();
}

void MainWindow::tellNotes(const std::vector<std::string>& notes) {
    QStringList lines;
    for (const std::string& note : notes) {
        lines.append(QString::fromStdString(note));
    }
    if (!lines.isEmpty()) {
        log_->append(lines);
        banner_->tell(Banner::Kind::Problem, lines.join(QLatin1Char('\n')));
    }
}

void MainWindow::restoreText(const LeftJournalPtr& left) {
    const JournalStart& start = left->content.start;
    if (!start.path.empty()) {  // its samples and what the disk says are needed too
        load(QString::fromStdString(start.path));
        arrivingLeft_ = left;
        return;
    }
    const QString name = QString::fromStdString(start.name);
    const Result<SampleSet> samples = parseSamples(builtIn(sampleFile(name, ".samples.json")));
    showDocument({.path = {},
                  .name = name,
                  .bytes = left->content.text,
                  .samples = samples.ok() ? samples.value() : SampleSet{},
                  .places = left->content.places.value_or(PinnedPlaces()),
                  .hasLongLine = hasLineOver(left->content.text, kLongestEditableLine),
                  .stamp = {},
                  .left = left,
                  .base = start.base});
    tellRestored(left, nullptr);
}

void MainWindow::useLeft(Document& document, const LeftJournalPtr& left,
                         const LoadedDocument& file) {
    const JournalContent& content = left->content;
    document.left = left;
    document.base = content.start.base;
    const Hash128 onDisk = hashBytes(document.bytes);
    if (file.bytes.ok() && content.knows(onDisk)) {
        document.base = onDisk;
    } else {
        document.stamp = content.start.stamp;  // saving asks whose text shall stay
    }
    document.bytes = content.text;
    if (content.places) {
        document.places = *content.places;
    }
    document.hasLongLine = hasLineOver(content.text, kLongestEditableLine);
}

void MainWindow::tellRestored(const LeftJournalPtr& left, const LoadedDocumentPtr& file) {
    const JournalContent& content = left->content;
    const bool movesNodes =
        content.places && *content.places != (file ? file->places : PinnedPlaces());
    QString text;
    std::string saved;
    if (!file) {
        text = tr("Restored after a crash. This was never saved as a file.");
        saved = builtIn(sampleFile(name_, ".cst"));
        if (hashBytes(saved) != content.start.base) {
            saved.clear();
        }
    } else if (!file->bytes.ok()) {
        text = tr("Restored after a crash. The file itself is gone; Save writes it anew.");
    } else {
        saved = file->bytes.value();
        const JournalEdit edit = editBetween(saved, content.text);
        // Where only nodes were moved the text is that of the file.
        const bool isSame = saved == content.text;
        const QString moved = tr("where nodes were put");
        const QString lines = isSame ? moved
                              : movesNodes
                                  ? tr("%1, and %2").arg(linesOf(edit, content.text), moved)
                                  : linesOf(edit, content.text);
        text = content.knows(hashBytes(saved))
                   ? tr("Restored after a crash. Not saved yet: %1.").arg(lines)
                   : tr("Restored after a crash. Another program has changed the file on the disk "
                        "meanwhile: they differ in %1.")
                         .arg(lines);
        const auto end = static_cast<uint32_t>(edit.offset + edit.inserted.size());
        if (!isSame) {
            editor_->reveal({end, end});  // where somebody was typing
        }
    }
    if (content.isDamaged) {
        text += QLatin1Char(' ') + tr("The journal was damaged: the last edits may be missing.");
    }
    const QString tip = file ? tr("Shows the file as it is on the disk; Undo takes that back")
                             : tr("Begins anew; Undo takes that back");
    const Banner::Way keeps{"keepRestored", tr("Keep"), tr("Goes on with the restored text"),
                            [] {}};
    const Banner::Way discards{
        "discardRestored", tr("Discard Changes"), tip,
        [this, file, saved, movesNodes] { discardRestored(file, saved, movesNodes); }};
    banner_->offer(Banner::Kind::Note, text, {keeps, discards});
}

void MainWindow::discardRestored(const LoadedDocumentPtr& file, const std::string& saved,
                                 bool movesNodes) {
    editor_->setFocus();
    if (file && !file->bytes.ok()) {
        showDocument({.path = {}, .name = tr("untitled.cst")});
        return;
    }
    if (editor_->isPreview() || (file && file->hasLongLine)) {
        // Too long to edit, so there is no Undo either.
        if (file) {
            load(path_);
        } else {
            showDocument({.path = {}, .name = name_, .bytes = saved});
        }
        return;
    }
    const bool isOther = editor_->bytes() != saved;
    if (isOther) {
        editor_->replace({0, static_cast<uint32_t>(editor_->bytes().size())}, saved);
        editor_->flushEdit();
    }
    if (movesNodes) {
        revision_ = bridge_->setText(document_, saved, file ? file->places : PinnedPlaces());
        gestures_->textChanged(revision_);
    }
    editor_->markSaved();
    isRestored_ = false;
    if (file) {
        stamp_ = file->stamp;
    }
    bridge_->journalSaved(journalStart(hashBytes(saved)));
    updateTitle();
    if (!isOther) {
        banner_->tell(Banner::Kind::Note,
                      tr("The nodes stand where they stood when it was saved."));
        return;
    }
    banner_->tell(Banner::Kind::Note,
                  file ? tr("This is the file as it is on the disk. Undo brings the restored text "
                            "back.")
                       : tr("Undo brings the restored text back."));
}

void MainWindow::journalFailed(const QString& why) {
    if (why.isEmpty()) {
        if (banner_->text() == journalTrouble_) {
            banner_->hide();
        }
        journalTrouble_.clear();
        return;
    }
    journalTrouble_ = tr("What you type would not survive a crash: it cannot be written to the "
                         "disk (%1). The studio goes on trying.")
                          .arg(why);
    banner_->tell(Banner::Kind::Problem, journalTrouble_);
}

}  // namespace cst
