#pragma once

#include "engine/base/id.h"
#include "engine/types/type_table.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cst {

using FunctionId = Id<struct FunctionTag>;

/// Functions that the compiler itself knows how to check and to run.
enum class Intrinsic : uint8_t { None, Filter, Map, All, Any, SortBy };

/// What checking a call depends on, beyond its plain types.
enum class SignatureRule : uint8_t {
    Plain,       // parameters and result as written
    ListSum,     // List<Int> → Int or List<Float> → Float
    ListConcat,  // T is the join of both element types, never a new union
    AnyValue,    // the argument may have any type but a function's
};

struct ParameterType {
    std::string name;
    TypeId type;
};

/// A callable thing as the compiler sees it: names, types and effects, no code.
struct Signature {
    std::string name;       // `add`
    std::string nameSpace;  // `stdlib.math`; "" = none
    std::vector<ParameterType> parameters;
    TypeId result;
    bool pure = true;  // same arguments, same result, nothing else happens
    Intrinsic intrinsic = Intrinsic::None;
    SignatureRule rule = SignatureRule::Plain;
    std::string documentation;
    std::string example;  // an expression that calls it

    std::string qualifiedName() const { return nameSpace.empty() ? name : nameSpace + "." + name; }
    std::string_view qualified;  // the same, in the table that holds this one
};

/// All callable things, by id, simple name and qualified name. Filled by the module registry,
/// then read only: any thread may read it.
class SignatureTable {
public:
    SignatureTable() = default;
    SignatureTable(const SignatureTable&) = delete;  // its rows refer to it
    SignatureTable& operator=(const SignatureTable&) = delete;

    /// The qualified name must be new (checked).
    FunctionId add(Signature signature);

    const Signature& operator[](FunctionId id) const { return rows_[id]; }
    std::size_t size() const { return rows_.size(); }
    std::span<const Signature> all() const { return rows_.rows(); }

    FunctionId byQualifiedName(std::string_view name) const;  // no value if there is none
    std::span<const FunctionId> bySimpleName(std::string_view name) const;
    bool isNamespace(std::string_view path) const;     // registered, or prefix of one
    std::vector<std::string_view> namespaces() const;  // registered ones, sorted

private:
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept {
            return std::hash<std::string_view>{}(text);
        }
    };
    template <class T>
    using NameMap = std::unordered_map<std::string, T, TextHash, std::equal_to<>>;

    Table<FunctionId, Signature> rows_;
    NameMap<FunctionId> byQualified_;
    NameMap<std::vector<FunctionId>> bySimple_;
    NameMap<bool> nameSpaces_;  // true = functions stand directly in it, false = only a prefix
};

}  // namespace cst
