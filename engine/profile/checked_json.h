#pragma once

#include "engine/base/result.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cst {

/// What a document from elsewhere may hold, so that no file takes more memory than it is worth.
struct CheckedJsonLimits {
    std::size_t bytes = 0;
    std::size_t values = 0;
    std::size_t depth = 16;
};

/// Reads JSON that nobody has checked. Errors (R007) say where: line and column of what is no JSON,
/// the path of a key that stands twice in an object. `what` names the document in them.
Result<nlohmann::json> parseChecked(std::string_view json, std::string_view what,
                                    const CheckedJsonLimits& limits);

/// The members of one object of such a document, read one by one. A member that is missing or null
/// leaves what is there. The first one that is wrong is kept in `error`, with its path.
class JsonMembers {
public:
    static constexpr double kLongestUs = 1e15;  // 31 years

    /// All must outlive it. `path` = that of the object, "" = of the document.
    JsonMembers(const nlohmann::json& object, std::string path, std::optional<Error>& error);

    void count(const char* key, uint64_t& to);  // a whole number, not negative
    void count(const char* key, uint32_t& to);
    void time(const char* key, double& to);  // 0 … kLongestUs
    void times(const char* key, std::vector<float>& to, std::size_t most);
    void share(const char* key, double& to);  // 0 … 1
    void text(const char* key, std::string& to);
    void flag(const char* key, bool& to);
    /// Null if it is missing, null or no object (that is an error).
    const nlohmann::json* object(const char* key);
    const nlohmann::json* array(const char* key);
    /// An error if the member is missing or null.
    void require(const char* key);
    bool has(const char* key) const { return member(key) != nullptr; }
    void refuse(const char* key, std::string message);

    std::string pathOf(std::string_view key) const;

private:
    const nlohmann::json* member(const char* key) const;
    bool number(const nlohmann::json& value, double most, double& to) const;

    const nlohmann::json& object_;
    const std::string path_;
    std::optional<Error>& error_;
};

}  // namespace cst
