// Rows of finding modules by name.

#include "engine/modules/registry.h"
#include "tests/bench/rows.h"

#include <algorithm>
#include <chrono>
#include <random>

namespace cst::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kWarmUp = 10;

double nanoseconds(Clock::duration time) {
    return std::chrono::duration<double, std::nano>(time).count();
}

/// Names as in a large project: `warehouse.orders.validate-price-17`.
std::vector<std::string> moduleNames(std::size_t count) {
    const std::vector<std::string> areas = {"warehouse", "billing", "crm", "search", "stdlib"};
    const std::vector<std::string> things = {"orders", "prices", "customers", "texts",
                                             "images", "tables", "events",    "maps"};
    const std::vector<std::string> verbs = {"fetch",   "validate", "enrich", "merge", "split",
                                            "convert", "compare",  "rank",   "score", "summarise"};
    std::vector<std::string> names;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string& thing = things[i / 7 % things.size()];
        names.push_back(areas[i % areas.size()] + "." + thing + "." + verbs[i / 3 % verbs.size()] +
                        "-" + things[i / 11 % things.size()] + "-" + std::to_string(i));
    }
    return names;
}

std::vector<ModuleDescriptor> descriptors(const std::vector<std::string>& names) {
    std::vector<ModuleDescriptor> all;
    for (const std::string& name : names) {
        ModuleDescriptor descriptor;
        const std::size_t dot = name.rfind('.');
        descriptor.signature.name = name.substr(dot + 1);
        descriptor.signature.nameSpace = name.substr(0, dot);
        descriptor.signature.parameters = {{"value", types::kString}, {"limit", types::kInt}};
        descriptor.signature.result = types::kString;
        descriptor.signature.documentation = "Does what its name says to the value.";
        descriptor.tags = {"bench"};
        all.push_back(std::move(descriptor));
    }
    return all;
}

/// 1,000 texts to look up, each at a place of its own: a compiler's come from its source.
std::vector<std::string> randomlyChosen(const std::vector<std::string>& names) {
    std::mt19937 random(7);
    std::vector<std::string> chosen;
    for (int i = 0; i < 1000; ++i) {
        chosen.push_back(names[random() % names.size()]);
    }
    return chosen;
}

double meanLookUp(const SignatureTable& table, const std::vector<std::string>& texts,
                  std::size_t& found) {
    const auto start = Clock::now();
    for (const std::string& text : texts) {
        found += table.byQualifiedName(text).hasValue() ? 1 : 0;
    }
    return nanoseconds(Clock::now() - start) / static_cast<double>(texts.size());
}

Result<Measured> measureLookUp(const std::string&) {
    constexpr int kRounds = 500;
    const std::vector<std::string> names = moduleNames(1000);
    const std::vector<std::string> few(names.begin(), names.begin() + 10);
    TypeTable types;
    Registry large(types);
    Registry small(types);
    large.addAll(descriptors(names));
    small.addAll(descriptors(few));
    const std::vector<std::string> inLarge = randomlyChosen(names);
    const std::vector<std::string> inSmall = randomlyChosen(few);
    std::size_t found = 0;
    Side ofLarge{[&](int) { return meanLookUp(large.signatures(), inLarge, found); }, kRounds};
    Side ofSmall{[&](int) { return meanLookUp(small.signatures(), inSmall, found); }, kRounds};
    takeTurns(kWarmUp, {&ofLarge, &ofSmall});
    if (found != std::size_t{kWarmUp + kRounds} * 2000) {
        return Error{"", "a registered name was not found", ""};
    }
    std::vector<double> overTen;
    for (std::size_t i = 0; i < ofLarge.figures.size(); ++i) {
        overTen.push_back(ofLarge.figures[i] / ofSmall.figures[i]);
    }
    Measured measured;
    measured.p99 = percentile99(ofLarge.figures);
    measured.ours = median(ofLarge.figures);
    measured.others["overTen"] = median(overTen);
    return measured;
}

Result<Measured> measureBulk(const std::string&) {
    constexpr int kRounds = 100;
    const std::vector<std::string> names = moduleNames(500);
    TypeTable types;
    bool isWhole = true;
    const Measured measured = inTurn(kWarmUp, kRounds, [&](int) {
        Registry registry(types);
        std::vector<ModuleDescriptor> modules = descriptors(names);
        const auto start = Clock::now();
        registry.addAll(std::move(modules));
        const double ms = nanoseconds(Clock::now() - start) / 1e6;
        isWhole = registry.signatures().size() == names.size() && isWhole;
        return ms;
    });
    if (!isWhole) {
        return Error{"", "not all modules were registered", ""};
    }
    return measured;
}

/// Names as they are typed, letter by letter, abbreviations of them, and typing mistakes.
Result<Measured> measureFuzzy(const std::string&) {
    const std::vector<std::string> names = moduleNames(1000);
    TypeTable types;
    Registry registry(types);
    registry.addAll(descriptors(names));
    std::vector<std::string> typed;
    for (const std::string word : {"validate-orders-1", "billing.prices.rank", "stdlib.t",
                                   "whovalpr", "sumarise-text", "crm.custmers", "xyzzy", "7"}) {
        for (std::size_t size = 1; size <= word.size(); ++size) {
            typed.push_back(word.substr(0, size));
        }
    }
    const int count = static_cast<int>(typed.size());
    bool isCompleted = true;
    Side completing{[&](int round) {
                        const std::string& text = typed[static_cast<std::size_t>(round % count)];
                        const auto start = Clock::now();
                        const auto found = registry.signatures().complete(text, 20);
                        const double ms = nanoseconds(Clock::now() - start) / 1e6;
                        const bool isMissing = found.empty() && text == "billing.prices.rank";
                        isCompleted = isCompleted && !isMissing;
                        return ms;
                    },
                    30 * count};
    takeTurns(count, {&completing});
    if (!isCompleted) {
        return Error{"", "a name is not completed", ""};
    }
    std::vector<double>& ms = completing.figures;
    Measured measured;
    measured.p99 = percentile99(ms);
    measured.ours = ms[ms.size() * 95 / 100];
    return measured;
}

}  // namespace

std::vector<Row> registryRows() {
    return {{"registry/lookup-1000", measureLookUp},
            {"registry/bulk-500", measureBulk},
            {"registry/fuzzy-1000", measureFuzzy}};
}

}  // namespace cst::bench
