// Any bytes against a few types: the decoder never crashes or reads outside of the document, it
// agrees with the plain fault finder on what is JSON, and what it takes survives being written
// and read again. The first byte chooses the type, the second one the limit of depth and the size
// of the window of tokens.

#include "engine/json/decode.h"
#include "engine/json/encode.h"
#include "engine/json/fault.h"
#include "engine/value/column.h"
#include "engine/value/kernels.h"
#include "tests/json/type_text.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

struct Fixture {
    cst::TypeTable types;
    std::vector<cst::TypeId> roots;

    Fixture() {
        for (const char* text : {
                 "{}",
                 "Int",
                 "List<Float>",
                 "List<{ a: Int, b: Optional<String>, c: List<{ d: Float, e: Boolean }> }>",
                 "Map<String, List<Int>>",
                 "Map<Float, Map<{ a: Int }, Optional<Boolean>>>",
                 "Int | Float | String | List<Int> | { a: Int } | { a: Int, b: Optional<Int> }",
                 "List<{ u: { a: Int | String } | Map<String, Int> | Optional<List<String>> }>",
             }) {
            roots.push_back(TypeText(types, text).read());
        }
    }
};

void require(bool condition) {
    if (!condition) std::abort();
}

bool isMalformed(const std::vector<cst::Error>& errors) {
    return !errors.empty() && errors[0].message.starts_with("malformed JSON at ");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
    static Fixture fixture;
    if (size < 2) return 0;
    const cst::TypeId type = fixture.roots[data[0] % fixture.roots.size()];
    const cst::JsonField field{"x", type, {{"Alias", cst::types::kInt}}};
    cst::JsonLimits limits;
    limits.maxDepth = data[1] % 32U;
    limits.unreadFrom = 0;
    if (data[1] >= 128U) limits.windowBytes = data[1] - 128U;
    // A copy of its own, so that the address sanitizer sees a read beyond the end.
    const std::vector<char> bytes(data + 2, data + size);
    const std::string_view json(bytes.data(), bytes.size());

    const auto fault = cst::findFault(json, limits.maxDepth, {});
    const auto decoded = cst::decodeValue(fixture.types, field, json, limits);
    require(isMalformed(decoded.errors) == fault.has_value());

    const std::vector<cst::JsonField> fields = {{"a", type, {}}, {"b", cst::types::kInt, {}}};
    const auto inputs = cst::decodeInputs(fixture.types, fields, json, limits);
    require(isMalformed(inputs.errors) == fault.has_value());

    const std::vector<cst::JsonField> unread = {{"a", type, {}, {{}}}, {"b", cst::types::kInt, {}}};
    const auto late = cst::decodeInputs(fixture.types, unread, json, limits);
    require(late.errors.size() == inputs.errors.size());
    if (late.errors.empty() && late.given[0]) {
        require(cst::equals(fixture.types, type, late.values[0], inputs.values[0]));
    }

    if (decoded.errors.empty()) {
        std::string written;
        cst::encodeValue(written, fixture.types, type, decoded.value);
        const auto again = cst::decodeValue(fixture.types, field, written, {});
        require(again.errors.empty());
        require(cst::equals(fixture.types, type, decoded.value, again.value));
        const std::string pretty = cst::prettyValue(fixture.types, type, decoded.value, data[1]);
        require(cst::decodeValue(fixture.types, field, pretty, {}).errors.empty());
    }
    return 0;
}
