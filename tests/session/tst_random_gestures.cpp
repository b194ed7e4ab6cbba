#include "engine/session/compiled_text.h"
#include "engine/session/graph_edits.h"
#include "engine/session/result_keys.h"
#include "engine/session/text_edits.h"
#include "tests/session/random_edits.h"
#include "tests/support/compile.h"
#include "tests/support/random_program.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

// 10,000 random gestures on graphs of all kinds of texts, each followed by undo: whatever a gesture
// is, its edits are clean, undo gives the text back to the byte, and what the text then is, is what
// the gesture has said. CST_SOAK=1 makes 1,000,000.

using namespace cst;
using cst::test::RandomEditor;
using cst::test::RandomSource;

namespace fs = std::filesystem;

class RandomGesturesTest : public QObject {
    Q_OBJECT

private slots:
    void eachGestureDoesWhatItSaysAndUndoGivesTheTextBack();
    void noGestureFallsOverABrokenText();

private:
    Engine engine_{1};
};

namespace {

std::string contentsOf(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

/// Pipelines of the corpus and of the samples, and random ones: with comments, of several lines,
/// with other line ends, and without a last one.
std::vector<std::string> startingTexts() {
    std::vector<std::string> texts;
    const fs::path root = CST_SOURCE_DIR;
    for (const auto& entry : fs::directory_iterator(root / "resources/samples")) {
        if (entry.path().extension() == ".cst") {
            texts.push_back(contentsOf(entry.path()));
        }
    }
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(root / "tests/cases")) {
        if (entry.path().extension() == ".json") {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    std::sort(texts.begin(), texts.end());
    for (const fs::path& path : files) {
        const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(contentsOf(path)));
        for (const QJsonValue& each : document.array()) {
            if (each["source"].isString()) {
                texts.push_back(each["source"].toString().toStdString());
            }
        }
    }
    for (uint64_t seed = 1; seed <= 100; ++seed) {
        std::string text = test::randomProgram({seed, 14, seed % 2 == 0}).text();
        if (seed % 3 == 0) {
            for (std::size_t at = text.find('\n'); at != std::string::npos;
                 at = text.find('\n', at + 2)) {
                text.replace(at, 1, "\r\n");
            }
        }
        texts.push_back(std::move(text));
    }
    std::erase_if(texts, [](const std::string& text) { return text.size() > 6000; });
    return texts;
}

/// A gesture that was made, and what is needed to judge it.
struct Made {
    std::string what;
    Result<GraphEdit> edit = Error{};
    enum Kind : uint8_t {
        Rename,
        Remove,
        Connect,
        Disconnect,
        Add,
        Duplicate,
        Guard
    } kind = Rename;
    std::vector<NodeId> nodes;
    NodeId from;
    NodeId to;
    uint32_t port = 0;
    FunctionId function;
};

class Hand {
public:
    explicit Hand(uint64_t seed) : random_(seed) {}

    RandomSource& random() { return random_; }
    Made gesture(const Snapshot& snapshot);

private:
    NodeId anyNode(const Snapshot& snapshot) {
        return NodeId(random_.below(snapshot.graph->nodes.size()));
    }
    std::vector<NodeId> someNodes(const Snapshot& snapshot) {
        std::set<NodeId> nodes;
        for (std::size_t left = 1 + random_.below(random_.percent(50) ? 1 : 4); left > 0; --left) {
            nodes.insert(anyNode(snapshot));
        }
        std::vector<NodeId> list(nodes.begin(), nodes.end());
        random_.shuffle(list);
        return list;
    }

    RandomSource random_;
};

std::string keysOf(const Snapshot& snapshot, const std::vector<NodeId>& nodes) {
    std::string text;
    for (const NodeId node : nodes) {
        text += " " + std::string(snapshot.graph->nodes[node].key);
    }
    return text;
}

Made Hand::gesture(const Snapshot& snapshot) {
    Made made;
    const Graph& graph = *snapshot.graph;
    const uint64_t choice = random_.below(100);
    if (graph.nodes.empty() || choice < 15) {
        made.kind = Made::Add;
        made.function = FunctionId(random_.below(snapshot.functions->size()));
        if (!graph.nodes.empty() && random_.percent(70)) {
            made.nodes = someNodes(snapshot);
        }
        made.what = "add " + (*snapshot.functions)[made.function].qualifiedName() +
                    keysOf(snapshot, made.nodes);
        made.edit = addCall(snapshot, made.function, made.nodes);
    } else if (choice < 30) {
        made.kind = Made::Rename;
        const std::vector<std::string> names{"fresh", "x", "total2", "a", "result", "v1", "o"};
        const std::string& name = random_.oneOf(names);
        const auto offset = static_cast<uint32_t>(random_.below(snapshot.text->size() + 1));
        if (random_.percent(50)) {
            made.what = "rename at " + std::to_string(offset) + " to " + name;
            made.edit = renameAt(snapshot, offset, name);
        } else {
            made.nodes = {anyNode(snapshot)};
            made.what = "rename" + keysOf(snapshot, made.nodes) + " to " + name;
            made.edit = renameNode(snapshot, made.nodes[0], name);
        }
    } else if (choice < 45) {
        made.kind = Made::Remove;
        made.nodes = someNodes(snapshot);
        const Users users = random_.percent(30) ? Users::Remove : Users::Keep;
        made.what = (users == Users::Remove ? "remove with users" : "remove") +
                    keysOf(snapshot, made.nodes);
        made.edit = removeNodes(snapshot, made.nodes, users);
    } else if (choice < 80 && !graph.edges.empty()) {
        const GraphEdge& edge = graph.edges[random_.below(graph.edges.size())];
        made.to = edge.to;
        made.port = edge.port;
        made.from = anyNode(snapshot);
        made.kind = choice < 68 ? Made::Connect : Made::Disconnect;
        // Half of the time something of the same type, if there is any.
        for (std::size_t tries = 0; tries < 8 && random_.percent(90); ++tries) {
            if (graph.nodes[made.from].type != edge.type) {
                made.from = anyNode(snapshot);
            }
        }
        if (made.kind == Made::Connect) {
            made.what = "connect" + keysOf(snapshot, {made.from, made.to}) + " " +
                        std::string(edge.portName);
            made.edit = connectNodes(snapshot, made.from, made.to, made.port);
        } else {
            made.from = edge.from;
            made.what =
                "disconnect" + keysOf(snapshot, {made.to}) + " " + std::string(edge.portName);
            made.edit = disconnectPort(snapshot, made.to, made.port);
        }
    } else if (choice < 90) {
        made.kind = Made::Duplicate;
        made.nodes = someNodes(snapshot);
        made.what = "duplicate" + keysOf(snapshot, made.nodes);
        made.edit = duplicateNodes(snapshot, made.nodes);
    } else {
        made.kind = Made::Guard;
        made.nodes = someNodes(snapshot);
        made.what = "guard" + keysOf(snapshot, made.nodes);
        made.edit = guardNodes(snapshot, made.nodes);
    }
    return made;
}

/// What is wrong with the edits themselves; "" = nothing.
std::string problemOfEdits(const std::string& text, const GraphEdit& edit) {
    uint32_t done = 0;
    for (const TextEdit& each : edit.edits) {
        if (each.range.begin < done || each.range.end < each.range.begin ||
            each.range.end > text.size()) {
            return "edits overlap or lie outside of the text";
        }
        done = each.range.end;
    }
    const std::string after = appliedEdits(text, edit.edits);
    if (edit.select.begin > edit.select.end || edit.select.end > after.size()) {
        return "what is selected lies outside of the text";
    }
    if (appliedEdits(after, invertedEdits(text, edit.edits)) != text) {
        return "undo does not give the text back";
    }
    return "";
}

std::vector<std::optional<Hash128>> keysOfResults(const Snapshot& snapshot) {
    std::vector<std::optional<Hash128>> inputs;
    for (std::size_t i = 0; i < snapshot.plan->inputs.size(); ++i) {
        inputs.emplace_back(Hash128{i, 7});
    }
    ResultKeys keys(snapshot.plan, *snapshot.types, inputs,
                    [](uint32_t, const Hash128& call) { return std::optional(call); });
    std::vector<std::optional<Hash128>> result;
    for (uint32_t node = 0; node < snapshot.plan->size(); ++node) {
        result.push_back(keys.of(node));
    }
    return result;
}

std::string nameOfCaptures(std::string_view port) {
    return std::string(port.starts_with("captures.") ? "captures" : port);
}

std::string problemOfRename(const Snapshot& before, const Snapshot& after) {
    // `in match: Int` is mended by another name, and then more of the text can be told.
    const bool isMended =
        std::any_of(before.diagnostics.begin(), before.diagnostics.end(),
                    [](const Diagnostic& each) { return each.id == DiagId::ReservedWord; });
    if (isMended) {
        return "";
    }
    if (before.errorCount != after.errorCount) {
        return "there are other errors";
    }
    if (before.graph->nodes.size() != after.graph->nodes.size() ||
        before.graph->edges.size() != after.graph->edges.size()) {
        return "there are other nodes or edges";
    }
    for (std::size_t i = 0; i < before.graph->edges.size(); ++i) {
        const GraphEdge& was = before.graph->edges[i];
        const GraphEdge& is = after.graph->edges[i];
        if (was.from != is.from || was.to != is.to || was.port != is.port ||
            nameOfCaptures(was.portName) != nameOfCaptures(is.portName)) {
            return "an edge is another one";
        }
    }
    // Pieces of strings, lambdas and patterns count with their source, inputs with their names.
    const std::string_view text = before.text->bytes();
    bool isPlain = before.errorCount == 0 && text.find("${") == std::string_view::npos &&
                   text.find("=>") == std::string_view::npos &&
                   text.find("match") == std::string_view::npos;
    for (std::size_t i = 0; isPlain && i < before.graph->nodes.size(); ++i) {
        const GraphNode& was = before.graph->nodes[NodeId(i)];
        const bool isSame = was.structure == after.graph->nodes[NodeId(i)].structure;
        isPlain = isSame || was.kind != NodeKind::Input;
        if (!isSame && was.kind != NodeKind::Input && was.kind != NodeKind::Output) {
            return "`" + std::string(was.key) + "` does something else";
        }
    }
    return keysOfResults(before) == keysOfResults(after) ? "" : "results are others";
}

std::size_t nodesIn(const Graph& graph, SourceRange range) {
    return static_cast<std::size_t>(
        std::count_if(graph.nodes.begin(), graph.nodes.end(), [&](const GraphNode& node) {
            return range.begin <= node.range.begin && node.range.end <= range.end;
        }));
}

const GraphEdge* edgeAt(const Graph& graph, NodeId to, std::string_view port) {
    for (const GraphEdge& edge : graph.edges) {
        if (edge.to == to && edge.portName == port) {
            return &edge;
        }
    }
    return nullptr;
}

/// A comment that is gone although nothing that it stands in was to go; "" = none.
std::string lostComment(const Made& made, const Snapshot& before, const Snapshot& after) {
    std::multiset<std::string_view> kept;
    for (const SourceRange comment : *after.comments) {
        kept.insert(after.text->slice(comment));
    }
    SourceRange replaced;
    for (const GraphEdge& edge : before.graph->edges) {
        const bool isOld = made.kind == Made::Connect || made.kind == Made::Disconnect;
        if (isOld && edge.to == made.to && edge.port == made.port) {
            replaced = before.graph->nodes[edge.from].range;
        }
    }
    for (const SourceRange comment : *before.comments) {
        const std::string_view text = before.text->slice(comment);
        const auto found = kept.find(text);
        if (found != kept.end()) {
            kept.erase(found);
        } else if (comment.begin < replaced.begin || comment.end > replaced.end) {
            return std::string(text);
        }
    }
    return "";
}

struct Counts {
    int connections = 0;
    int copies = 0;
    int additions = 0;
};

std::string problemOfConnection(const Made& made, const Snapshot& before, const Snapshot& after,
                                Counts& counts) {
    const std::string name(after.text->slice(made.edit->select));
    const GraphNode& consumer = before.graph->nodes[made.to];
    const bool isOutput = consumer.kind == NodeKind::Output;
    const std::string key = isOutput ? "out:" + name : std::string(consumer.key);
    const NodeId to = after.graph->byKey(key);
    std::string_view port;
    for (const GraphEdge& edge : before.graph->edges) {
        port = edge.to == made.to && edge.port == made.port ? edge.portName : port;
    }
    const std::string root(consumer.key.substr(0, consumer.key.find_first_of("/~")));
    if (before.graph->byKey(root + "~2").hasValue()) {
        return "";  // bound more than once: what is moved is counted anew
    }
    const std::string now = port.starts_with("captures.") ? "captures." + name : std::string(port);
    if (!to.hasValue()) {
        return isOutput || consumer.key.find('/') == std::string_view::npos
                   ? "the consumer is gone"
                   : "";  // it stands in what was pulled out
    }
    const GraphEdge* edge = edgeAt(*after.graph, to, now);
    if (edge == nullptr && consumer.label == "??") {
        // With other types, some of its right sides become a node of their own.
        for (const GraphEdge& each : after.graph->edges) {
            const bool isPart = after.graph->nodes[each.to].key.starts_with(key + "/rest.");
            edge = isPart && each.portName == now ? &each : edge;
        }
    }
    if (edge == nullptr) {
        return "there is no such edge";
    }
    ++counts.connections;
    // Inside of a match, what the match makes of it.
    const GraphNode& source = after.graph->nodes[edge->from];
    if (source.name == name || source.key.ends_with(".narrowed")) {
        return "";
    }
    return "the edge comes from `" + std::string(after.graph->nodes[edge->from].key) + "`";
}

std::string problemOfGesture(const Made& made, const Snapshot& before, const Snapshot& after,
                             Counts& counts) {
    const GraphEdit& edit = *made.edit;
    if (after.errorCount < 100 && after.errorCount > before.errorCount + edit.brings.size()) {
        return "there are errors that were not announced";
    }
    if (before.errorCount == 0 && before.errorCount + edit.brings.size() < after.errorCount) {
        return "there are errors that were not announced";
    }
    const bool isClean = before.errorCount == 0 && edit.brings.empty();
    const bool takesItems = made.kind == Made::Remove || made.kind == Made::Disconnect;
    if (const std::string lost = takesItems ? "" : lostComment(made, before, after);
        !lost.empty()) {
        return "a comment is gone: " + lost;
    }
    switch (made.kind) {
    case Made::Rename: return problemOfRename(before, after);
    case Made::Connect: return problemOfConnection(made, before, after, counts);
    case Made::Add: {
        if (!isClean) {
            return "";
        }
        ++counts.additions;
        const std::string& module = (*after.functions)[made.function].qualifiedName();
        const auto calls = [&](const Graph& graph) {
            return std::count_if(graph.nodes.begin(), graph.nodes.end(),
                                 [&](const GraphNode& node) { return node.module == module; });
        };
        return calls(*after.graph) == calls(*before.graph) + 1 ? "" : "there is no new call";
    }
    case Made::Duplicate: {
        if (!isClean || made.nodes.size() != 1) {
            return "";
        }
        ++counts.copies;
        const GraphNode& node = before.graph->nodes[made.nodes[0]];
        const std::size_t copied = nodesIn(*before.graph, node.range);
        const std::size_t added = after.graph->nodes.size() - before.graph->nodes.size();
        // Outside of its statement a part may have another type, and `??` other nodes with it.
        const bool isPart = node.key.find('/') != std::string_view::npos;
        return added == copied || (isPart && added > 0 && added < SIZE_MAX / 2)
                   ? ""
                   : "there are other nodes than those copied";
    }
    case Made::Guard:
        return !isClean || after.graph->nodes.size() > before.graph->nodes.size() ? "" : "no guard";
    case Made::Remove: {
        const bool areWhole = std::all_of(made.nodes.begin(), made.nodes.end(), [&](NodeId node) {
            return before.graph->nodes[node].key.find('/') == std::string_view::npos;
        });
        const std::size_t least = before.graph->nodes.size();
        return !isClean || !areWhole || after.graph->nodes.size() + made.nodes.size() <= least
                   ? ""
                   : "not all of the nodes are gone";
    }
    case Made::Disconnect: {
        const GraphNode& from = before.graph->nodes[made.from];
        const GraphNode& to = before.graph->nodes[made.to];
        std::string_view port;
        for (const GraphEdge& edge : before.graph->edges) {
            port = edge.to == made.to && edge.port == made.port ? edge.portName : port;
        }
        const bool moves = port.starts_with("elements.") || port.starts_with("parts.");
        const auto count = [&](const Graph& graph) {
            const NodeId source = graph.byKey(from.key);
            const NodeId consumer = graph.byKey(to.key);
            return std::count_if(graph.edges.begin(), graph.edges.end(),
                                 [&](const GraphEdge& edge) {
                                     return edge.from == source && edge.to == consumer &&
                                            (moves || edge.portName == port);
                                 });
        };
        const bool isNested = from.key.find('/') != std::string_view::npos;
        return isNested || !isClean || count(*after.graph) < count(*before.graph)
                   ? ""
                   : "it is connected still";
    }
    }
    return "";
}

}  // namespace

void RandomGesturesTest::eachGestureDoesWhatItSaysAndUndoGivesTheTextBack() {
    const bool isLong = qEnvironmentVariableIntValue("CST_SOAK") > 0;
    const int gestures = isLong ? 1'000'000 : 10'000;
    const std::vector<std::string> texts = startingTexts();
    Counts counts;
    std::map<std::string, int> refusals;
    int done = 0;
    Hand hand(isLong ? 3 : 1);
    std::string text;
    for (int i = 0; i < gestures; ++i) {
        if (i % 10 == 0 || text.size() > 8000) {
            text = hand.random().oneOf(texts);
        }
        const auto before = compiled(engine_, text);
        const Made made = hand.gesture(*before);
        if (!made.edit.ok()) {
            QVERIFY(!made.edit.error().message.empty());
            ++refusals[made.what.substr(0, made.what.find(' '))];
            continue;
        }
        ++done;
        std::string problem = problemOfEdits(text, *made.edit);
        std::string changed;
        if (problem.empty()) {
            changed = appliedEdits(text, made.edit->edits);
            problem = problemOfGesture(made, *before, *compiled(engine_, changed), counts);
        }
        if (!problem.empty()) {
            qWarning("gesture %d: %s: %s\n--- before\n%s\n--- after\n%s", i, made.what.c_str(),
                     problem.c_str(), text.c_str(), changed.c_str());
            for (const Diagnostic& error : made.edit->brings) {
                qWarning("announced: %s", error.message().c_str());
            }
        }
        QVERIFY(problem.empty());
        if (hand.random().percent(30)) {
            text = changed;  // and go on from there
        }
    }
    // Enough of them were possible for all this to mean something.
    QVERIFY(done > gestures / 3);
    QVERIFY(counts.connections > gestures / 50);
    QVERIFY(counts.copies > gestures / 50);
    QVERIFY(counts.additions > gestures / 50);
}

void RandomGesturesTest::noGestureFallsOverABrokenText() {
    const std::vector<std::string> texts = startingTexts();
    Hand hand(2);
    for (uint64_t document = 1; document <= 100; ++document) {
        std::vector<std::string> lines;
        std::istringstream stream(hand.random().oneOf(texts));
        for (std::string line; std::getline(stream, line);) {
            lines.push_back(line);
        }
        RandomEditor editor(document, lines, hand.random().oneOf(texts).substr(0, 3000));
        for (int edit = 0; edit < 30; ++edit) {
            editor.edit();
            const auto before = compiled(engine_, editor.text());
            const Made made = hand.gesture(*before);
            const std::string problem =
                made.edit.ok() ? problemOfEdits(editor.text(), *made.edit) : "";
            if (!problem.empty()) {
                qWarning("%s: %s\n%s", made.what.c_str(), problem.c_str(), editor.text().c_str());
            }
            QVERIFY(problem.empty());
        }
    }
}

QTEST_APPLESS_MAIN(RandomGesturesTest)
#include "tst_random_gestures.moc"
