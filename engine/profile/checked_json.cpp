#include "engine/profile/checked_json.h"

#include <algorithm>
#include <unordered_set>

namespace cst {
namespace {

using Json = nlohmann::json;

Error refused(std::string message, std::string path = "") {
    return {"R007", std::move(message), std::move(path)};
}

/// Walks the document once before anything is built of it: counts, and looks for keys that stand
/// twice, of which nobody could say which one counts.
class Checker : public nlohmann::json_sax<Json> {
public:
    Checker(std::string_view text, std::string_view what, const CheckedJsonLimits& limits)
        : text_(text), what_(what), limits_(limits) {}
    std::optional<Error> error;

    bool null() override { return value(); }
    bool boolean(bool) override { return value(); }
    bool number_integer(number_integer_t) override { return value(); }
    bool number_unsigned(number_unsigned_t) override { return value(); }
    bool number_float(number_float_t, const string_t&) override { return value(); }
    bool string(string_t&) override { return value(); }
    bool binary(binary_t&) override { return value(); }
    bool start_object(std::size_t) override { return open(false); }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override { return open(true); }
    bool end_array() override { return close(); }
    bool key(string_t& name) override {
        Level& level = levels_.back();
        level.key = name;
        if (!level.keys.insert(name).second) {
            error = refused("the key `" + name + "` stands twice in one object", path());
        }
        return !error;
    }
    bool parse_error(std::size_t position, const std::string&, const Json::exception&) override {
        const std::string_view before = text_.substr(0, position > 0 ? position - 1 : 0);
        const std::size_t lineBegin = before.rfind('\n') + 1;  // npos + 1 == 0
        error = refused(what_ + " is no JSON: something is wrong at line " +
                        std::to_string(std::count(before.begin(), before.end(), '\n') + 1) +
                        ", column " + std::to_string(before.size() - lineBegin + 1));
        return false;
    }

private:
    struct Level {
        bool isArray = false;
        std::size_t index = 0;  // of the next element
        std::string key;
        std::unordered_set<std::string> keys;
    };

    bool value() {
        if (!levels_.empty()) {
            ++levels_.back().index;
        }
        if (++values_ > limits_.values) {
            error =
                refused(what_ + " holds more than " + std::to_string(limits_.values) + " values");
        }
        return !error;
    }
    bool open(bool isArray) {
        if (!value()) {
            return false;
        }
        levels_.push_back({isArray, 0, {}, {}});
        if (levels_.size() > limits_.depth) {
            error =
                refused(what_ + " nests deeper than " + std::to_string(limits_.depth) + " levels");
        }
        return !error;
    }
    bool close() {
        levels_.pop_back();
        return true;
    }
    std::string path() const {
        std::string out;
        for (const Level& level : levels_) {
            if (level.isArray) {
                out += "[" + std::to_string(level.index - 1) + "]";
            } else {
                out += (out.empty() ? "" : ".") + level.key;
            }
        }
        return out;
    }

    const std::string_view text_;
    const std::string what_;
    const CheckedJsonLimits limits_;
    std::size_t values_ = 0;
    std::vector<Level> levels_;
};

}  // namespace

Result<Json> parseChecked(std::string_view json, std::string_view what,
                          const CheckedJsonLimits& limits) {
    if (json.size() > limits.bytes) {
        return refused(std::string(what) + " has more than " + std::to_string(limits.bytes >> 20U) +
                       " MiB");
    }
    Checker checker(json, what, limits);
    const bool isJson = Json::sax_parse(json, &checker);
    if (checker.error) {
        return *checker.error;
    }
    Json document = isJson ? Json::parse(json, nullptr, false) : Json(Json::value_t::discarded);
    if (document.is_discarded()) {
        return refused(std::string(what) + " is no JSON");
    }
    return document;
}

JsonMembers::JsonMembers(const Json& object, std::string path, std::optional<Error>& error)
    : object_(object), path_(std::move(path)), error_(error) {
    if (!object_.is_object() && !error_) {
        error_ = refused("expected an object", path_);
    }
}

const Json* JsonMembers::member(const char* key) const {
    if (!object_.is_object()) {
        return nullptr;
    }
    const auto found = object_.find(key);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
}

std::string JsonMembers::pathOf(std::string_view key) const {
    return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

void JsonMembers::refuse(const char* key, std::string message) {
    if (!error_) {
        error_ = refused(std::move(message), pathOf(key));
    }
}

void JsonMembers::require(const char* key) {
    if (!has(key)) {
        refuse(key, "`" + std::string(key) + "` is missing");
    }
}

void JsonMembers::count(const char* key, uint64_t& to) {
    const Json* value = member(key);
    if (value == nullptr) {
        return;
    }
    if (!value->is_number_unsigned()) {
        refuse(key, "expected a whole number that is not negative");
        return;
    }
    to = value->get<uint64_t>();
}

void JsonMembers::count(const char* key, uint32_t& to) {
    uint64_t wide = to;
    count(key, wide);
    if (wide > UINT32_MAX) {
        refuse(key, "expected a number below 2^32");
        return;
    }
    to = static_cast<uint32_t>(wide);
}

bool JsonMembers::number(const Json& value, double most, double& to) const {
    if (!value.is_number()) {
        return false;
    }
    const double read = value.get<double>();
    if (!(read >= 0 && read <= most)) {
        return false;
    }
    to = read;
    return true;
}

void JsonMembers::time(const char* key, double& to) {
    const Json* value = member(key);
    if (value != nullptr && !number(*value, kLongestUs, to)) {
        refuse(key, "expected a time in microseconds, 0 to 1e15");
    }
}

void JsonMembers::share(const char* key, double& to) {
    const Json* value = member(key);
    if (value != nullptr && !number(*value, 1, to)) {
        refuse(key, "expected a share, 0 to 1");
    }
}

void JsonMembers::times(const char* key, std::vector<float>& to, std::size_t most) {
    const Json* list = array(key);
    if (list == nullptr) {
        return;
    }
    if (list->size() > most) {
        refuse(key, "expected at most " + std::to_string(most) + " times");
        return;
    }
    to.reserve(list->size());
    for (const Json& each : *list) {
        double read = 0;
        if (!number(each, kLongestUs, read)) {
            refuse((std::string(key) + "[" + std::to_string(to.size()) + "]").c_str(),
                   "expected a time in microseconds, 0 to 1e15");
            return;
        }
        to.push_back(static_cast<float>(read));
    }
}

void JsonMembers::text(const char* key, std::string& to) {
    const Json* value = member(key);
    if (value == nullptr) {
        return;
    }
    if (!value->is_string()) {
        refuse(key, "expected a text");
        return;
    }
    to = value->get<std::string>();
}

void JsonMembers::flag(const char* key, bool& to) {
    const Json* value = member(key);
    if (value == nullptr) {
        return;
    }
    if (!value->is_boolean()) {
        refuse(key, "expected true or false");
        return;
    }
    to = value->get<bool>();
}

const Json* JsonMembers::object(const char* key) {
    const Json* value = member(key);
    if (value != nullptr && !value->is_object()) {
        refuse(key, "expected an object");
        return nullptr;
    }
    return value;
}

const Json* JsonMembers::array(const char* key) {
    const Json* value = member(key);
    if (value != nullptr && !value->is_array()) {
        refuse(key, "expected a list");
        return nullptr;
    }
    return value;
}

}  // namespace cst
