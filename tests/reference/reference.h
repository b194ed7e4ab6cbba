#pragma once

#include "engine/base/source_range.h"
#include "engine/syntax/tree.h"
#include "tests/reference/json.h"
#include "tests/reference/library.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cst::reference {

/// A node that failed by itself: what, and which expression (outside of any lambda).
struct RootError {
    std::string code;
    SourceRange range;
    friend auto operator<=>(const RootError&, const RootError&) = default;
};

/// One output: its value, or all reasons why it has none.
struct OutputReport {
    std::string name;
    std::string type;  // as people read it
    std::string json;  // "" = none
    std::set<RootError> failures;
    std::set<std::string> missing;  // names of inputs
};

/// What a run of a program must come to, as far as the language says it.
struct Report {
    std::string status;  // "completed", "failed", "suspended", "bad-input"
    std::vector<OutputReport> outputs;
    std::set<RootError> errors;
    /// Of the assignments that are nodes (`b = a` is none), by node key: "completed", "failed",
    /// "skipped", "upstream-failed", "blocked".
    std::map<std::string, std::string> states;
    std::multiset<std::string> logged;  // messages of `log`
    /// False where a lambda with effects failed: elements behind it may have run or not.
    bool loggedExactly = true;
    std::vector<std::string> missing;  // required inputs, in source order
    std::vector<std::string> badPaths;
};

/// The reference interpreter: the language as its description says it, slow and obvious. Of the
/// engine it uses the syntax and the table of types only.
class Reference {
public:
    Reference() : library_(makeLibrary(types_)) {}

    /// Throws Invalid and Unsupported (unsupported.h). `inputs` is a JSON object.
    Report run(const std::string& text, const Json& inputs);

    const std::vector<Function>& library() const { return library_; }
    TypeTable& types() { return types_; }

private:
    TypeTable types_;
    std::vector<Function> library_;
};

}  // namespace cst::reference
