#include "ui/graph/node_search.h"

#include <QHash>

#include <algorithm>
#include <array>
#include <utility>

// Ranks. A node's is the sum of those of its words, so that of two words that a name has both
// count, and a word in the name is worth more than any number of them elsewhere.

namespace cst {

namespace {

constexpr int kWholeName = 0, kNameBegins = 1, kInName = 2, kInModule = 3, kInType = 4,
              kInValue = 5, kInState = 6, kNowhere = -1;
constexpr qsizetype kLongestText = 2'000;  // literals and types may be megabytes long
constexpr qsizetype kLeastOfState = 3;     // letters; less would find every node that is done

using Field = NodeSearch::Field;

struct Prefix {
    const char* text;
    Field field;
};
constexpr std::array kPrefixes = {Prefix{"name:", Field::Name}, Prefix{"module:", Field::Module},
                                  Prefix{"type:", Field::Type}, Prefix{"value:", Field::Value},
                                  Prefix{"state:", Field::State}};

QString folded(std::string_view text) {
    const auto size = static_cast<qsizetype>(text.size());
    return QString::fromUtf8(text.data(), std::min(size, kLongestText)).toCaseFolded();
}

/// The state in words, each with a blank before it.
QString stateOf(const NodeBadge& badge, const RunSnapshot& run) {
    const NodeRun& ran = run.nodes[badge.runNode];
    QString words = QChar(' ') + statusText(badge.status);
    if (badge.stale) words += QStringLiteral(" stale");
    if (badge.broken) words += QStringLiteral(" broken");
    if (ran.wasUs >= 0) words += QStringLiteral(" cached");
    if (ran.folded) words += QStringLiteral(" constant");
    return words.toCaseFolded();
}

}  // namespace

std::vector<NodeSearch::Word> NodeSearch::wordsOf(const QString& typed) {
    std::vector<Word> words;
    QString text;
    bool isQuoted = false;
    const auto finish = [&] {
        Word word{Field::Any, std::exchange(text, {}).toCaseFolded()};
        for (const Prefix& prefix : kPrefixes) {
            const QLatin1String begin(prefix.text);
            if (!word.text.startsWith(begin)) continue;
            word = {prefix.field, word.text.mid(begin.size())};
            break;
        }
        if (!word.text.isEmpty()) words.push_back(std::move(word));
    };
    for (const QChar character : typed) {
        if (character == QChar('"')) {
            isQuoted = !isQuoted;
        } else if (character.isSpace() && !isQuoted) {
            finish();
        } else {
            text += character;
        }
    }
    finish();
    return words;
}

void NodeSearch::look(SnapshotPtr snapshot, const std::vector<NodeBadge>& badges,
                      RunSnapshotPtr run) {
    // Asked with every key press, and mostly nothing has changed.
    isGraphRead_ = isGraphRead_ && snapshot == snapshot_;
    isRunRead_ = isRunRead_ && isGraphRead_ && run == run_ && badges == badges_;
    snapshot_ = std::move(snapshot);
    badges_ = badges;
    run_ = std::move(run);
}

void NodeSearch::readGraph() {
    QHash<uint32_t, QString> types;  // few: nodes share theirs
    graphTexts_.clear();
    graphTexts_.reserve(snapshot_->graph->nodes.size());
    for (const GraphNode& node : snapshot_->graph->nodes) {
        QString& type = types[node.type.index];
        if (type.isNull()) type = folded(snapshot_->types->text(node.type));
        QString module = folded(node.label);
        if (!node.module.empty()) module += QChar(' ') + folded(node.module);
        graphTexts_.push_back({folded(node.name), std::move(module), type});
    }
    isGraphRead_ = true;
}

void NodeSearch::readRun() {
    runTexts_.assign(graphTexts_.size(), {});
    for (std::size_t i = 0; run_ && i < std::min(badges_.size(), runTexts_.size()); ++i) {
        const NodeBadge& badge = badges_[i];
        if (!badge.shown) continue;
        runTexts_[i] = {folded(run_->nodes[badge.runNode].preview), stateOf(badge, *run_)};
    }
    isRunRead_ = true;
}

int NodeSearch::rank(uint32_t node, const Word& word) const {
    const GraphTexts& graph = graphTexts_[node];
    const RunTexts& run = runTexts_[node];
    const auto asks = [&](Field field) { return word.field == Field::Any || word.field == field; };
    if (asks(Field::Name)) {
        const qsizetype at = graph.name.indexOf(word.text);
        if (at == 0) return graph.name.size() == word.text.size() ? kWholeName : kNameBegins;
        if (at > 0) return kInName;
    }
    if (asks(Field::Module) && graph.module.contains(word.text)) return kInModule;
    if (asks(Field::Type) && graph.type.contains(word.text)) return kInType;
    if (asks(Field::Value) && run.value.contains(word.text)) return kInValue;
    const bool isLongEnough = word.field == Field::State || word.text.size() >= kLeastOfState;
    if (asks(Field::State) && isLongEnough && run.state.contains(QChar(' ') + word.text)) {
        return kInState;
    }
    return kNowhere;
}

std::vector<uint32_t> NodeSearch::find(const QString& typed) {
    const std::vector<Word> words = wordsOf(typed);
    if (words.empty() || !snapshot_) return {};
    if (!isGraphRead_) {
        readGraph();
        isRunRead_ = false;
    }
    if (!isRunRead_) readRun();
    std::vector<std::pair<int, uint32_t>> ranked;
    for (uint32_t node = 0; node < graphTexts_.size(); ++node) {
        int sum = 0;
        for (const Word& word : words) {
            const int one = rank(node, word);
            sum = one == kNowhere ? kNowhere : sum + one;
            if (one == kNowhere) break;
        }
        if (sum != kNowhere) ranked.emplace_back(sum, node);
    }
    // Nodes are numbered in the order of the text.
    std::sort(ranked.begin(), ranked.end());
    std::vector<uint32_t> found;
    found.reserve(ranked.size());
    for (const auto& [rank, node] : ranked) found.push_back(node);
    return found;
}

}  // namespace cst
