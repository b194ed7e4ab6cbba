#include "ui/editor/code_editor.h"

#include "ui/editor/completion_list.h"
#include "ui/editor/scintilla_view.h"
#include "ui/editor/text_offsets.h"
#include "ui/editor/token_styles.h"
#include "ui/shell/banner.h"
#include "ui/shell/find_bar.h"
#include "ui/shell/session_bridge.h"

#include <QKeyEvent>
#include <QTimer>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>

// A change and what it sets off, all on the UI thread:
//
//   SCN_MODIFIED     styles_ follows the text; what was inserted looks like what it stands in, and
//                    the tail of a line that became too long is hidden before Scintilla measures it
//   flushEdit        queued, so once for all changes of one turn of the event loop, and before the
//                    next paint: edited() → the window hands bytes() to the session
//   showSnapshot     styles and marks of exactly this text; older snapshots never get here
//
// An error below the cursor is marked only once the typing has settled: half a word is always
// wrong. The list of problems does not wait.

namespace cst {

namespace {

using Sci = QsciScintillaBase;

constexpr int kSettledAfterMs = 400;
constexpr int kUndoPauseMs = 1000;
constexpr uint32_t kBraceSearchLimit = 1'000'000;

bool isBrace(long character) {
    return character > 0 && character < 128 &&
           std::string_view("()[]{}").find(static_cast<char>(character)) != std::string_view::npos;
}

}  // namespace

CodeEditor::CodeEditor(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      theme_(theme),
      banner_(new Banner(theme, this)),
      view_(new ScintillaView(theme, this)),
      find_(new FindBar(theme,
                        {.name = "find",
                         .hint = tr("Find in the text"),
                         .tip = {},
                         .previous = tr("Previous (Shift+F3)"),
                         .next = tr("Next (F3, Enter)")},
                        this)),
      undoPause_(new QTimer(this)),
      settled_(new QTimer(this)) {
    view_->setAccessibleName(tr("Text of the pipeline"));
    banner_->setObjectName(QStringLiteral("editorBanner"));
    undoPause_->setSingleShot(true);
    undoPause_->setInterval(kUndoPauseMs);
    settled_->setSingleShot(true);
    settled_->setInterval(kSettledAfterMs);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(banner_);
    column->addWidget(view_, 1);
    column->addWidget(find_);
    setFocusProxy(view_);
    view_->installEventFilter(this);

    view_->takesPaste = [this](const QByteArray& text) { return takesPaste(text); };
    connect(view_, &Sci::SCN_MODIFIED, this,
            [this](int position, int kind, const char* text, int length, int linesAdded) {
                textModified(position, kind, text, length, linesAdded);
            });
    connect(view_, &Sci::SCN_MODIFIED, this,
            [this](int, int kind, const char*, int, int, int, int, int, int token, int) {
                if ((kind & Sci::SC_MOD_CONTAINER) == 0 || isOpening_) return;
                const bool isUndo = (kind & Sci::SC_PERFORMED_UNDO) != 0;
                if (isUndo || (kind & Sci::SC_PERFORMED_REDO) != 0) {
                    emit foreignStepTaken(token, isUndo);
                }
            });
    // We style by ourselves, what is asked for too: it is as it should be until the next snapshot.
    connect(view_, &Sci::SCN_STYLENEEDED, view_, [this](int position) {
        view_->send(Sci::SCI_STARTSTYLING, static_cast<unsigned long>(position));
    });
    connect(view_, &Sci::SCN_CHARADDED, this, [this](int added) {
        if (added == '\n') {
            keepIndentation();
            closeUndoStep();
        }
    });
    connect(undoPause_, &QTimer::timeout, this, &CodeEditor::closeUndoStep);
    connect(view_, &Sci::SCN_UPDATEUI, this, &CodeEditor::cursorUpdated);
    connect(view_, &Sci::SCN_SAVEPOINTLEFT, this, [this] { emit modifiedChanged(true); });
    connect(view_, &Sci::SCN_SAVEPOINTREACHED, this, [this] { emit modifiedChanged(false); });
    connect(view_, &Sci::SCN_ZOOM, view_, [this] { view_->fitNumbers(); });
    connect(view_, &Sci::SCN_DWELLSTART, this, &CodeEditor::showHover);
    connect(view_, &Sci::SCN_DWELLEND, this, [this] {
        QToolTip::hideText();
        emit hovered(std::nullopt);
    });
    connect(settled_, &QTimer::timeout, this, [this] {
        if (snapshot_) {
            mark(*snapshot_);
        }
    });
    connect(find_, &FindBar::textChanged, this, &CodeEditor::findFromHere);
    connect(find_, &FindBar::nextRequested, this, &CodeEditor::findNext);
    connect(find_, &FindBar::previousRequested, this, &CodeEditor::findPrevious);
    connect(find_, &FindBar::closed, this, [this] { closeFind(); });
    connect(&theme, &Theme::changed, this, [this] { view_->applyTheme(); });
}

CodeEditor::~CodeEditor() = default;

void CodeEditor::open(std::string bytes, bool asPreview) {
    if (held_) {
        releaseHeld();
    }
    isOpening_ = true;
    snapshot_.reset();
    settled_->stop();
    undoPause_->stop();
    closeFind();
    closeCompletion();
    banner_->hide();
    hasLongLines_ = false;
    isPreview_ = asPreview;
    if (asPreview) {
        showPreview(std::move(bytes));
    } else {
        original_ = {};
        preview_ = {};
        view_->replaceAll(bytes);
    }
    styles_.assign(view_->length(), styleByte(TextStyle::Plain));
    for (const unsigned indicator :
         {ScintillaView::kError, ScintillaView::kWarning, ScintillaView::kFound,
          ScintillaView::kGlow, ScintillaView::kUse, ScintillaView::kChosen}) {
        clearIndicator(indicator);
    }
    glowing_.reset();
    hasUses_ = false;
    view_->send(Sci::SCI_MARKERDELETEALL, static_cast<unsigned long>(-1));
    isOpening_ = false;
    lastCursor_ = 0;
    lastSelection_ = {};
    emit cursorMoved();
}

std::string CodeEditor::bytes() const {
    return isPreview_ ? original_ : std::string(view_->bytes());
}

bool CodeEditor::isModified() const {
    return held_ ? !isHeldSaved_ : view_->send(Sci::SCI_GETMODIFY) != 0;
}

void CodeEditor::markSaved() {
    view_->send(Sci::SCI_SETSAVEPOINT);
    if (held_) {
        isHeldSaved_ = true;
        emit modifiedChanged(false);
    }
}

// ---- changes -------------------------------------------------------------------------------

void CodeEditor::addForeignStep(int token) {
    closeUndoStep();
    const bool wasModified = isModified();
    view_->send(Sci::SCI_ADDUNDOACTION, static_cast<unsigned long>(token), 0);
    if (!wasModified) {
        emit modifiedChanged(true);  // Scintilla says so of its own steps only
    }
}

void CodeEditor::textModified(int position, int kind, const char* text, int length,
                              int linesAdded) {
    if (isOpening_) {
        return;
    }
    const auto at = static_cast<uint32_t>(position);
    if (kind & Sci::SC_MOD_INSERTTEXT) {
        styleInserted(at, {text, static_cast<std::size_t>(length)});
    } else if (kind & Sci::SC_MOD_DELETETEXT) {
        styles_.erase(at, static_cast<std::size_t>(length));
        hideLongLines(at, at);
    } else {
        return;
    }
    if (linesAdded != 0) {
        view_->fitNumbers();
    }
    markUses({});
    snapshot_.reset();
    undoPause_->start();
    settled_->start();
    if (!isAnnounced_) {
        isAnnounced_ = true;
        QMetaObject::invokeMethod(this, &CodeEditor::flushEdit, Qt::QueuedConnection);
    }
}

void CodeEditor::styleInserted(uint32_t position, std::string_view text) {
    const bool isOneLine = text.find('\n') == std::string_view::npos;
    char style = styleByte(TextStyle::Plain);
    if (isOneLine && position > 0 && styles_[position - 1] != styleByte(TextStyle::Hidden)) {
        style = styles_[position - 1];
    }
    styles_.insert(position, text.size(), style);
    if (style != styleByte(TextStyle::Plain)) {
        view_->send(Sci::SCI_STARTSTYLING, position);
        view_->send(Sci::SCI_SETSTYLING, text.size(), style);
    }
    hideLongLines(position, position + static_cast<uint32_t>(text.size()));
}

void CodeEditor::flushEdit() {
    if (isAnnounced_) {
        isAnnounced_ = false;
        emit edited();
    }
}

bool CodeEditor::eventFilter(QObject* watched, QEvent* event) {
    if (watched != view_) {
        return QWidget::eventFilter(watched, event);
    }
    const bool isKey =
        event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride;
    const auto* key = isKey ? static_cast<QKeyEvent*>(event) : nullptr;
    if (event->type() == QEvent::ShortcutOverride && key->key() == Qt::Key_Escape && list_) {
        event->accept();  // Escape would stop the run
        return true;
    }
    if (event->type() == QEvent::KeyPress) {
        // Escape closes the find bar from the text too.
        return completionTakesKey(*key) || (key->key() == Qt::Key_Escape && closeFind());
    }
    if (event->type() == QEvent::FocusOut || event->type() == QEvent::Resize) {
        closeCompletion();
    }
    return QWidget::eventFilter(watched, event);
}

void CodeEditor::closeUndoStep() {
    // An empty step keeps Scintilla from adding what comes to what was before.
    view_->send(Sci::SCI_BEGINUNDOACTION);
    view_->send(Sci::SCI_ENDUNDOACTION);
}

void CodeEditor::keepIndentation() {
    const auto line =
        static_cast<unsigned long>(view_->send(Sci::SCI_LINEFROMPOSITION, view_->cursor()));
    if (line == 0) {
        return;
    }
    const auto start = static_cast<std::size_t>(view_->send(Sci::SCI_POSITIONFROMLINE, line - 1));
    const std::string_view text = view_->bytes();
    const std::size_t end = std::min(text.find_first_not_of(" \t", start), text.size());
    const std::string indentation(text.substr(start, end - start));
    if (!indentation.empty()) {
        view_->sendBytes(Sci::SCI_REPLACESEL, 0, indentation.c_str());
    }
}

// ---- cursor and selection -----------------------------------------------------------------

void CodeEditor::cursorUpdated(int what) {
    if (what & Sci::SC_UPDATE_V_SCROLL) {
        closeCompletion();
    } else {
        refreshCompletion();
    }
    if (!(what & (Sci::SC_UPDATE_CONTENT | Sci::SC_UPDATE_SELECTION))) {
        return;
    }
    matchBraces();
    const uint32_t cursor = view_->cursor();
    const SourceRange selected = selection();
    if (cursor != lastCursor_ || selected != lastSelection_) {
        lastCursor_ = cursor;
        lastSelection_ = selected;
        leaveUses();
        emit cursorMoved();
    }
}

void CodeEditor::matchBraces() {
    if (view_->length() > kBraceSearchLimit) {
        return;
    }
    const long cursor = static_cast<long>(view_->cursor());
    long brace = -1;
    for (const long at : {cursor - 1, cursor}) {
        if (at >= 0 && isBrace(view_->send(Sci::SCI_GETCHARAT, static_cast<unsigned long>(at)))) {
            brace = at;
            break;
        }
    }
    const long match =
        brace < 0 ? -1 : view_->send(Sci::SCI_BRACEMATCH, static_cast<unsigned long>(brace));
    if (match >= 0) {
        view_->send(Sci::SCI_BRACEHIGHLIGHT, static_cast<unsigned long>(brace), match);
    } else {
        view_->send(Sci::SCI_BRACEHIGHLIGHT, static_cast<unsigned long>(-1), -1);
    }
}

uint32_t CodeEditor::cursorOffset() const {
    return isPreview_ ? preview_.toText(view_->cursor()) : view_->cursor();
}

SourceRange CodeEditor::selection() const {
    const auto begin = static_cast<uint32_t>(view_->send(Sci::SCI_GETSELECTIONSTART));
    const auto end = static_cast<uint32_t>(view_->send(Sci::SCI_GETSELECTIONEND));
    return isPreview_ ? SourceRange{preview_.toText(begin), preview_.toText(end)}
                      : SourceRange{begin, end};
}

LineColumn CodeEditor::cursorPosition() const {
    const uint32_t cursor = view_->cursor();
    const auto line = static_cast<unsigned long>(view_->send(Sci::SCI_LINEFROMPOSITION, cursor));
    const auto start = static_cast<uint32_t>(view_->send(Sci::SCI_POSITIONFROMLINE, line));
    return {static_cast<uint32_t>(line) + 1,
            columnOfByte(view_->bytes().substr(start), cursor - start)};
}

void CodeEditor::reveal(SourceRange range) {
    const SourceRange shown = shownRange(range);
    const uint32_t begin = std::min(shown.begin, view_->length());
    const uint32_t end = std::clamp(shown.end, begin, view_->length());
    const long line = view_->send(Sci::SCI_LINEFROMPOSITION, begin);
    const long top = view_->send(Sci::SCI_GETFIRSTVISIBLELINE);
    const long onScreen = view_->send(Sci::SCI_LINESONSCREEN);
    if (line < top || line >= top + onScreen) {
        view_->send(Sci::SCI_SETFIRSTVISIBLELINE,
                    static_cast<unsigned long>(std::max(0L, line - onScreen / 3)));
    }
    view_->send(Sci::SCI_SETSEL, end, static_cast<long>(begin));
    view_->showLineBegins();
}

void CodeEditor::select(SourceRange range) {
    emit jumping(range);
    reveal(range);
    view_->setFocus();
}

QPoint CodeEditor::pointOf(uint32_t offset) const {
    const auto at = static_cast<long>(shownRange({offset, offset}).begin);
    return {static_cast<int>(view_->send(Sci::SCI_POINTXFROMPOSITION, 0, at)),
            static_cast<int>(view_->send(Sci::SCI_POINTYFROMPOSITION, 0, at) +
                             view_->send(Sci::SCI_TEXTHEIGHT) / 2)};
}

QWidget* CodeEditor::textArea() const {
    return view_->viewport();
}

// ---- commands -----------------------------------------------------------------------------

void CodeEditor::undo() {
    if (!held_) {
        view_->send(Sci::SCI_UNDO);
        view_->showLineBegins();
        return;
    }
    releaseHeld();
    if (heldReplaced_) {
        view_->send(Sci::SCI_UNDO);
    }
    emit modifiedChanged(isModified());
    emit edited();
}

void CodeEditor::redo() {
    view_->send(Sci::SCI_REDO);
    view_->showLineBegins();
}

void CodeEditor::cut() {
    view_->send(Sci::SCI_CUT);
}

void CodeEditor::copy() {
    view_->send(Sci::SCI_COPYALLOWLINE);
}

void CodeEditor::paste() {
    view_->send(Sci::SCI_PASTE);
}

void CodeEditor::selectAll() {
    view_->send(Sci::SCI_SELECTALL);
}

void CodeEditor::replace(SourceRange range, std::string_view text) {
    if (isPreview_) {
        return;
    }
    view_->send(Sci::SCI_BEGINUNDOACTION);
    view_->send(Sci::SCI_SETTARGETRANGE, range.begin, static_cast<long>(range.end));
    view_->sendBytes(Sci::SCI_REPLACETARGET, text.size(), text.data());
    view_->send(Sci::SCI_ENDUNDOACTION);
}

bool CodeEditor::apply(const std::vector<TextEdit>& edits, SourceRange select) {
    if (isPreview_ || held_) {
        return false;
    }
    view_->send(Sci::SCI_BEGINUNDOACTION);
    // From the last to the first, so that offsets above stay good. Of several at one place the
    // last is put in first, and the others in front of it.
    for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit) {
        view_->send(Sci::SCI_SETTARGETRANGE, edit->range.begin, static_cast<long>(edit->range.end));
        view_->sendBytes(Sci::SCI_REPLACETARGET, edit->text.size(), edit->text.data());
    }
    view_->send(Sci::SCI_ENDUNDOACTION);
    reveal(select);
    return true;
}

void CodeEditor::zoom(int steps) {
    if (steps == 0) {
        view_->send(Sci::SCI_SETZOOM, 0);
    } else {
        view_->send(steps > 0 ? Sci::SCI_ZOOMIN : Sci::SCI_ZOOMOUT);
    }
}

void CodeEditor::toggleComment() {
    const auto lineOf = [&](long position) {
        return static_cast<unsigned long>(
            view_->send(Sci::SCI_LINEFROMPOSITION, static_cast<unsigned long>(position)));
    };
    const auto startOf = [&](unsigned long line) {
        return static_cast<std::size_t>(view_->send(Sci::SCI_POSITIONFROMLINE, line));
    };
    const long selectionStart = view_->send(Sci::SCI_GETSELECTIONSTART);
    const long selectionEnd = view_->send(Sci::SCI_GETSELECTIONEND);
    const unsigned long first = lineOf(selectionStart);
    unsigned long last = lineOf(selectionEnd);
    if (last > first && startOf(last) == static_cast<std::size_t>(selectionEnd)) {
        --last;  // the selection ends before this line begins
    }

    struct Line {
        std::size_t start, text;  // text: first byte that is no blank
        bool isComment;
    };
    std::vector<Line> lines;
    std::size_t margin = std::string_view::npos;
    bool isAllComments = true;
    const std::string_view bytes = view_->bytes();
    for (unsigned long line = first; line <= last; ++line) {
        const std::size_t start = startOf(line);
        const std::size_t text = std::min(bytes.find_first_not_of(" \t", start), bytes.size());
        if (text == bytes.size() || bytes[text] == '\n' || bytes[text] == '\r') {
            continue;  // blank
        }
        lines.push_back({start, text, bytes[text] == '#'});
        margin = std::min(margin, text - start);
        isAllComments = isAllComments && lines.back().isComment;
    }

    view_->send(Sci::SCI_BEGINUNDOACTION);
    // From the last to the first, so that offsets above stay good.
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
        if (isAllComments) {
            const bool hasBlank = view_->send(Sci::SCI_GETCHARAT, line->text + 1) == ' ';
            view_->send(Sci::SCI_DELETERANGE, line->text, hasBlank ? 2 : 1);
        } else {
            view_->sendBytes(Sci::SCI_INSERTTEXT, line->start + margin, "# ");
        }
    }
    view_->send(Sci::SCI_ENDUNDOACTION);
    if (selectionStart != selectionEnd) {
        // Scintilla drops the selection at an insertion; the lines stay chosen for the way back.
        view_->send(Sci::SCI_SETSEL, startOf(first),
                    view_->send(Sci::SCI_GETLINEENDPOSITION, last));
    }
}

}  // namespace cst
