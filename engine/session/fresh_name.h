#pragma once

#include "engine/base/result.h"
#include "engine/session/edit_tree.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cst {

/// Why this cannot be a name, in one sentence; nothing if it can.
std::optional<Error> whyNoName(std::string_view name);

/// `slowQuery` of `SlowQuery` and `slow-query`: as variables are written.
std::string variableCase(std::string_view name);

/// Hands out names that nothing in the text and nothing in the library has, each once.
class FreshNames {
public:
    explicit FreshNames(const EditTree& tree) : tree_(tree) {}

    /// For what a call of that function gives: `slowQuery`, or `addResult` where the function
    /// itself is called `add`; then with a number.
    std::string ofCall(std::string_view function);
    /// The name with the next number that is free: `total2`, `x10` of `x9`.
    std::string next(std::string_view name);
    /// `name` itself if it is free.
    std::string likeThis(std::string_view name);

private:
    bool isFree(std::string_view name) const;
    std::string take(std::string name);

    const EditTree& tree_;
    std::vector<std::string> taken_;
};

}  // namespace cst
