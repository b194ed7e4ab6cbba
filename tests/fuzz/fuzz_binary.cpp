// Any bytes as values of a few types: decoding never crashes and never reads outside of them, and
// what it takes can be written, as JSON and again. The first byte chooses the type; the header is
// made to fit, so that the content is what is fuzzed.

#include "engine/base/hash.h"
#include "engine/json/encode.h"
#include "engine/value/binary.h"
#include "engine/value/kernels.h"
#include "tests/json/type_text.h"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

constexpr std::size_t kHash = 24;  // where it stands in the header
constexpr std::size_t kHeader = 40;

struct Fixture {
    cst::TypeTable types;
    std::vector<cst::TypeId> roots;
    std::vector<std::string> headers;

    Fixture() {
        for (const char* text : {
                 "Int",
                 "String",
                 "List<{ a: Int, b: Optional<String>, c: List<{ d: Float, e: Boolean }> }>",
                 "Map<String, List<Int>>",
                 "Map<Float, Map<{ a: Int }, Optional<Boolean>>>",
                 "List<Int | String | List<Int> | { a: Int }>",
             }) {
            roots.push_back(TypeText(types, text).read());
            std::string bytes;
            cst::encodeBinary(bytes, types, roots.back(), cst::zeroValue(types, roots.back()));
            headers.push_back(bytes.substr(0, kHeader));
        }
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
    static Fixture fixture;
    if (size < 1) return 0;
    const std::size_t which = data[0] % fixture.roots.size();
    const cst::TypeId type = fixture.roots[which];
    const std::string content(reinterpret_cast<const char*>(data + 1), size - 1);
    std::string bytes = fixture.headers[which] + content;
    const cst::Hash128 hash = cst::hashBytes(content);
    std::memcpy(bytes.data() + kHash, &hash, sizeof hash);

    const auto decoded = cst::decodeBinary(fixture.types, type, bytes);
    if (!decoded.ok()) return 0;
    std::string again;
    cst::encodeBinary(again, fixture.types, type, *decoded);
    if (again.size() != bytes.size()) std::abort();
    std::string json;
    cst::encodeValue(json, fixture.types, type, *decoded);
    return 0;
}
