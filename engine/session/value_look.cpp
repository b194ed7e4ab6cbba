#include "engine/session/value_look.h"

#include "engine/json/encode.h"
#include "engine/text/utf8.h"
#include "engine/value/column.h"
#include "engine/value/lazy.h"
#include "engine/value/value_part.h"
#include "engine/value/whole_value.h"
#include "engine/value/written_size.h"

namespace cst {

namespace {

constexpr std::size_t kPreviewBytes = 200;
constexpr int64_t kMostElements = 50;  // of a list that is written out to see what it takes

/// Cuts at a code point's border.
void cutTo(std::string& text, std::size_t limit) {
    if (text.size() <= limit) {
        return;
    }
    while (limit > 0 && (static_cast<uint8_t>(text[limit]) & 0xC0U) == 0x80U) {
        --limit;
    }
    text.resize(limit);
    text += "…";
}

}  // namespace

void look(NodeRun& row, const TypeTable& types, TypeId type, const Value& value, std::size_t room) {
    const bool isRead = lazyOf(value) == nullptr;
    const TypeKind kind = types.kind(type);
    if (isRead && kind == TypeKind::List) {
        row.elements = value.asList().size;
    } else if (isRead && kind == TypeKind::Map) {
        row.elements = value.asMap().size;
    } else if (isRead && kind == TypeKind::String && value.asText().size() <= room) {
        row.elements = static_cast<int64_t>(utf8Count(value.asText()));
    }
    if (kind == TypeKind::List && row.elements > kMostElements) {
        ValuePart(types, type, value).appendShort(row.preview, kPreviewBytes);
        const int64_t rows = sizeOfRows(value.asList());
        row.bytes = rows < 0 ? -1 : rows + static_cast<int64_t>(sizeof(Value));
        return;
    }
    if (!fitsWrittenOut(types, type, value, room)) {
        row.preview = kind == TypeKind::List ? "[…]" : "{…}";
        if (isRead && kind == TypeKind::String) {
            row.bytes = static_cast<int64_t>(readWhole(value));  // O(1) of a text
        }
        return;
    }
    appendUpTo(row.preview, kPreviewBytes,
               [&](const TextSink& sink) { encodeValue(sink, types, type, value); });
    row.bytes = static_cast<int64_t>(readWhole(value));  // it is read by now
}

void appendUpTo(std::string& text, std::size_t limit,
                const std::function<void(const TextSink&)>& write) {
    write([&](std::string_view piece) {
        text += piece;
        return text.size() <= limit;
    });
    cutTo(text, limit);
}

}  // namespace cst
