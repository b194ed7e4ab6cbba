// What a snapshot says about the text: styles, squiggles, the word under the mouse.

#include "ui/editor/code_editor.h"
#include "ui/editor/scintilla_view.h"
#include "ui/editor/text_offsets.h"
#include "ui/editor/token_styles.h"
#include "ui/shell/problem_text.h"
#include "ui/shell/session_bridge.h"

#include <QTimer>
#include <QToolTip>

#include <algorithm>

namespace cst {

namespace {

using Sci = QsciScintillaBase;

}  // namespace

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
    if (awaitsCompletion_) {
        complete();
    }
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
    view_->send(Sci::SCI_MARKERDELETEALL, ScintillaView::kErrorMarker);
    view_->send(Sci::SCI_MARKERDELETEALL, ScintillaView::kWarningMarker);
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
        // One mark a line, that of the worst.
        if (diagnostic.isError()) {
            view_->send(Sci::SCI_MARKERDELETE, line, ScintillaView::kWarningMarker);
            view_->send(Sci::SCI_MARKERDELETE, line, ScintillaView::kErrorMarker);
            view_->send(Sci::SCI_MARKERADD, line, ScintillaView::kErrorMarker);
        } else if ((view_->send(Sci::SCI_MARKERGET, line) & ScintillaView::kProblemMarkers) == 0) {
            view_->send(Sci::SCI_MARKERADD, line, ScintillaView::kWarningMarker);
        }
    }
}

std::vector<Squiggle> CodeEditor::squiggles() const {
    std::vector<Squiggle> found;
    for (const SourceRange range : filled(ScintillaView::kError)) {
        found.push_back({range, Severity::Error});
    }
    for (const SourceRange range : filled(ScintillaView::kWarning)) {
        found.push_back({range, Severity::Warning});
    }
    std::sort(found.begin(), found.end(),
              [](const Squiggle& a, const Squiggle& b) { return a.range < b.range; });
    return found;
}

std::vector<SourceRange> CodeEditor::filled(unsigned indicator) const {
    std::vector<SourceRange> found;
    long at = 0;
    while (at < static_cast<long>(view_->length())) {
        const long value = view_->send(Sci::SCI_INDICATORVALUEAT, indicator, at);
        const long end = view_->send(Sci::SCI_INDICATOREND, indicator, at);
        if (value != 0) {
            found.push_back({static_cast<uint32_t>(at), static_cast<uint32_t>(end)});
        }
        if (end <= at) {
            break;
        }
        at = end;
    }
    return found;
}

void CodeEditor::showHover(int position, int x, int y) {
    if (!snapshot_ || position < 0) {
        return;
    }
    const auto shown = static_cast<uint32_t>(position);
    emit hovered(isPreview_ ? preview_.toText(shown) : shown);
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

}  // namespace cst
