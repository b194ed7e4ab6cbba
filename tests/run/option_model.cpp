#include "tests/run/option_model.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <utility>

namespace cst::test {
namespace {

std::string nameOf(int node) {
    return "v" + std::to_string(node);
}

/// A discrete simulation: nodes hear of what they need by functions called in order of time.
class Simulation {
public:
    explicit Simulation(const ModelPipeline& pipeline)
        : nodes_(pipeline.nodes), ends_(nodes_.size()), hears_(nodes_.size()) {}

    ModelReport run(std::optional<int64_t> stopMs) {
        for (int node = 0; node < size(); ++node) {
            if (isRoot(node)) {
                at(0, [this, node] { demand(node); });
            }
        }
        while (!events_.empty()) {
            const auto event = events_.begin();
            now_ = event->first.first;
            const std::function<void()> happens = std::move(event->second);
            events_.erase(event);
            happens();
        }
        return report(stopMs);
    }

private:
    /// The output, and calls, which have effects.
    bool isRoot(int node) const {
        const bool isCall = nodes_[node].kind == ModelNode::Kind::Call;
        return (isCall && !nodes_[node].isLazy) || node + 1 == size();
    }
    int size() const { return static_cast<int>(nodes_.size()); }
    void at(int64_t ms, std::function<void()> what) {
        events_.emplace(std::pair(ms, order_++), std::move(what));
    }
    static bool isGood(const ModelEnd& end) {
        return end.status == "completed" || end.status == "fell-back" || end.status == "zeroed";
    }

    void demand(int node) {
        if (ends_[node].demandedMs) return;
        ends_[node].demandedMs = now_;
        const std::vector<int>& needs = nodes_[node].needs;
        for (const int need : needs) demand(need);
        const auto waits = std::make_shared<std::size_t>(needs.size());
        if (*waits == 0) begin(node);
        for (const int need : needs) {
            whenEnded(need, [this, node, need, waits] {
                if (ends_[node].endedMs) return;
                if (!isGood(ends_[need])) {
                    end(node, "upstream-failed", false);
                } else if (--*waits == 0) {
                    begin(node);
                }
            });
        }
    }

    void whenEnded(int node, std::function<void()> hear) {
        if (ends_[node].endedMs) {
            hear();
        } else {
            hears_[node].push_back(std::move(hear));
        }
    }

    void end(int node, std::string status, bool isEmpty) {
        ends_[node].status = std::move(status);
        ends_[node].endedMs = now_;
        ends_[node].isEmpty = isEmpty;
        for (const auto& hear : std::exchange(hears_[node], {})) hear();
    }

    void begin(int node) {
        const ModelNode& it = nodes_[node];
        if (it.kind == ModelNode::Kind::Choice) {
            const int arm = it.arms[ends_[it.needs[0]].isEmpty ? 1 : 0];
            demand(arm);
            whenEnded(arm, [this, node, arm] {
                const bool good = isGood(ends_[arm]);
                end(node, good ? "completed" : "upstream-failed", good && ends_[arm].isEmpty);
            });
            return;
        }
        int64_t ms = now_;
        bool timedOut = false;
        for (int attempt = 0; attempt <= it.retries; ++attempt) {
            if (attempt > 0) {
                ms += it.doubles ? it.delayMs << (attempt - 1) : it.delayMs;
            }
            const std::size_t last = it.script.size() - 1;
            const ModelNode::Word& word =
                it.script[std::min(static_cast<std::size_t>(attempt), last)];
            const bool hangs = word.what == ModelNode::Word::What::Hang;
            timedOut = it.timeoutMs > 0 && (hangs || word.ms > it.timeoutMs);
            if (timedOut) {
                ms += it.timeoutMs;
            } else {
                ms += word.ms;
                if (word.what == ModelNode::Word::What::Ok) {
                    at(ms, [this, node] { end(node, "completed", false); });
                    return;
                }
            }
        }
        at(ms, [this, node, timedOut] { failed(node, timedOut); });
    }

    void failed(int node, bool timedOut) {
        const ModelNode& it = nodes_[node];
        const auto giveUp = [this, node, timedOut] {
            if (nodes_[node].skips) {
                end(node, "zeroed", true);
            } else {
                end(node, timedOut ? "timed-out" : "failed", false);
            }
        };
        if (!it.hasFallback) {
            giveUp();
        } else if (it.fallback < 0) {
            end(node, "fell-back", false);
        } else {
            demand(it.fallback);
            whenEnded(it.fallback, [this, node, giveUp] {
                const ModelEnd& other = ends_[nodes_[node].fallback];
                if (isGood(other)) {
                    end(node, "fell-back", other.isEmpty);
                } else {
                    giveUp();
                }
            });
        }
    }

    ModelReport report(std::optional<int64_t> stopMs) {
        ModelReport report;
        for (const ModelEnd& end : ends_) {
            report.endMs = std::max(report.endMs, end.endedMs.value_or(0));
        }
        const bool isStopped = stopMs && report.endMs > *stopMs;
        bool failed = false;
        for (int node = 0; node < size(); ++node) {
            ModelEnd end = ends_[node];
            const bool isDemanded = end.demandedMs && (!isStopped || *end.demandedMs <= *stopMs);
            if (!isDemanded) {
                end.status = "skipped";
            } else if (isStopped && *end.endedMs > *stopMs) {
                end.status = "cancelled";
            }
            failed = failed || (isRoot(node) && !isGood(end));
            report.nodes.push_back(end);
        }
        report.status = isStopped ? "cancelled" : failed ? "failed" : "completed";
        return report;
    }

