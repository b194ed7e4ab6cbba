#include "tests/bench/json_documents.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <random>

namespace cst::bench {
namespace {

constexpr std::size_t kDimensions = 1536;

/// The same on every machine, which the distributions of the standard library are not.
class Chance {
public:
    explicit Chance(uint32_t seed) : random_(seed) {}
    std::size_t below(std::size_t limit) { return random_() % limit; }
    /// In [0, 1), with all 53 bits.
    double unit() { return static_cast<double>(random_() >> 11) * 0x1p-53; }
    std::mt19937_64& source() { return random_; }

private:
    std::mt19937_64 random_;
};

std::string printed(const char* format, double value) {
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), format, value);
    return text.data();
}

std::string tagsText(Chance& chance) {
    constexpr std::array kWords{"new",     "urgent",    "archived", "checked",        "gift",
                                "express", "wholesale", "returned", "export-control", "vip"};
    std::string text = "[";
    for (std::size_t n = chance.below(4); n > 0; --n) {
        text += text.size() > 1 ? "," : "";
        text += std::string("\"") + kWords[chance.below(kWords.size())] + '"';
    }
    return text + "]";
}

}  // namespace

std::string embeddingsDocument(std::size_t bytes) {
    Chance chance(1);
    std::string json = "[";
    while (json.size() < bytes) {
        json += json.size() > 1 ? ",[" : "[";
        for (std::size_t i = 0; i < kDimensions; ++i) {
            json += i == 0 ? "" : ",";
            json += printed("%.17g", 2 * chance.unit() - 1);
        }
        json += "]";
    }
    return json + "]";
}

std::string recordsDocument(std::size_t bytes, bool isShuffled) {
    Chance values(2);
    Chance order(3);
    std::array<std::string, 5> members;
    std::string json = "[";
    for (int id = 0; json.size() < bytes; ++id) {
        const bool isPrice = values.below(2) == 0;
        members = {R"("id":)" + std::to_string(id),
                   R"("count":)" + std::to_string(values.below(1000)),
                   R"("score":)" + (isPrice ? printed("%.2f", 1000 * values.unit())
                                            : printed("%.17g", values.unit())),
                   R"("active":)" + std::string(values.below(2) == 0 ? "true" : "false"),
                   R"("tags":)" + tagsText(values)};
        if (isShuffled) std::shuffle(members.begin(), members.end(), order.source());
        json += id == 0 ? "{" : ",{";
        for (std::size_t i = 0; i < members.size(); ++i) json += (i == 0 ? "" : ",") + members[i];
        json += "}";
    }
    return json + "]";
}

}  // namespace cst::bench
