#pragma once

#include "engine/types/type_table.h"
#include "engine/value/column.h"
#include "engine/value/kernels.h"
#include "engine/value/objects.h"
#include "engine/value/value.h"

#include <random>
#include <string>
#include <vector>

/// Random types, and random values of a given type. Same seed, same values.
class RandomValues {
public:
    RandomValues(cst::TypeTable& types, uint32_t seed) : types_(types), random_(seed) {}

    std::size_t below(std::size_t n) { return random_() % n; }

    cst::TypeId type(int depth) {
        const std::size_t choice = below(depth > 0 ? 10 : 4);
        switch (choice) {
        case 0: return cst::types::kInt;
        case 1: return cst::types::kFloat;
        case 2: return cst::types::kString;
        case 3: return cst::types::kBoolean;
        case 4:
        case 5: return types_.list(type(depth - 1));
        case 6: return optional(depth);
        case 7: return map(depth);
        case 8: return unionType(depth);
        default: return record(depth);
        }
    }

    cst::Value value(cst::TypeId type) {
        const cst::TypeRow& row = types_[type];
        switch (row.kind) {
        case cst::TypeKind::Int: return cst::Value::ofInt(integer());
        case cst::TypeKind::Float: return cst::Value::ofFloat(floating());
        case cst::TypeKind::Boolean: return cst::Value::ofBool(below(2) == 0);
        case cst::TypeKind::String: return cst::Value::ofText(text());
        case cst::TypeKind::List: return cst::makeList(column(row.args[0], below(5)));
        case cst::TypeKind::Optional:
            if (below(3) == 0) return cst::Value::none(row.optionalDepth);
            return value(row.args[0]);
        case cst::TypeKind::Map: return mapValue(row);
        case cst::TypeKind::Record: {
            std::vector<cst::Value> fields;
            for (const cst::FieldType& field : row.fields) fields.push_back(value(field.type));
            return cst::makeRecord(fields);
        }
        case cst::TypeKind::Union: {
            const cst::TypeId member = row.args[below(row.args.size())];
            return cst::makeTagged(types_.canonical(member), value(member));
        }
        default: return {};
        }
    }

private:
    cst::TypeId optional(int depth) {
        cst::TypeId inner = type(depth - 1);
        while (types_.kind(inner) == cst::TypeKind::Optional) inner = types_.element(inner);
        return types_.optional(inner);  // a Some(None) does not survive JSON
    }
    cst::TypeId map(int depth) {
        const cst::TypeId key = below(2) == 0 ? cst::types::kString : type(depth - 1);
        return types_.map(key, type(depth - 1));
    }
    cst::TypeId unionType(int depth) {
        std::vector<cst::TypeId> members;
        for (std::size_t n = 2 + below(3); n > 0; --n) members.push_back(type(depth - 1));
        return types_.unionOf(members);
    }
    cst::TypeId record(int depth) {
        std::vector<cst::FieldType> fields;
        const std::size_t shift = below(26);
        for (std::size_t i = 0, n = below(12); i < n; ++i) {
            std::string name(1 + below(3), static_cast<char>('a' + (i * 7 + shift) % 26));
            fields.push_back({name, type(depth - 1)});
        }
        return types_.record(std::move(fields));
    }
    cst::Ref<cst::Column> column(cst::TypeId element, std::size_t rows) {
        cst::ColumnBuilder builder(types_, element);
        for (; rows > 0; --rows) builder.append(value(element));
        return builder.finish();
    }
    cst::Value mapValue(const cst::TypeRow& row) {
        std::vector<cst::Value> keys;
        for (std::size_t n = below(5); n > 0; --n) {
            cst::Value key = value(row.args[0]);
            bool isNew = true;
            for (const cst::Value& known : keys) {
                isNew = isNew && !cst::equals(types_, row.args[0], known, key);
            }
            if (isNew) keys.push_back(std::move(key));
        }
        cst::ColumnBuilder builder(types_, row.args[0]);
        for (const cst::Value& key : keys) builder.append(key);
        return cst::makeMap(builder.finish(), column(row.args[1], keys.size()));
    }
    int64_t integer() {
        const auto bits = static_cast<int64_t>(uint64_t{random_()} << 32 | random_());
        return bits >> below(64);
    }
    double floating() { return static_cast<double>(integer()) / (below(2) == 0 ? 1.0 : 997.0); }
    std::string text() {
        static const std::vector<std::string> kParts = {"a",    "Z",
                                                        " ",    "\"",
                                                        "\\",   "/",
                                                        "\n",   "\t",
                                                        "\x01", std::string(1, '\0'),
                                                        "é",    "€",
                                                        "😀",    "null",
                                                        "{",    "longer than what fits in place"};
        std::string out;
        for (std::size_t n = below(6); n > 0; --n) out += kParts[below(kParts.size())];
        return out;
    }

    cst::TypeTable& types_;
    std::mt19937 random_;
};
