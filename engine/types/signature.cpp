#include "engine/types/signature.h"

#include "engine/base/check.h"

#include <algorithm>
#include <utility>

namespace cst {

FunctionId SignatureTable::add(Signature signature) {
    std::string qualified = signature.qualifiedName();
    CST_CHECK(!byQualified_.contains(qualified), "a function of this name exists already");

    const std::string_view space = signature.nameSpace;
    if (!space.empty()) nameSpaces_.insert_or_assign(std::string(space), true);
    for (std::size_t dot = space.rfind('.'); dot != std::string_view::npos && dot > 0;
         dot = space.rfind('.', dot - 1)) {
        nameSpaces_.try_emplace(std::string(space.substr(0, dot)), false);
    }

    std::string simple = signature.name;
    const FunctionId id = rows_.add(std::move(signature));
    rows_[id].qualified = byQualified_.emplace(std::move(qualified), id).first->first;
    bySimple_[std::move(simple)].push_back(id);
    return id;
}

FunctionId SignatureTable::byQualifiedName(std::string_view name) const {
    const auto found = byQualified_.find(name);
    return found == byQualified_.end() ? FunctionId() : found->second;
}

std::span<const FunctionId> SignatureTable::bySimpleName(std::string_view name) const {
    const auto found = bySimple_.find(name);
    if (found == bySimple_.end()) return {};
    return found->second;
}

bool SignatureTable::isNamespace(std::string_view path) const {
    return nameSpaces_.find(path) != nameSpaces_.end();
}

std::vector<std::string_view> SignatureTable::namespaces() const {
    std::vector<std::string_view> names;
    for (const auto& [name, registered] : nameSpaces_) {
        if (registered) names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace cst
