#include "tests/reference/names.h"

#include "tests/reference/unsupported.h"

namespace cst::reference {

FunctionNames::FunctionNames(const std::vector<Function>& library) : library_(library) {
    for (const Function& function : library) {
        std::string path = function.nameSpace;
        while (!path.empty()) {
            nameSpaces_.insert(path);
            const std::size_t dot = path.rfind('.');
            path = dot == std::string::npos ? "" : path.substr(0, dot);
        }
    }
}

void FunctionNames::use(const std::string& path, const std::string& alias) {
    if (!nameSpaces_.contains(path)) throw Invalid{"unknown namespace " + path};
    anyUse_ = true;
    if (!alias.empty()) {
        if (const auto known = aliases_.find(alias);
            known != aliases_.end() && known->second != path) {
            throw Invalid{"alias " + alias + " is taken"};
        }
        aliases_[alias] = path;
        return;
    }
    imported_.insert(path);
    const std::size_t dot = path.rfind('.');
    implicitAliases_[dot == std::string::npos ? path : path.substr(dot + 1)] = path;
}

const Function& FunctionNames::resolve(const std::string& name) const {
    static const std::set<std::string> kLeftOut = {
        "SlowQuery",   "SlowApiCall",    "ExpensiveCompute",      "FlakyService",
        "QuickCheck",  "RateLimitedApi", "ResourceIntensiveTask", "TimeoutProneService",
        "DeepAnalysis"};
    if (kLeftOut.contains(name)) throw Unsupported{"module that waits or counts"};
    std::vector<const Function*> found;
    const std::size_t dot = name.find('.');
    if (dot == std::string::npos) {
        if (aliases_.contains(name)) throw Invalid{name + " is an alias"};
        for (const Function& function : library_) {
            const bool visible =
                function.nameSpace.empty() || !anyUse_ || imported_.contains(function.nameSpace);
            if (function.name == name && visible) found.push_back(&function);
        }
        return only(found, name);
    }
    std::string qualified = name;
    const std::string head = name.substr(0, dot);
    if (const auto alias = aliases_.find(head); alias != aliases_.end()) {
        qualified = alias->second + name.substr(dot);
    } else if (const auto implicit = implicitAliases_.find(head);
               implicit != implicitAliases_.end()) {
        qualified = implicit->second + name.substr(dot);
    }
    for (const Function& function : library_) {
        if (function.qualifiedName() == qualified) found.push_back(&function);
    }
    return only(found, name);
}

const Function& FunctionNames::only(const std::vector<const Function*>& found,
                                    const std::string& name) const {
    if (found.size() != 1) throw Invalid{"function " + name + " is unknown or ambiguous"};
    return *found[0];
}

}  // namespace cst::reference
