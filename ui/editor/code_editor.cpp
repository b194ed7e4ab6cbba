#include "ui/editor/code_editor.h"

#include "ui/editor/find_bar.h"
#include "ui/editor/scintilla_view.h"
#include "ui/editor/text_offsets.h"
#include "ui/editor/token_styles.h"
#include "ui/shell/banner.h"
#include "ui/shell/problem_text.h"
#include "ui/shell/session_bridge.h"

#include <QKeyEvent>
#include <QLocale>
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
constexpr int kMostFound = 2'000;

char styleByte(TextStyle style) {
    return static_cast<char>(style);
}

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
      find_(new FindBar(theme, this)),
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
    connect(view_, &Sci::SCN_DWELLEND, this, [] { QToolTip::hideText(); });
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
         {ScintillaView::kError, ScintillaView::kWarning, ScintillaView::kFound}) {
        clearIndicator(indicator);
    }
    view_->send(Sci::SCI_MARKERDELETEALL, static_cast<unsigned long>(-1));
    isOpening_ = false;
    lastCursor_ = 0;
    lastSelection_ = {};
    emit cursorMoved();
}

void CodeEditor::showPreview(std::string bytes) {
    original_ = std::move(bytes);
    preview_ = LongLinePreview(original_, kLongestEditableLine);
    view_->replaceAll(preview_.shown());
    view_->send(Sci::SCI_SETREADONLY, 1);
    tellAboutPreview();
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

void CodeEditor::hideLongLines(uint32_t begin, uint32_t end) {
    const long first = view_->send(Sci::SCI_LINEFROMPOSITION, begin);
    const long last = view_->send(Sci::SCI_LINEFROMPOSITION, end);
    for (long line = first; line <= last; ++line) {
        const auto length = static_cast<std::size_t>(
            view_->send(Sci::SCI_LINELENGTH, static_cast<unsigned long>(line)));
        if (length <= kLongestEditableLine) {
            continue;
        }
        const auto start = static_cast<uint32_t>(
            view_->send(Sci::SCI_POSITIONFROMLINE, static_cast<unsigned long>(line)));
        const std::string_view text = view_->bytes().substr(start, length);
        for (const SourceRange tail : hiddenTails(text, kLongestEditableLine)) {
            const uint32_t tailBegin = start + tail.begin;
            std::fill_n(styles_.begin() + tailBegin, tail.length(), styleByte(TextStyle::Hidden));
            view_->send(Sci::SCI_STARTSTYLING, tailBegin);
            view_->send(Sci::SCI_SETSTYLING, tail.length(), styleByte(TextStyle::Hidden));
        }
    }
}

void CodeEditor::flushEdit() {
    if (isAnnounced_) {
        isAnnounced_ = false;
        emit edited();
    }
}

bool CodeEditor::eventFilter(QObject* watched, QEvent* event) {
    // Escape closes the find bar from the text too.
    if (watched == view_ && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape && closeFind()) {
        return true;
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

// ---- a paste that is too long to edit ---------------------------------------------------------

bool CodeEditor::takesPaste(const QByteArray& text) {
    if (!hasLineOver({text.constData(), static_cast<std::size_t>(text.size())},
                     kLongestTypedLine)) {
        return false;
    }
    const bool replaces = view_->send(Sci::SCI_GETSELECTIONEMPTY) == 0;
    // Scintilla is in the middle of its paste.
    QMetaObject::invokeMethod(
        this, [this, text, replaces] { holdPasted(text, replaces); }, Qt::QueuedConnection);
    return true;
}

void CodeEditor::holdPasted(const QByteArray& text, bool replacesSelection) {
    if (isPreview_) {
        return;
    }
    std::string bytes(view_->bytes());
    bytes.insert(view_->cursor(), text.constData(), static_cast<std::size_t>(text.size()));
    void* const below = view_->SendScintillaPtrResult(Sci::SCI_GETDOCPOINTER);
    view_->SendScintilla(Sci::SCI_ADDREFDOCUMENT, 0UL, below);
    view_->send(Sci::SCI_SETDOCPOINTER);  // a new, empty document
    view_->setUpDocument();
    open(std::move(bytes), true);
    held_ = below;
    heldReplaced_ = replacesSelection;
    isHeldSaved_ = false;
    tellAboutPreview();
    emit modifiedChanged(true);
    emit edited();
}

void CodeEditor::releaseHeld() {
    view_->SendScintilla(Sci::SCI_SETDOCPOINTER, 0UL, held_);
    view_->SendScintilla(Sci::SCI_RELEASEDOCUMENT, 0UL, held_);
    held_ = nullptr;
    isPreview_ = false;
    original_ = {};
    preview_ = {};
    banner_->hide();
    view_->setUpDocument();
    view_->fitNumbers();
    styles_.assign(view_->length(), styleByte(TextStyle::Plain));
    view_->send(Sci::SCI_STARTSTYLING);
    view_->send(Sci::SCI_SETSTYLING, view_->length(), styleByte(TextStyle::Plain));
    snapshot_.reset();
}

// ---- what a snapshot says --------------------------------------------------------------------

void CodeEditor::showSnapshot(const SnapshotPtr& snapshot) {
    const std::size_t size = isPreview_ ? original_.size() : view_->length();
    if (isAnnounced_ || snapshot->text->size() != size) {
        return;  // a newer one is on its way
    }
    snapshot_ = snapshot;
    std::string styles = stylesOf(*snapshot);
    if (isPreview_) {
        styles = preview_.pick(styles);
    } else {
        tellAboutLongLines(*snapshot->text, styles);
    }
    setStyles(std::move(styles));
    mark(*snapshot);
}

void CodeEditor::setStyles(std::string styles) {
    // Only the stretch that differs: Scintilla compares byte by byte, and slower than we do.
    const auto [oldBegin, newBegin] =
        std::mismatch(styles_.begin(), styles_.end(), styles.begin(), styles.end());
    if (newBegin != styles.end()) {
        const auto [oldEnd, newEnd] =
            std::mismatch(styles_.rbegin(), std::make_reverse_iterator(oldBegin), styles.rbegin(),
                          std::make_reverse_iterator(newBegin));
        const auto begin = static_cast<unsigned long>(newBegin - styles.begin());
        const auto length = static_cast<unsigned long>(newEnd.base() - newBegin);
        view_->send(Sci::SCI_STARTSTYLING, begin);
        view_->sendBytes(Sci::SCI_SETSTYLINGEX, length, styles.data() + begin);
    }
    view_->send(Sci::SCI_STARTSTYLING, styles.size());
    styles_ = std::move(styles);
}

SourceRange CodeEditor::shownRange(SourceRange range) const {
    return isPreview_ ? preview_.toShown(range) : range;
}

void CodeEditor::clearIndicator(unsigned indicator) {
    view_->send(Sci::SCI_SETINDICATORCURRENT, indicator);
    view_->send(Sci::SCI_INDICATORCLEARRANGE, 0, static_cast<long>(view_->length()));
}

void CodeEditor::fillIndicator(unsigned indicator, SourceRange range) {
    view_->send(Sci::SCI_SETINDICATORCURRENT, indicator);
    view_->send(Sci::SCI_INDICATORFILLRANGE, range.begin, static_cast<long>(range.length()));
}

void CodeEditor::mark(const Snapshot& snapshot) {
    clearIndicator(ScintillaView::kError);
    clearIndicator(ScintillaView::kWarning);
    view_->send(Sci::SCI_MARKERDELETEALL, static_cast<unsigned long>(-1));
    if (view_->length() == 0) {
        return;  // nothing is wrong before anything is typed
    }
    const uint32_t cursor = view_->cursor();
    for (const Diagnostic& diagnostic : snapshot.diagnostics) {
        const SourceRange range = visibleRange(view_->bytes(), shownRange(diagnostic.range));
        const bool isUnderCursor = range.begin <= cursor && cursor <= range.end;
        if (isUnderCursor && settled_->isActive()) {
            continue;
        }
        fillIndicator(diagnostic.isError() ? ScintillaView::kError : ScintillaView::kWarning,
                      range);
        const auto line =
            static_cast<unsigned long>(view_->send(Sci::SCI_LINEFROMPOSITION, range.begin));
        view_->send(Sci::SCI_MARKERADD, line,
                    diagnostic.isError() ? ScintillaView::kErrorMarker
                                         : ScintillaView::kWarningMarker);
    }
}

std::vector<Squiggle> CodeEditor::squiggles() const {
    std::vector<Squiggle> found;
    for (const unsigned indicator : {ScintillaView::kError, ScintillaView::kWarning}) {
        long at = 0;
        while (at < static_cast<long>(view_->length())) {
            const long value = view_->send(Sci::SCI_INDICATORVALUEAT, indicator, at);
            const long end = view_->send(Sci::SCI_INDICATOREND, indicator, at);
            if (value != 0) {
                found.push_back(
                    {{static_cast<uint32_t>(at), static_cast<uint32_t>(end)},
                     indicator == ScintillaView::kError ? Severity::Error : Severity::Warning});
            }
            if (end <= at) {
                break;
            }
            at = end;
        }
    }
    std::sort(found.begin(), found.end(),
              [](const Squiggle& a, const Squiggle& b) { return a.range < b.range; });
    return found;
}

void CodeEditor::showHover(int position, int x, int y) {
    if (!snapshot_ || position < 0) {
        return;
    }
    QStringList texts;
    const auto at = static_cast<uint32_t>(position);
    for (const Diagnostic& diagnostic : snapshot_->diagnostics) {
        const SourceRange range = visibleRange(view_->bytes(), shownRange(diagnostic.range));
        if (range.contains(at)) {
            texts.append(problemHtml(theme_, diagnostic));
        }
    }
    if (!texts.isEmpty()) {
        const int line = static_cast<int>(view_->send(Sci::SCI_TEXTHEIGHT));
        QToolTip::showText(view_->viewport()->mapToGlobal(QPoint(x, y + line / 2)),
                           texts.join(QStringLiteral("<hr>")), view_->viewport());
    }
}

void CodeEditor::tellAboutPreview() {
    const QLocale locale;
    banner_->tell(
        Banner::Kind::Note,
        tr("Read-only preview: line %1 is %2 bytes long, and the editor draws lines up to %3. Of "
           "such a line its first %4 bytes are shown%5; the text is kept as it is, to the byte.%6")
            .arg(locale.toString(preview_.lineOfLongest()), locale.toString(preview_.longestLine()),
                 locale.toString(static_cast<qulonglong>(kLongestEditableLine)),
                 locale.toString(static_cast<qulonglong>(kShownOfLongLine)),
                 preview_.isCut() ? tr(", and of the text its beginning") : QString(),
                 held_ ? tr(" Undo takes the pasted text away again.") : QString()),
        false);
}

void CodeEditor::tellAboutLongLines(const SourceText& text, std::string& styles) {
    const std::vector<SourceRange> tails = text.longestLine() > kLongestEditableLine
                                               ? hiddenTails(text.bytes(), kLongestEditableLine)
                                               : std::vector<SourceRange>();
    for (const SourceRange tail : tails) {
        std::fill_n(styles.begin() + tail.begin, tail.length(), styleByte(TextStyle::Hidden));
    }
    if (tails.empty() && hasLongLines_) {
        banner_->hide();
    } else if (!tails.empty()) {
        const QLocale locale;
        banner_->tell(Banner::Kind::Note,
                      tr("Line %1 is over %2 bytes long: only its first %3 are drawn. The text is "
                         "kept and compiled whole.")
                          .arg(locale.toString(text.line(tails.front().begin)),
                               locale.toString(static_cast<qulonglong>(kLongestEditableLine)),
                               locale.toString(static_cast<qulonglong>(kShownOfLongLine))),
                      false);
    }
    hasLongLines_ = !tails.empty();
}

// ---- cursor and selection
// ------------------------------------------------------------------------

void CodeEditor::cursorUpdated(int what) {
    if (!(what & (Sci::SC_UPDATE_CONTENT | Sci::SC_UPDATE_SELECTION))) {
        return;
    }
    matchBraces();
    const uint32_t cursor = view_->cursor();
    const SourceRange selected = selection();
    if (cursor != lastCursor_ || selected != lastSelection_) {
        lastCursor_ = cursor;
        lastSelection_ = selected;
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
}

void CodeEditor::select(SourceRange range) {
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

// ---- commands
// ------------------------------------------------------------------------------------

void CodeEditor::undo() {
    if (!held_) {
        view_->send(Sci::SCI_UNDO);
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

// ---- find
// ------------------------------------------------------------------------------------------

void CodeEditor::showFind() {
    const long begin = view_->send(Sci::SCI_GETSELECTIONSTART);
    const long end = view_->send(Sci::SCI_GETSELECTIONEND);
    QString selected;
    if (end > begin && end - begin < 200) {
        const std::string_view text = view_->bytes().substr(static_cast<std::size_t>(begin),
                                                            static_cast<std::size_t>(end - begin));
        if (text.find('\n') == std::string_view::npos) {
            selected = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
        }
    }
    find_->open(selected);
    findFromHere();
}

bool CodeEditor::closeFind() {
    if (find_->isHidden()) {
        return false;
    }
    find_->hide();
    clearIndicator(ScintillaView::kFound);
    view_->setFocus();
    return true;
}

std::vector<SourceRange> CodeEditor::findAll() const {
    const QByteArray wanted = find_->text().toUtf8();
    std::vector<SourceRange> found;
    if (wanted.isEmpty()) {
        return found;
    }
    // A capital in what is looked for asks for capitals; else they do not matter.
    const bool matchCase = find_->text() != find_->text().toLower();
    view_->send(Sci::SCI_SETSEARCHFLAGS, matchCase ? Sci::SCFIND_MATCHCASE : 0);
    long at = 0;
    while (found.size() < kMostFound) {
        view_->send(Sci::SCI_SETTARGETSTART, static_cast<unsigned long>(at));
        view_->send(Sci::SCI_SETTARGETEND, view_->length());
        if (view_->sendBytes(Sci::SCI_SEARCHINTARGET, static_cast<unsigned long>(wanted.size()),
                             wanted.constData()) < 0) {
            break;
        }
        const long end = view_->send(Sci::SCI_GETTARGETEND);
        found.push_back({static_cast<uint32_t>(view_->send(Sci::SCI_GETTARGETSTART)),
                         static_cast<uint32_t>(end)});
        at = std::max(end, at + 1);
    }
    return found;
}

void CodeEditor::findFromHere() {
    find(view_->send(Sci::SCI_GETSELECTIONSTART), true);
}

void CodeEditor::findNext() {
    find(view_->send(Sci::SCI_GETSELECTIONEND), true);
}

void CodeEditor::findPrevious() {
    find(view_->send(Sci::SCI_GETSELECTIONSTART), false);
}

void CodeEditor::find(long from, bool forwards) {
    const std::vector<SourceRange> found = findAll();
    clearIndicator(ScintillaView::kFound);
    if (!find_->isHidden()) {
        for (const SourceRange range : found) {
            fillIndicator(ScintillaView::kFound, range);
        }
    }
    if (found.empty()) {
        find_->showCount(0, 0, false);
        return;
    }
    // Around the end of the text and on from its other side.
    const auto start = static_cast<uint32_t>(from);
    auto next = std::find_if(found.begin(), found.end(),
                             [&](SourceRange range) { return range.begin >= start; });
    if (forwards) {
        next = next == found.end() ? found.begin() : next;
    } else {
        next = (next == found.begin() ? found.end() : next) - 1;
    }
    reveal({isPreview_ ? preview_.toText(next->begin) : next->begin,
            isPreview_ ? preview_.toText(next->end) : next->end});
    find_->showCount(static_cast<int>(next - found.begin()) + 1, static_cast<int>(found.size()),
                     found.size() >= kMostFound);
}

}  // namespace cst
