#pragma once

#include "engine/types/signature.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace cst {

/// Where a value goes, for the message of a mismatch: " in argument 2 (`limit`) of `f`". The words
/// are put together only if something does not fit there, which is seldom.
/// Lives on the stack of a check: what it is made of outlives it.
class Where {
public:
    Where() = default;
    static Where argument(const Signature& signature, std::size_t index) {
        Where where(Kind::Argument, nullptr);
        where.signature_ = &signature;
        where.index_ = index;
        return where;
    }
    /// A field of what goes to `outer`.
    static Where field(std::string_view name, const Where& outer) {
        Where where(Kind::Field, &outer);
        where.name_ = name;
        return where;
    }
    static Where resultOfLambda(const Where& outer) { return Where(Kind::Lambda, &outer); }

    static Where rightOf(std::string_view sign) {
        Where where(Kind::Operator, nullptr);
        where.name_ = sign;
        return where;
    }

    std::string text() const;

private:
    enum class Kind { Nowhere, Argument, Field, Lambda, Operator };
    Where(Kind kind, const Where* outer) : kind_(kind), outer_(outer) {}

    Kind kind_ = Kind::Nowhere;
    const Where* outer_ = nullptr;
    const Signature* signature_ = nullptr;
    std::size_t index_ = 0;
    std::string_view name_;
};

}  // namespace cst
