#pragma once

#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace cst::test {

/// Random numbers that are the same on every platform.
class RandomSource {
public:
    explicit RandomSource(uint64_t seed) : engine_(seed) {}

    std::size_t below(std::size_t n) { return static_cast<std::size_t>(engine_() % n); }
    bool percent(unsigned chance) { return below(100) < chance; }

    template <class T>
    const T& oneOf(const std::vector<T>& items) {
        return items[below(items.size())];
    }
    template <class T>
    void shuffle(std::vector<T>& items) {
        for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
    }

private:
    std::mt19937_64 engine_;
};

}  // namespace cst::test
