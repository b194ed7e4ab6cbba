#include "engine/session/node_value.h"

#include "engine/json/encode.h"

namespace cst {

WrittenValue writtenOut(const TypeTable& types, TypeId type, const Value& value, std::size_t most) {
    WrittenValue written;
    const auto take = [&](std::string_view piece) {
        written.json += piece;
        return written.json.size() <= most;
    };
    prettyValue(take, types, type, value);
    if (written.json.size() > most) {
        written.isCut = true;
        std::size_t end = most;
        while (end > 0 && (static_cast<uint8_t>(written.json[end]) & 0xC0U) == 0x80U) {
            --end;  // at a code point's border
        }
        written.json.resize(end);
    }
    return written;
}

}  // namespace cst
