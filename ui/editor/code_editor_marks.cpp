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
#include <map>
#include <vector>

namespace cst {

namespace {

using Sci = QsciScintillaBase;

/// Sorted, and those that touch made one: as Scintilla keeps an indicator.
std::vector<SourceRange> joined(std::vector<SourceRange> ranges) {
    std::sort(ranges.begin(), ranges.end());
    std::vector<SourceRange> out;
    for (const SourceRange range : ranges) {
        if (!out.empty() && range.begin <= out.back().end) {
            out.back().end = std::max(out.back().end, range.end);
        } else {
            out.push_back(range);
        }
    }
    return out;
}

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
    std::vector<SourceRange> errors, warnings;
    std::map<long, int> markers;  // by line: one a line, that of the worst
    const uint32_t cursor = view_->cursor();
    // Nothing is wrong before anything is typed.
    const std::size_t count = view_->length() == 0 ? 0 : snapshot.diagnostics.size();
    // Half a word makes errors, and those make warnings elsewhere that go with the next letter.
    const bool keepsWarnings = settled_->isActive();
    for (std::size_t i = 0; i < count; ++i) {
        const Diagnostic& diagnostic = snapshot.diagnostics[i];
        if (keepsWarnings && !diagnostic.isError()) {
            continue;
        }
        const SourceRange range = visibleRange(view_->bytes(), shownRange(diagnostic.range));
        const bool isUnderCursor = range.begin <= cursor && cursor <= range.end;
        if (isUnderCursor && settled_->isActive()) {
            continue;
        }
        (diagnostic.isError() ? errors : warnings).push_back(range);
        const long line = view_->send(Sci::SCI_LINEFROMPOSITION, range.begin);
        if (diagnostic.isError()) {
            markers.insert_or_assign(line, ScintillaView::kErrorMarker);
        } else {
            markers.emplace(line, ScintillaView::kWarningMarker);
        }
    }
    setIndicator(ScintillaView::kError, std::move(errors));
    if (keepsWarnings) {
        for (const long line : markedLines(1L << ScintillaView::kWarningMarker)) {
            markers.emplace(line, ScintillaView::kWarningMarker);
        }
    } else {
        setIndicator(ScintillaView::kWarning, std::move(warnings));
    }
    setProblemMarkers(markers);
}

/// Only where it is another one: each change has Scintilla paint all that it goes over.
void CodeEditor::setIndicator(unsigned indicator, std::vector<SourceRange> wanted) {
    const std::vector<SourceRange> ranges = joined(std::move(wanted));
    const std::vector<SourceRange> present = filled(indicator);
    const auto change = [&](int message, const std::vector<SourceRange>& from,
                            const std::vector<SourceRange>& without) {
        for (const SourceRange range : from) {
            if (!std::binary_search(without.begin(), without.end(), range)) {
                view_->send(static_cast<unsigned>(message), range.begin,
                            static_cast<long>(range.length()));
            }
        }
    };
    view_->send(Sci::SCI_SETINDICATORCURRENT, indicator);
    change(Sci::SCI_INDICATORCLEARRANGE, present, ranges);
    change(Sci::SCI_INDICATORFILLRANGE, ranges, present);
}

/// Likewise.
void CodeEditor::setProblemMarkers(const std::map<long, int>& markers) {
    const auto set = [this](long line, int marker) {
        const auto at = static_cast<unsigned long>(line);
        const long wanted = marker < 0 ? 0 : 1L << marker;
        if ((view_->send(Sci::SCI_MARKERGET, at) & ScintillaView::kProblemMarkers) == wanted) {
            return;
        }
        view_->send(Sci::SCI_MARKERDELETE, at, ScintillaView::kErrorMarker);
        view_->send(Sci::SCI_MARKERDELETE, at, ScintillaView::kWarningMarker);
        if (marker >= 0) {
            view_->send(Sci::SCI_MARKERADD, at, marker);
        }
    };
    for (const long line : markedLines(ScintillaView::kProblemMarkers)) {
        const auto wanted = markers.find(line);
        set(line, wanted == markers.end() ? -1 : wanted->second);
    }
    for (const auto& [at, marker] : markers) {
        set(at, marker);
    }
}

/// Lines that have one of the markers in a mask.
std::vector<long> CodeEditor::markedLines(long mask) const {
    std::vector<long> lines;
    const auto from = [&](long line) {
        return view_->send(Sci::SCI_MARKERNEXT, static_cast<unsigned long>(line), mask);
    };
    for (long line = from(0); line >= 0; line = from(line + 1)) {
        lines.push_back(line);
    }
    return lines;
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
