// Rows of the layout: where the nodes of a graph stand.

#include "engine/layout/layout.h"
#include "engine/session/document_compiler.h"
#include "engine/session/engine.h"
#include "engine/session/ghosts.h"
#include "engine/session/identity.h"
#include "engine/session/layout_keeper.h"
#include "tests/bench/graphviz.h"
#include "tests/bench/rows.h"
#include "tests/bench/workloads.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cmath>
#include <numeric>
#include <random>
#include <unordered_map>
#include <utility>

namespace cst::bench {
namespace {

struct Picture {
    std::vector<LayoutNode> nodes;
    std::vector<LayoutEdge> edges;
};

Picture pictureOf(const Graph& graph) {
    Picture picture;
    for (const GraphNode& node : graph.nodes) {
        picture.nodes.push_back(nodeSize(node));
    }
    for (const GraphEdge& edge : graph.edges) {
        picture.edges.push_back({edge.from.index, edge.to.index, edge.port});
    }
    return picture;
}

Result<Picture> pictureOf(const std::string& text) {
    Engine engine(1);
    const std::shared_ptr<Snapshot> snapshot =
        engine.compile(std::make_shared<const SourceText>(text), 1, false);
    if (snapshot->errorCount != 0) {
        return Error{"", "the workload does not compile: " + snapshot->diagnostics[0].message(),
                     ""};
    }
    return pictureOf(*snapshot->graph);
}

/// Two random edges into each node, from anywhere before it.
Picture randomPicture(uint32_t nodes) {
    std::mt19937 random(1);
    Picture picture;
    for (uint32_t i = 0; i < nodes; ++i) {
        picture.nodes.push_back({110, 44});
        for (uint32_t port = 0; i > 0 && port < 2; ++port) {
            picture.edges.push_back({static_cast<uint32_t>(random() % i), i, port});
        }
    }
    return picture;
}

double milliseconds(std::chrono::steady_clock::duration time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

double timeOfLayout(const Picture& picture, Layout& layout) {
    const auto start = std::chrono::steady_clock::now();
    layout = layoutGraph(picture.nodes, picture.edges);
    return milliseconds(std::chrono::steady_clock::now() - start);
}

std::vector<DrawnEdge> drawn(const Picture& picture, const Layout& layout) {
    std::vector<DrawnEdge> edges;
    for (std::size_t i = 0; i < picture.edges.size(); ++i) {
        edges.push_back(
            {picture.edges[i].from, picture.edges[i].to, curvesOf(layout.routes[i], layout.flow)});
    }
    return edges;
}

Result<Measured> measureWhole(const std::string&) {
    const Result<Picture> calls = pictureOf(callsWorkload(1000).text);
    if (!calls.ok()) {
        return calls.error();
    }
    const Picture random = randomPicture(1000);
    Layout layout, randomLayout;
    Side ours{[&](int) { return timeOfLayout(*calls, layout); }, 50};
    Side ofRandom{[&](int) { return timeOfLayout(random, randomLayout); }, 30};
    GraphvizLayout dot;
    Side theirs{[&](int) {
                    dot = layOutWithDot(calls->nodes, calls->edges);
                    return dot.milliseconds;
                },
                3};
    takeTurns(1, {&ours, &ofRandom, &theirs});
    if (dot.edges.empty()) {
        return Error{"", "dot cannot be run: install graphviz", ""};
    }
    Measured measured;
    measured.p99 = percentile99(ours.figures);
    measured.ours = median(ours.figures);
    measured.peer = "dot";
    measured.peerValue = median(theirs.figures);
    measured.others["random"] = median(ofRandom.figures);
    const auto crossings = static_cast<double>(countCurveCrossings(drawn(*calls, layout)));
    measured.others["crossings"] = crossings / static_cast<double>(countCurveCrossings(dot.edges));
    return measured;
}

/// calls-1000 while somebody works on it: calls come and go, get other arguments, names and
/// functions, and are broken for a while.
class EditedCalls {
public:
    EditedCalls() {
        const std::string text = callsWorkload(1000).text;
        for (std::size_t begin = 0; begin < text.size();) {
            const std::size_t end = text.find('\n', begin);
            lines_.push_back(text.substr(begin, end - begin));
            begin = end + 1;
        }
        for (first_ = 0; lines_[first_].find(" = ") == std::string::npos;) ++first_;
    }
    std::string text() const {
        std::string text;
        for (const std::string& line : lines_) text += line + "\n";
        return text;
    }
    void edit() {
        const std::size_t at = first_ + 200 + random_() % (lines_.size() - first_ - 203);
        std::string& line = lines_[at];
        const std::size_t equals = line.find(" = ");
        if (equals == std::string::npos || random_() % 8 == 0) return insert(at);
        switch (random_() % 5) {
        case 0: return rename(line.substr(0, equals));
        case 1: line.insert(equals + 3, "q"); return;  // until it is mended
        case 2: line.erase(std::remove(line.begin(), line.end(), 'q'), line.end()); return;
        case 3: return rewire(line);
        default: insert(at);
        }
    }

private:
    // Every other time one that was inserted goes again.
    void insert(std::size_t at) {
        const std::string& before = lines_[at - 1 - random_() % 60];
        const std::size_t equals = before.find(" = ");
        if (count_++ % 2 == 0 && equals != std::string::npos) {
            lines_.insert(lines_.begin() + static_cast<std::ptrdiff_t>(at),
                          "new" + std::to_string(count_) + " = [" + before.substr(0, equals) + "]");
            return;
        }
        const auto isNew = [](const std::string& line) { return line.starts_with("new"); };
        const auto old =
            std::find_if(lines_.begin() + static_cast<std::ptrdiff_t>(first_), lines_.end(), isNew);
        if (old != lines_.end()) lines_.erase(old);
    }
    void rename(const std::string& name) {
        const std::string other = name + std::string(1 + random_() % 3, 'x');
        for (std::string& line : lines_) {
            for (std::size_t at = 0; (at = line.find(name, at)) != std::string::npos;) {
                const char after = at + name.size() < line.size() ? line[at + name.size()] : ' ';
                const char before = at > 0 ? line[at - 1] : ' ';
                const bool isWhole = std::isalnum(static_cast<unsigned char>(after)) == 0 &&
                                     std::isalnum(static_cast<unsigned char>(before)) == 0;
                if (isWhole) line.replace(at, name.size(), other);
                at += isWhole ? other.size() : name.size();
            }
        }
    }
    // The first argument becomes that of a call shortly before it.
    void rewire(std::string& line) {
        const auto argument = [](const std::string& call) {
            const std::size_t begin = call.find('(') + 1;
            return std::pair{begin, call.find_first_of(",)", begin) - begin};
        };
        const std::string& other = lines_[static_cast<std::size_t>(&line - lines_.data()) - 20];
        if (line.find('(') == std::string::npos || other.find('(') == std::string::npos) return;
        const auto [begin, size] = argument(line);
        const auto [otherBegin, otherSize] = argument(other);
        line.replace(begin, size, other.substr(otherBegin, otherSize));
    }

    std::vector<std::string> lines_;
    std::size_t first_ = 0;  // call
    int count_ = 0;
    std::mt19937 random_{1};
};

/// The part of the nodes in both pictures that stand elsewhere by more than a node's width.
double displaced(const Snapshot& before, const Snapshot& after) {
    std::unordered_map<NodeIdentity, uint32_t> indexOf;
    for (uint32_t i = 0; i < before.shown.size(); ++i) indexOf.emplace(before.shown[i].identity, i);
    std::size_t both = 0, moved = 0;
    for (uint32_t i = 0; i < after.shown.size(); ++i) {
        const auto found = indexOf.find(after.shown[i].identity);
        if (found == indexOf.end()) continue;
        const LayoutBox &now = after.layout->boxes[i], &was = before.layout->boxes[found->second];
        ++both;
        moved +=
            std::hypot(now.topLeft.x - was.topLeft.x, now.topLeft.y - was.topLeft.y) > now.width
                ? 1
                : 0;
    }
    return both == 0 ? 0 : static_cast<double>(moved) / static_cast<double>(both);
}

Result<Measured> measureEdits(const std::string&) {
    Engine engine(1);
    const std::unique_ptr<DocumentCompiler> compiler = engine.documentCompiler();
    IdentityTracker identities;
    GhostKeeper ghosts;
    LayoutKeeper layouts;
    EditedCalls calls;
    std::shared_ptr<Snapshot> last;
    std::vector<double> displacements;
    Revision revision = 0;
    const auto show = [&] {
        const auto source = std::make_shared<const SourceText>(calls.text());
        const std::shared_ptr<Snapshot> snapshot = compiler->compile(source, ++revision);
        snapshot->shown.resize(snapshot->graph->nodes.size());
        const std::vector<NodeIdentity> matched = identities.match(*snapshot->graph);
        for (std::size_t i = 0; i < matched.size(); ++i) snapshot->shown[i].identity = matched[i];
        snapshot->graph = ghosts.apply(snapshot->graph, snapshot->shown);
        const auto start = std::chrono::steady_clock::now();
        snapshot->layout = layouts.layout(*snapshot->graph, snapshot->shown);
        const double time = milliseconds(std::chrono::steady_clock::now() - start);
        const std::shared_ptr<Snapshot> before = std::exchange(last, snapshot);
        if (!before || before->layout == snapshot->layout) return 0.0;
        displacements.push_back(displaced(*before, *snapshot));
        return time;
    };
    show();
    // What changes no box and no edge is no edit here.
    Measured measured = inTurn(50, 1000, [&](int) {
        double time = 0;
        while (time == 0) {
            calls.edit();
            time = show();
        }
        return time;
    });
    measured.others["displaced"] = 100 * median(displacements);
    measured.others["displacedMean"] =
        100 * std::accumulate(displacements.begin(), displacements.end(), 0.0) /
        static_cast<double>(displacements.size());
    measured.others["nodes"] = static_cast<double>(last->shown.size());
    return measured;
}

}  // namespace

std::vector<Row> layoutRows() {
    return {{"layout/1000", measureWhole}, {"layout/edit", measureEdits}};
}

}  // namespace cst::bench
