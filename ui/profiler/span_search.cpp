#include "ui/profiler/span_search.h"

#include "ui/profiler/span_look.h"

#include <QStringList>

#include <algorithm>
#include <array>

namespace cst {

namespace {

constexpr qsizetype kMostWords = 16;

/// Which of the words a text holds: bit by bit.
uint32_t held(const QString& text, const QStringList& words) {
    uint32_t bits = 0;
    for (qsizetype i = 0; i < words.size(); ++i) {
        if (text.contains(words[i], Qt::CaseInsensitive)) bits |= 1U << static_cast<unsigned>(i);
    }
    return bits;
}

auto startOf(const TimelineIndex& index, SpanPlace place) {
    return std::tuple(index.span(place).startNs, place.row, place.span);
}

}  // namespace

std::shared_ptr<const FoundSpans> findSpans(const TimelineIndex& index, const QString& text) {
    auto found = std::make_shared<FoundSpans>();
    found->words = text;
    const QStringList words = text.split(QChar(u' '), Qt::SkipEmptyParts).mid(0, kMostWords);
    found->spans.firstOf.push_back(0);
    if (words.isEmpty()) return found;
    const uint32_t all = (1U << static_cast<unsigned>(words.size())) - 1;
    std::vector<uint32_t> ofLabel, ofNode;
    for (const std::string& label : index.trace().labels) {
        ofLabel.push_back(held(QString::fromStdString(label), words));
    }
    for (const TraceNode& node : index.trace().nodes) {
        ofNode.push_back(held(QString::fromStdString(node.key), words));
    }
    std::array<uint32_t, static_cast<std::size_t>(SpanKind::Paint) + 1> ofKind;
    for (std::size_t i = 0; i < ofKind.size(); ++i) {
        const auto kind = static_cast<SpanKind>(i);
        ofKind[i] = held(spanKindText(kind) + u' ' + spanGroupText(kind), words);
    }
    for (uint32_t row = 0; row < index.rows().size(); ++row) {
        const std::span<const Span> spans = index.rows()[row].spans;
        for (uint32_t i = 0; i < spans.size(); ++i) {
            uint32_t bits = ofKind[static_cast<std::size_t>(spans[i].kind)];
            if (spans[i].label < ofLabel.size()) bits |= ofLabel[spans[i].label];
            if (spans[i].node < ofNode.size()) bits |= ofNode[spans[i].node];
            if (bits != all) continue;
            found->spans.spans.push_back(i);
            found->inTime.push_back({row, i});
        }
        found->spans.firstOf.push_back(static_cast<uint32_t>(found->spans.spans.size()));
    }
    std::sort(found->inTime.begin(), found->inTime.end(),
              [&](SpanPlace a, SpanPlace b) { return startOf(index, a) < startOf(index, b); });
    return found;
}

std::size_t FoundSpans::numberOf(const TimelineIndex& index, SpanPlace place) const {
    const auto at =
        std::lower_bound(inTime.begin(), inTime.end(), place, [&](SpanPlace a, SpanPlace b) {
            return startOf(index, a) < startOf(index, b);
        });
    return at == inTime.end() || !(*at == place)
               ? 0
               : static_cast<std::size_t>(at - inTime.begin()) + 1;
}

SpanPlace FoundSpans::stepped(const TimelineIndex& index, const SpanPlace* from, double timeNs,
                              int step) const {
    const auto count = static_cast<std::ptrdiff_t>(inTime.size());
    const std::size_t number = from == nullptr ? 0 : numberOf(index, *from);
    std::ptrdiff_t at = static_cast<std::ptrdiff_t>(number) - 1 + step;
    if (number == 0) {
        const auto behind = std::partition_point(inTime.begin(), inTime.end(), [&](SpanPlace one) {
            return static_cast<double>(index.span(one).startNs) < timeNs;
        });
        at = behind - inTime.begin() - (step > 0 ? 0 : 1);
    }
    return inTime[static_cast<std::size_t>((at % count + count) % count)];
}

}  // namespace cst
