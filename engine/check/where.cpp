#include "engine/check/where.h"

namespace cst {

std::string Where::text() const {
    switch (kind_) {
    case Kind::Nowhere: break;
    case Kind::Argument:
        return " in argument " + std::to_string(index_ + 1) + " (`" +
               signature_->parameters[index_].name + "`) of `" + signature_->name + "`";
    case Kind::Field: return " in field `" + std::string(name_) + "`" + outer_->text();
    case Kind::Lambda: return " as the result of the lambda" + outer_->text();
    case Kind::Operator: return " on the right of `" + std::string(name_) + "`";
    }
    return "";
}

}  // namespace cst
