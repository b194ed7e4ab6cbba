#pragma once

#include "engine/base/source_range.h"
#include "engine/syntax/token.h"
#include "engine/types/type_table.h"
#include "tests/reference/library.h"
#include "tests/reference/value.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace cst::reference {

struct Expr;
using ExprPtr = std::shared_ptr<const Expr>;

enum class Form : uint8_t {
    Constant,
    Input,        // name
    Reference,    // parts: the node that a variable names; not a node of its own
    Local,        // a lambda's parameter or a name that a match case binds
    Convert,      // parts: value. Not a node of its own
    Interpolate,  // parts: text and values in turn
    MakeList,     // parts: elements
    MakeRecord,   // names, parts: fields
    Merge,        // parts: left, right
    Arithmetic,   // op; parts: left, right, both of `type`
    Negate,       // parts: value
    Compare,      // op; parts: left, right, both of one type
    And,          // parts
    Or,           // parts
    Not,          // parts: value
    Field,        // name; parts: a record or a list of them
    Project,      // names; parts: a record or a list of them
    If,           // parts: (condition value)* otherwise
    Guard,        // parts: value, condition
    Coalesce,     // parts: left, right; `wraps` where a value of the left becomes Some of itself
    Match,        // parts: scrutinee, then the bodies of `cases`
    Call,         // function, options; parts: arguments
    HigherOrder,  // function; parts: list, body of the lambda; local: its parameter
};

struct MatchCase {
    std::vector<std::string> tags;  // of the members that it takes; ignored for a single type
    TypeId narrowed;                // what the scrutinee is inside
    uint32_t scrutinee = 0;         // local that the narrowed scrutinee is bound to
    struct Bound {
        std::string field;
        TypeId type;
        uint32_t local = 0;
    };
    std::vector<Bound> fields;
};

enum class OnError : uint8_t { Propagate, Zero, Wrap };

/// What of `with` needs no time, §6.
struct CallOptions {
    bool isLazy = false;
    int64_t retries = 0;
    OnError onError = OnError::Propagate;
    ExprPtr fallback;  // null = none
};

/// An expression whose types and conversions are worked out. Each one that stands outside a lambda
/// is a node: it is computed at most once in a run.
struct Expr {
    Form form = Form::Constant;
    TypeId type;
    SourceRange range;
    std::vector<ExprPtr> parts;

    Value constant;
    std::string name;
    std::vector<std::string> names;
    TokenKind op = TokenKind::EndOfFile;
    bool wraps = false;
    uint32_t local = 0;
    std::vector<MatchCase> cases;
    TypeId parameter;  // HigherOrder: of the lambda's parameter
    const Function* function = nullptr;
    CallOptions options;
};

/// A name at a place in the file: `total`, `total~2` after its first rebinding, `in:x`.
struct Named {
    std::string key;
    ExprPtr value;
};

/// A whole file, understood.
struct Program {
    struct Input {
        std::string name;
        TypeId type;
    };
    struct Output {
        std::string name;
        ExprPtr value;
    };
    std::vector<Input> inputs;
    std::vector<Output> outputs;  // of two with one name the last, at its place
    std::vector<Named> names;     // all assignments
    std::vector<std::pair<std::string, TypeId>> declaredTypes;
};

}  // namespace cst::reference