    const std::vector<ModelNode>& nodes_;
    std::vector<ModelEnd> ends_;
    std::vector<std::vector<std::function<void()>>> hears_;
    std::map<std::pair<int64_t, uint64_t>, std::function<void()>> events_;
    uint64_t order_ = 0;
    int64_t now_ = 0;
};

}  // namespace

std::string ModelPipeline::text() const {
    std::string text;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const ModelNode& node = nodes[i];
        text += nameOf(static_cast<int>(i)) + " = ";
        if (node.kind == ModelNode::Kind::Choice) {
            text += "if (" + nameOf(node.needs[0]) + " != \"\") " + nameOf(node.arms[0]) +
                    " else " + nameOf(node.arms[1]) + "\n";
            continue;
        }
        text += "Step(\"n" + std::to_string(i) + ":";
        for (const ModelNode::Word& word : node.script) {
            text += word.what == ModelNode::Word::What::Ok     ? " ok"
                    : word.what == ModelNode::Word::What::Fail ? " fail"
                                                               : " hang";
            if (word.ms > 0) text += "@" + std::to_string(word.ms);
        }
        std::string after = "\"\"";
        for (std::size_t k = 0; k < node.needs.size(); ++k) {
            after = k == 0 ? nameOf(node.needs[k])
                           : "concat(" + after + ", " + nameOf(node.needs[k]) + ")";
        }
        text += "\", " + after + ")";
        std::vector<std::string> options;
        if (node.retries > 0) options.push_back("retry: " + std::to_string(node.retries));
        if (node.delayMs > 0) options.push_back("delay: " + std::to_string(node.delayMs) + "ms");
        if (node.doubles) options.push_back("backoff: exponential");
        if (node.timeoutMs > 0)
            options.push_back("timeout: " + std::to_string(node.timeoutMs) + "ms");
        if (node.skips) options.push_back("on_error: skip");
        if (node.isLazy) options.push_back("lazy");
        if (!node.others.empty()) options.push_back(node.others);
        if (node.hasFallback) {
            options.push_back("fallback: " + (node.fallback < 0 ? "\"f\"" : nameOf(node.fallback)));
        }
        for (std::size_t k = 0; k < options.size(); ++k) {
            text += (k == 0 ? " with " : ", ") + options[k];
        }
        text += "\n";
    }
    return text + "out " + nameOf(static_cast<int>(nodes.size()) - 1) + "\n";
}

ModelReport simulate(const ModelPipeline& pipeline, std::optional<int64_t> stopMs) {
    return Simulation(pipeline).run(stopMs);
}

ModelPipeline randomPipeline(uint64_t seed, bool stopped) {
    std::mt19937_64 random(seed * 2 + (stopped ? 1 : 0));
    const auto below = [&](int limit) {
        return static_cast<int>(random() % static_cast<uint64_t>(limit));
    };
    const auto percent = [&](int share) { return below(100) < share; };
    const auto someMs = [&] { return int64_t{10} * below(6) + 1 + below(4); };  // ends in 1 … 4
    ModelPipeline pipeline;
    const int count = 2 + below(14);
    for (int i = 0; i < count; ++i) {
        ModelNode node;
        if (i >= 3 && percent(15)) {
            node.kind = ModelNode::Kind::Choice;
            node.needs = {below(i)};
            node.arms = {below(i), below(i)};
            pipeline.nodes.push_back(std::move(node));
            continue;
        }
        for (int k = i > 0 ? below(3) : 0; k > 0; --k) node.needs.push_back(below(i));
        node.timeoutMs = percent(30) ? 10 * below(4) + 5 : 0;
        for (int k = 1 + below(3); k > 0; --k) {
            const int what = below(10);
            using What = ModelNode::Word::What;
            const bool mayHang = node.timeoutMs > 0 && what == 9;
            node.script.push_back(mayHang     ? ModelNode::Word{What::Hang, 0}
                                  : what >= 6 ? ModelNode::Word{What::Fail, someMs()}
                                              : ModelNode::Word{What::Ok, someMs()});
        }
        node.retries = percent(35) ? 1 + below(3) : 0;
        node.delayMs = node.retries > 0 && percent(60) ? 20 : 0;
        node.doubles = node.delayMs > 0 && percent(50);
        node.skips = percent(25);
        node.hasFallback = percent(30);
        node.fallback = node.hasFallback && i > 0 && percent(60) ? below(i) : -1;
        node.isLazy = percent(25);
        if (!stopped && percent(50)) {
            const char* const kOthers[] = {"concurrency: 2", "throttle: 3/70ms", "cache: 1min",
                                           "priority: high", "concurrency: 1, throttle: 5/10ms"};
            node.others = kOthers[below(5)];
        }
        pipeline.nodes.push_back(std::move(node));
    }
    return pipeline;
}

}  // namespace cst::test
