#pragma once

#include "tests/reference/library.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace cst::reference {

/// Which function a name means at a place of the file, language §5.4.
class FunctionNames {
public:
    explicit FunctionNames(const std::vector<Function>& library);

    /// `use path` or `use path as alias`. Throws Invalid.
    void use(const std::string& path, const std::string& alias);
    /// Throws Invalid where the name means none or several, Unsupported for what is left out.
    const Function& resolve(const std::string& name) const;

private:
    const Function& only(const std::vector<const Function*>& found, const std::string& name) const;

    const std::vector<Function>& library_;
    std::set<std::string> nameSpaces_;  // and their proper prefixes
    bool anyUse_ = false;
    std::set<std::string> imported_;  // by an un-aliased use
    std::map<std::string, std::string> aliases_;
    std::map<std::string, std::string> implicitAliases_;  // last segment → namespace
};

}  // namespace cst::reference
