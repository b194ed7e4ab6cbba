#include "ui/profiler/span_words.h"

#include "ui/profiler/span_look.h"
#include "ui/shell/duration_text.h"
#include "ui/shell/node_words.h"
#include "ui/shell/tr.h"

#include <QStringList>

namespace cst {

namespace {

QString exact(int64_t ns) {
    return exactDurationText(static_cast<double>(ns) / 1e3);
}

struct Words {
    QString label, key, kind, length, start, attempt, lane, run, bytes;
};

Words wordsOf(const TimelineIndex& index, SpanPlace place) {
    const Span& span = index.span(place);
    const Trace& trace = index.trace();
    Words words;
    if (span.label < trace.labels.size()) {
        words.label = QString::fromStdString(trace.labels[span.label]);
    }
    if (span.node < trace.nodes.size()) {
        const TraceNode& node = trace.nodes[span.node];
        words.key = QString::fromStdString(node.key);
        words.bytes = bytesInAndOut(node.bytesIn, node.bytesOut);
    }
    const bool isRun = trace.runs.ended > 0 && span.node == Span::kNone;
    words.kind = isRun && span.kind == SpanKind::Phase ? spanKindText(SpanKind::Completed)
                                                       : spanKindText(span.kind);
    words.length = exact(span.endNs - span.startNs);
    words.start = tr("at %1").arg(exact(span.startNs));
    if (span.attempt > 0) words.attempt = tr("attempt %1").arg(span.attempt);
    words.lane = QString::fromStdString(trace.lanes[index.rows()[place.row].lane].name);
    if (span.run > 0 && !isRun) words.run = tr("run %1").arg(span.run);
    return words;
}

}  // namespace

QString spanTip(const TimelineIndex& index, SpanPlace place, std::size_t others, double busy) {
    const Words words = wordsOf(index, place);
    QString tip = QStringLiteral("<p style='white-space:pre'><b>%1</b>")
                      .arg(words.label.left(200).toHtmlEscaped());
    if (!words.key.isEmpty() && words.key != words.label) {
        tip += QStringLiteral("  ") + words.key.left(200).toHtmlEscaped();
    }
    tip += QStringLiteral("<br>%1, %2<br>%3").arg(words.kind, words.length, words.start);
    QStringList more;
    for (const QString& one : {words.attempt, words.lane.toHtmlEscaped(), words.run, words.bytes}) {
        if (!one.isEmpty()) more.append(one);
    }
    tip += QStringLiteral("<br>") + more.join(QStringLiteral(" · "));
    if (others > 0) {
        tip +=
            QStringLiteral("<br>") + tr("and %n more here, %1 % busy: zoom in to tell them apart")
                                         .replace(QStringLiteral("%n"), QString::number(others))
                                         .arg(qRound(100 * busy));
    }
    return tip + QStringLiteral("</p>");
}

QString spanSentence(const TimelineIndex& index, SpanPlace place) {
    const Words words = wordsOf(index, place);
    QStringList parts = {words.label};
    if (!words.key.isEmpty() && words.key != words.label) parts.append(words.key);
    parts += {words.kind, words.length, words.start};
    for (const QString& one : {words.attempt, words.lane, words.run}) {
        if (!one.isEmpty()) parts.append(one);
    }
    return parts.join(QStringLiteral(" · "));
}

QString loadText(LaneKind kind, double load) {
    if (!isNested(kind)) return QStringLiteral("Ø %1").arg(load, 0, 'f', load < 10 ? 1 : 0);
    const double percent = 100 * load;
    return QStringLiteral("%1 %").arg(percent, 0, 'f', percent > 0 && percent < 10 ? 1 : 0);
}

QString tracedRunsText(const Trace& trace) {
    const TracedRuns& runs = trace.runs;
    const auto number = [](uint64_t value) { return countText(value); };
    QString text;
    if (runs.shown == runs.ended) {
        text = runs.whole == runs.ended
                   ? tr("All %1 runs").arg(number(runs.ended))
                   : tr("All %1 runs; what nodes did: of the last %2, and of the slowest")
                         .arg(number(runs.ended), number(runs.whole));
    } else {
        text = tr("The last %1 of %2 runs; what nodes did: of the last %3, and of the slowest")
                   .arg(number(runs.shown), number(runs.ended), number(runs.whole));
    }
    if (trace.lost > 0) {
        text += tr(" (which lacks its first %1 records)").arg(number(trace.lost));
    }
    return text;
}

QString bytesInAndOut(int64_t in, int64_t out) {
    QStringList parts;
    if (in >= 0) parts.append(tr("%1 in").arg(bytesText(in)));
    if (out >= 0) parts.append(tr("%1 out").arg(bytesText(out)));
    return parts.join(QStringLiteral(", "));
}

}  // namespace cst
