#pragma once

#include "engine/modules/registry.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace cst::test {

/// What happened to calls of gated modules, and the gates. Thread safe.
class Gates {
public:
    /// Lets the calls of Gate(n) go on, those that wait and those to come.
    void open(int64_t n);
    void openAll();
    /// What Effect(n) gives from now on, on top of n.
    void setEffect(int64_t value);

    int calls(const std::string& name, int64_t n);  // "Counted", …
    int allCalls(const std::string& name);
    std::vector<int64_t> waiting();  // arguments of the calls of Gate that have not ended

private:
    class Counted;
    class Gate;
    class Effect;
    class Failing;
    class StopWatch;
    friend void addGatedModules(Registry& registry, std::shared_ptr<Gates> gates);

    void count(const std::string& name, int64_t n);
    void leave(uint64_t number, bool isStopped);

    struct Waiting {
        int64_t n = 0;
        std::unique_ptr<Completion> completion;
        std::shared_ptr<StopWatch> stop;
    };
    std::mutex mutex_;
    std::map<std::string, std::map<int64_t, int>> calls_;
    std::map<uint64_t, Waiting> waiting_;
    std::map<int64_t, bool> open_;
    bool isAllOpen_ = false;
    uint64_t next_ = 1;
    int64_t effect_ = 0;
};

/// Registers, Int → Int: `Counted(n)`, pure, n + 1; `Gate(n)`, pure, n once its gate is open, and
/// over at once when its run wants it no more; `Failing(n)`, pure, which fails; `Effect(n)`, which
/// has effects.
void addGatedModules(Registry& registry, std::shared_ptr<Gates> gates);

}  // namespace cst::test
