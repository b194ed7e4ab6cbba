#include "engine/types/signature.h"

#include "engine/base/check.h"

#include <algorithm>
#include <utility>

namespace cst {

std::string parametersText(const Signature& signature, const TypeTable& types) {
    std::string text = "(";
    for (const ParameterType& parameter : signature.parameters) {
        text += (text.size() == 1 ? "" : ", ") + parameter.name + ": " + types.text(parameter.type);
    }
    return text + ") -> " + types.text(signature.result);
}

NameId SignatureTable::intern(std::string_view name) {
    const NameId id = names_.intern(name);
    if (id.index == uses_.size()) {
        qualified_.add({});
        uses_.add({});
    }
    return id;
}

NameId SignatureTable::find(std::string_view name) const {
    // Not fetch_add(): that would hold up the threads of a compiler for a figure that only has to
    // tell none from some.
    lookUps_.store(lookUps() + 1, std::memory_order_relaxed);
    return names_.find(name);
}

void SignatureTable::reserve(std::size_t functions, std::size_t nameBytes) {
    rows_.reserve(rows_.size() + functions);
    names_.reserve(names_.size() + 2 * functions);
    qualified_.reserve(qualified_.size() + 2 * functions);
    uses_.reserve(uses_.size() + 2 * functions);
    completion_.reserve(functions, nameBytes);
}

FunctionId SignatureTable::add(Signature signature) {
    joined_.assign(signature.nameSpace);
    joined_.append(signature.nameSpace.empty() ? "" : ".").append(signature.name);
    const std::string_view qualified = joined_;
    const NameId full = intern(qualified);
    CST_CHECK(!qualified_[full].hasValue(), "a function of this name exists already");
    const FunctionId id(rows_.size());
    qualified_[full] = id;
    uses_[intern(signature.name)].simple.push_back(id);

    const std::string_view space = signature.nameSpace;
    if (!space.empty() && !uses_[intern(space)].isNamespace) {
        uses_[intern(space)].isNamespace = true;
        for (std::size_t dot = space.rfind('.'); dot != std::string_view::npos && dot > 0;
             dot = space.rfind('.', dot - 1)) {
            uses_[intern(space.substr(0, dot))].isPrefix = true;
        }
    }
    signature.qualified = names_.text(full);
    completion_.add(qualified);
    return rows_.add(std::move(signature));
}

FunctionId SignatureTable::byQualifiedName(std::string_view name) const {
    const NameId found = find(name);
    return found.hasValue() ? qualified_[found] : FunctionId();
}

std::span<const FunctionId> SignatureTable::bySimpleName(std::string_view name) const {
    const NameId found = find(name);
    return found.hasValue() ? uses_[found].simple : std::span<const FunctionId>();
}

bool SignatureTable::isNamespace(std::string_view path) const {
    const NameId found = find(path);
    return found.hasValue() && (uses_[found].isPrefix || uses_[found].isNamespace);
}

std::vector<std::string_view> SignatureTable::namespaces() const {
    std::vector<std::string_view> names;
    for (uint32_t i = 0; i < uses_.size(); ++i) {
        if (uses_[NameId(i)].isNamespace) {
            names.push_back(names_.text(NameId(i)));
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<CompletionMatch> SignatureTable::complete(std::string_view typed,
                                                      std::size_t limit) const {
    return completion_.complete(typed, limit);
}

}  // namespace cst
