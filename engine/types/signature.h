#pragma once

#include "engine/base/completion_index.h"
#include "engine/base/id.h"
#include "engine/base/name_table.h"
#include "engine/types/type_table.h"

#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
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
    uint32_t versionMajor = 1;  // these two as in the module's descriptor
    uint32_t versionMinor = 0;
    std::string documentation;
    std::string example;  // an expression that calls it

    std::string qualifiedName() const { return nameSpace.empty() ? name : nameSpace + "." + name; }
    std::string_view qualified;  // the same, in the table that holds this one
};

/// `(list: List<T>, keep: (T) => Boolean) -> List<T>`
std::string parametersText(const Signature& signature, const TypeTable& types);

/// All callable things, by id, simple name and qualified name. Filled by the module registry,
/// then read only: any thread may read it. A look-up by name costs one hash and one comparison,
/// however many functions there are; everybody who runs something has its ids already.
class SignatureTable {
public:
    SignatureTable() = default;
    SignatureTable(const SignatureTable&) = delete;  // its rows refer to it
    SignatureTable& operator=(const SignatureTable&) = delete;

    /// The qualified name must be new (checked).
    FunctionId add(Signature signature);
    /// Room for so many more functions, with so many bytes in their qualified names together.
    void reserve(std::size_t functions, std::size_t nameBytes);

    const Signature& operator[](FunctionId id) const { return rows_[id]; }
    std::size_t size() const { return rows_.size(); }
    std::span<const Signature> all() const { return rows_.rows(); }

    FunctionId byQualifiedName(std::string_view name) const;  // no value if there is none
    std::span<const FunctionId> bySimpleName(std::string_view name) const;
    bool isNamespace(std::string_view path) const;     // registered, or prefix of one
    std::vector<std::string_view> namespaces() const;  // registered ones, sorted

    /// Functions whose qualified name completes what was typed, the likeliest first: indices of
    /// FunctionId.
    std::vector<CompletionMatch> complete(std::string_view typed, std::size_t limit) const;

    /// How often a name was looked up so far, for tests that say it is not done: while several
    /// threads look up at once some are not counted, but none is when there are none.
    uint64_t lookUps() const { return lookUps_.load(std::memory_order_relaxed); }

private:
    /// What a name stands for beside a function's qualified name.
    struct Use {
        bool isPrefix = false;           // of a namespace
        bool isNamespace = false;        // functions stand directly in it
        std::vector<FunctionId> simple;  // in the order of registration
    };

    NameId intern(std::string_view name);
    NameId find(std::string_view name) const;

    Table<FunctionId, Signature> rows_;
    NameTable names_;
    Table<NameId, FunctionId> qualified_;  // apart, so that few cache lines serve all look-ups
    Table<NameId, Use> uses_;
    CompletionIndex completion_;
    std::string joined_;  // qualified name of the function that is added
    mutable std::atomic<uint64_t> lookUps_ = 0;
};

}  // namespace cst
