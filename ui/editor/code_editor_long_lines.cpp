// Lines that are too long to edit: previews of them, and a paste that would make one.

#include "ui/editor/code_editor.h"
#include "ui/editor/scintilla_view.h"
#include "ui/editor/token_styles.h"
#include "ui/shell/banner.h"
#include "ui/shell/session_bridge.h"

#include <QLocale>

#include <algorithm>

namespace cst {

namespace {

using Sci = QsciScintillaBase;

}  // namespace

void CodeEditor::showPreview(std::string bytes) {
    original_ = std::move(bytes);
    preview_ = LongLinePreview(original_, kLongestEditableLine);
    view_->replaceAll(preview_.shown());
    view_->send(Sci::SCI_SETREADONLY, 1);
    tellAboutPreview();
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

SourceRange CodeEditor::shownRange(SourceRange range) const {
    return isPreview_ ? preview_.toShown(range) : range;
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

}  // namespace cst
