#include "engine/run/wrap_outcome.h"

#include "engine/base/check.h"
#include "engine/run/error_kind.h"
#include "engine/value/column.h"
#include "engine/value/objects.h"

#include <algorithm>
#include <array>

namespace cst {

CallOutcome wrapCallOutcome(const TypeTable& types, const SignatureTable& signatures,
                            const Operation& call, CallOutcome outcome) {
    if (!call.wraps || outcome.isPending()) {
        return outcome;
    }
    const auto memberWith = [&](std::string_view field) {
        const std::vector<TypeId>& members = types[call.type].args;
        const auto found = std::find_if(members.begin(), members.end(), [&](TypeId member) {
            return types[member].fields.front().name == field;
        });
        CST_CHECK(found != members.end(), "the type of a wrapped call");
        return types.canonical(*found);
    };
    if (auto* value = outcome.value()) {
        std::array<Value, 1> slots{std::move(*value)};
        return makeTagged(memberWith("value"), makeRecord(slots));
    }
    const Error& error = *outcome.error();
    if (error.code == "R010") {
        return outcome;
    }
    std::array<Value, 3> details{Value::ofText(signatures[call.function].qualifiedName()),
                                 Value::ofText(errorKind(error.code)),
                                 Value::ofText(error.message)};
    std::array<Value, 1> slots{makeRecord(details)};
    return makeTagged(memberWith("error"), makeRecord(slots));
}

}  // namespace cst
