#pragma once

#include "engine/types/type_table.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace cst::test {

/// Types that a value can have, from a seed: small field names and few scalars, so that subtypes
/// and equal types come up often.
class RandomType {
public:
    RandomType(TypeTable& types, uint32_t seed) : types_(types), random_(seed) {}

    uint32_t below(uint32_t n) {
        return std::uniform_int_distribution<uint32_t>(0, n - 1)(random_);
    }
    std::mt19937& engine() { return random_; }

    TypeId next(int depth = 3) {
        const uint32_t kind = below(depth > 0 ? 12 : 4);
        switch (kind) {
        case 4:
        case 5: return types_.list(next(depth - 1));
        case 6: return types_.optional(next(depth - 1));
        case 7:
            return types_.map(below(2) == 0 ? types::kString : next(depth - 1), next(depth - 1));
        case 8:
        case 9:
        case 10: return record(depth);
        case 11: {
            std::vector<TypeId> members;
            for (uint32_t i = below(3) + 2; i > 0; --i) members.push_back(next(depth - 1));
            return types_.unionOf(members);
        }
        default: return TypeId(types::kString.index + kind);
        }
    }

private:
    TypeId record(int depth) {
        std::vector<std::string> names = {"a", "b", "c", "d"};
        std::shuffle(names.begin(), names.end(), random_);
        names.resize(below(4));
        std::vector<FieldType> fields;
        for (std::string& name : names) fields.push_back({std::move(name), next(depth - 1)});
        return types_.record(std::move(fields));
    }

    TypeTable& types_;  // outlives the generator
    std::mt19937 random_;
};

}  // namespace cst::test
