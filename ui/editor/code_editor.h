#pragma once

#include "engine/session/snapshot.h"
#include "engine/text/source_text.h"
#include "ui/editor/completions.h"
#include "ui/editor/long_lines.h"
#include "ui/shell/theme.h"

#include <QPointer>
#include <QWidget>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

class QKeyEvent;
class QTimer;

namespace cst {

class Banner;
class CompletionList;
class FindBar;
class ScintillaView;

/// A mark below a range of the text.
struct Squiggle {
    SourceRange range;
    Severity severity = Severity::Error;
};

/// Edits the bytes of one document and shows what a snapshot says about them. Offsets are bytes of
/// the document, also in a preview, where not all of them are on the screen.
class CodeEditor : public QWidget {
    Q_OBJECT

public:
    explicit CodeEditor(const Theme& theme, QWidget* parent = nullptr);
    ~CodeEditor() override;

    /// Shows another document, unmodified; undo starts afresh. A preview is read-only and keeps
    /// the bytes as they are. Says nothing through edited().
    void open(std::string bytes, bool asPreview);
    /// The document, byte for byte.
    std::string bytes() const;
    bool isPreview() const { return isPreview_; }
    bool isModified() const;
    void markSaved();

    /// Styles and marks the text. A snapshot of a text that is not the one shown is ignored.
    void showSnapshot(const SnapshotPtr& snapshot);
    /// Selects the range and scrolls to it; the focus stays where it is.
    void reveal(SourceRange range);
    /// The same, and takes the focus.
    void select(SourceRange range);

    /// Says edited() now if that is still to come.
    void flushEdit();

    uint32_t cursorOffset() const;
    SourceRange selection() const;  // empty = only the cursor stands there
    LineColumn cursorPosition() const;

    void undo();
    void redo();
    void cut();
    void copy();
    void paste();
    void selectAll();
    /// Puts `# ` before every line of the selection, or takes it away if all have it.
    void toggleComment();
    /// One step of undo. Nothing happens in a preview.
    void replace(SourceRange range, std::string_view text);
    /// Puts a step of somebody else on the one undo stack: something that is no text was changed.
    void addForeignStep(int token);
    /// Edits that are in order and do not overlap, as one step of undo; then selects a range of the
    /// text after them and scrolls to it. The focus stays where it is. False in a preview, and
    /// where a long paste is held: nothing happens there.
    bool apply(const std::vector<TextEdit>& edits, SourceRange select);
    /// Offers what may be written at the cursor, if there is anything.
    void complete();
    void zoom(int steps);  // 0 = back to 100 %
    void showFind();
    void findNext();
    void findPrevious();
    /// Closes the find bar; false if it was not open.
    bool closeFind();

    // What the graph says about the text; see code_editor_links.cpp.
    /// A range glows as if the pointer were on it; nothing = none.
    void glow(std::optional<SourceRange> range);
    /// Marks in the margin which lines the selection needs, and which use it. Counted from 1.
    void markRelations(const std::vector<uint32_t>& needed, const std::vector<uint32_t>& users);
    /// Colours what is chosen in the graph, where that is more than a text can have selected.
    void markChosen(std::vector<SourceRange> ranges);
    /// Marks the places where a name is used, until the text changes or the cursor leaves them.
    void markUses(const std::vector<SourceRange>& uses);

    std::optional<SourceRange> glowing() const { return glowing_; }
    std::vector<uint32_t> neededLines() const;
    std::vector<uint32_t> userLines() const;
    std::vector<SourceRange> markedUses() const;
    std::vector<SourceRange> markedChosen() const;

    /// What is marked right now, in order.
    std::vector<Squiggle> squiggles() const;
    /// Where a byte is drawn, in coordinates of textArea().
    QPoint pointOf(uint32_t offset) const;
    QWidget* textArea() const;

signals:
    /// Undo or redo came to a step of somebody else: take it back, or do it again.
    void foreignStepTaken(int token, bool isUndo);
    /// The text changed; once for all changes of one turn of the event loop.
    void edited();
    void cursorMoved();  // or the selection changed
    /// The cursor is about to go somewhere else, not by a key or the mouse in the text.
    void jumping(cst::SourceRange to);
    void modifiedChanged(bool isModified);
    /// The mouse rests on a byte of the text, or no longer does.
    void hovered(std::optional<uint32_t> offset);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void textModified(int position, int kind, const char* text, int length, int linesAdded);
    void styleInserted(uint32_t position, std::string_view text);
    void keepIndentation();
    /// What is typed from here on is undone by itself.
    void closeUndoStep();
    void cursorUpdated(int what);
    void matchBraces();

    // code_editor_marks.cpp
    void setStyles(std::string styles);
    void mark(const Snapshot& snapshot);
    void setIndicator(unsigned indicator, std::vector<SourceRange> wanted);  // disjoint
    std::vector<long> markedLines(long mask) const;
    void setProblemMarkers(const std::map<long, int>& markers);
    void clearIndicator(unsigned indicator);
    void fillIndicator(unsigned indicator, SourceRange range);  // of what is shown
    void showHover(int position, int x, int y);

    void leaveUses();
    std::vector<SourceRange> filled(unsigned indicator) const;
    std::vector<uint32_t> linesWith(unsigned marker) const;

    // code_editor_completion.cpp
    /// What stands between the beginning of the word and the cursor; none if the cursor left it.
    std::optional<std::string> typedForCompletion() const;
    void refreshCompletion();
    void takeCompletion();
    void closeCompletion();
    bool completionTakesKey(const QKeyEvent& key);

    // code_editor_long_lines.cpp
    void hideLongLines(uint32_t begin, uint32_t end);
    bool takesPaste(const QByteArray& text);
    void holdPasted(const QByteArray& text, bool replacesSelection);
    void releaseHeld();
    void showPreview(std::string bytes);
    void tellAboutPreview();
    /// Hides their tails in `styles` and says so above the text.
    void tellAboutLongLines(const SourceText& text, std::string& styles);
    SourceRange shownRange(SourceRange range) const;

    // code_editor_find.cpp
    std::vector<SourceRange> findAll() const;
    void findFromHere();
    void find(long from, bool forwards);

    const Theme& theme_;  // outlives every widget
    Banner* banner_;
    ScintillaView* view_;
    FindBar* find_;
    QTimer* undoPause_;  // a pause in the typing ends what one undo takes back
    QTimer* settled_;    // runs while somebody types: what is under the cursor is not marked yet

    bool isPreview_ = false;
    std::string original_;  // the bytes of a preview
    LongLinePreview preview_;
    void* held_ =
        nullptr;  // Scintilla's document below a preview that a paste made; undo leads back
    bool heldReplaced_ = false;  // the paste replaced a selection
    bool isHeldSaved_ = false;

    SnapshotPtr snapshot_;  // of the text as it is; null while one is pending
    std::string styles_;    // what Scintilla holds, a byte of style for each of the text

    QPointer<CompletionList> list_;        // null while nothing is offered
    Completions completions_;              // for the word that list_ is about
    std::optional<std::string> shownFor_;  // what was typed of it when list_ was filled
    bool awaitsCompletion_ = false;        // asked for; opens with the next snapshot

    bool isOpening_ = false;
    bool isAnnounced_ = false;   // edited() is on its way
    bool hasLongLines_ = false;  // and the banner says so
    std::optional<SourceRange> glowing_;
    bool hasUses_ = false;  // marked
    uint32_t lastCursor_ = 0;
    SourceRange lastSelection_;
};

}  // namespace cst
