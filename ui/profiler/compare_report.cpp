#include "ui/profiler/compare_report.h"

#include "ui/shell/change_text.h"
#include "ui/shell/node_words.h"

#include <QStringList>

#include <algorithm>
#include <optional>
#include <unordered_map>

namespace cst {
namespace {

constexpr std::size_t kMostShown = 400;  // bytes of a value
constexpr std::size_t kContext = 80;     // of them before the first that differs

using Nodes = std::unordered_map<std::string_view, const ProfileNode*>;

void addNodes(Nodes& nodes, const Profile& profile) {
    for (const ProfileNode& node : profile.nodes) nodes.emplace(node.key, &node);
}

/// What the result of a node took when it was worked out, if that was before these runs; else -1.
double keptUs(const Nodes& nodes, const std::string& key, uint64_t runs) {
    const auto found = nodes.find(key);
    if (found == nodes.end() || found->second->times.count > 0 || found->second->savedUs <= 0) {
        return -1;
    }
    return found->second->savedUs / static_cast<double>(std::max<uint64_t>(runs, 1));
}

CompareRow rowOf(const ComparedTime& time, const Nodes& nodes) {
    CompareRow row;
    row.time = time;
    if (const auto node = nodes.find(time.key); node != nodes.end()) {
        row.label = node->second->label;
        row.module = node->second->module;
    }
    QStringList words;
    for (const std::string* one : {&row.time.key, &row.label, &row.module}) {
        words.append(fromUtf8(*one));
    }
    words << verdictWord(time) << QLatin1String(changeVerdictName(time.verdict));
    row.words = words.join(QChar('\n')).toLower();
    return row;
}

void count(CompareReport& report, const ComparedTime& time) {
    if (!isJudged(time)) {
        ++(time.idleBefore || time.idleAfter ? report.oneSided : report.unknown);
        return;
    }
    switch (time.verdict) {
    case ChangeVerdict::Same: ++report.same; break;
    case ChangeVerdict::Faster: ++report.faster; break;
    case ChangeVerdict::Slower: ++report.slower; break;
    case ChangeVerdict::New: ++report.added; break;
    case ChangeVerdict::Gone: ++report.gone; break;
    }
}

/// What an output came to, or why it has no value.
std::string textOf(const OutputValue& output) {
    return output.ready ? output.json : "(" + output.pendingReason + ")";
}

/// A piece of a long text, from a little before that place; whole characters only.
QString pieceOf(const std::string& text, std::size_t place) {
    const auto isInside = [&](std::size_t at) {
        return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
    };
    std::size_t begin = text.size() <= kMostShown || place < kContext ? 0 : place - kContext;
    while (isInside(begin)) ++begin;
    std::size_t end = std::min(text.size(), begin + kMostShown);
    while (isInside(end)) ++end;
    QString piece = fromUtf8(std::string_view(text).substr(begin, end - begin));
    if (begin > 0) piece.prepend(QStringLiteral("… "));
    if (end < text.size()) piece.append(QStringLiteral(" …"));
    return piece;
}

std::optional<OutputDifference> differenceOf(const std::string& name, const OutputValue* before,
                                             const OutputValue* after) {
    const std::string old = before ? textOf(*before) : std::string();
    const std::string now = after ? textOf(*after) : std::string();
    if (before && after && old == now) return std::nullopt;
    const auto at = static_cast<std::size_t>(
        std::mismatch(old.begin(), old.end(), now.begin(), now.end()).first - old.begin());
    return OutputDifference{name, before ? pieceOf(old, at) : QString(),
                            after ? pieceOf(now, at) : QString()};
}

const OutputValue* outputOf(const RunSnapshot& run, const std::string& name) {
    const auto found = std::find_if(run.outputs.begin(), run.outputs.end(),
                                    [&](const OutputValue& one) { return one.name == name; });
    return found == run.outputs.end() ? nullptr : &*found;
}

void compareOutputs(CompareReport& report) {
    if (!report.before->record || !report.after->record) return;
    const RunSnapshot& before = *report.before->record->run;
    const RunSnapshot& after = *report.after->record->run;
    const auto add = [&](const std::string& name, const OutputValue* old, const OutputValue* now) {
        ++report.outputCount;
        if (auto difference = differenceOf(name, old, now)) {
            report.differs.push_back(std::move(*difference));
        } else if (now->json.ends_with("…")) {
            report.isOutputCut = true;
        }
    };
    for (const OutputValue& now : after.outputs) add(now.name, outputOf(before, now.name), &now);
    for (const OutputValue& old : before.outputs) {
        if (outputOf(after, old.name) == nullptr) add(old.name, &old, nullptr);
    }
    report.outputs =
        report.differs.empty() ? CompareReport::Outputs::Same : CompareReport::Outputs::Differ;
}

}  // namespace

CompareReportPtr compareReport(const KeptRunPtr& before, const KeptRunPtr& after) {
    auto report = std::make_shared<CompareReport>();
    report->before = before;
    report->after = after;
    report->isInTurns = before->turns != 0 && before->turns == after->turns;
    report->comparison = std::make_shared<const Comparison>(
        compareProfiles(*before->profile, *after->profile,
                        report->isInTurns ? Recorded::InTurns : Recorded::Apart));
    Nodes old, nodes;
    addNodes(old, *before->profile);
    addNodes(nodes, *after->profile);
    const Nodes now = nodes;
    addNodes(nodes, *before->profile);  // what is there already stays
    report->rows.push_back(rowOf(report->comparison->total, nodes));
    for (const ComparedTime& time : report->comparison->nodes) {
        count(*report, time);
        CompareRow& row = report->rows.emplace_back(rowOf(time, nodes));
        row.keptBeforeUs = keptUs(old, time.key, before->profile->runs);
        row.keptAfterUs = keptUs(now, time.key, after->profile->runs);
        report->keptBefore += row.keptBeforeUs >= 0 ? 1 : 0;
        report->keptAfter += row.keptAfterUs >= 0 ? 1 : 0;
    }
    compareOutputs(*report);
    return report;
}

}  // namespace cst
