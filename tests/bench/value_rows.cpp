// Rows of what values take of memory.

#include "engine/value/column.h"
#include "tests/bench/rows.h"

#include <malloc.h>

namespace cst::bench {
namespace {

/// What malloc has handed out, in bytes.
double allocated() {
    const auto info = ::mallinfo2();
    return static_cast<double>(info.uordblks) + static_cast<double>(info.hblkhd);
}

constexpr uint32_t kRows = 1000;
constexpr uint32_t kDimensions = 1536;

Ref<Column> embeddings(const TypeTable& types, TypeId rowType) {
    ColumnBuilder builder(types, rowType);
    for (uint32_t row = 0; row < kRows; ++row) {
        for (uint32_t i = 0; i < kDimensions; ++i) {
            builder.child(0).appendFloat(static_cast<double>(row) + i);
        }
        builder.closeList();
    }
    return builder.finish();
}

/// Peer: eight bytes a float. Ours: what malloc handed out for them, its own heads included.
Result<Measured> measureEmbeddings(const std::string&) {
    TypeTable types;
    const TypeId rowType = types.list(types::kFloat);
    Measured measured = inTurn(1, 3, [&](int) {
        const double before = allocated();
        const Ref<Column> rows = embeddings(types, rowType);
        return allocated() - before;
    });
    measured.p99 = -1;  // not a time
    measured.peer = "8 bytes a float";
    measured.peerValue = 8.0 * kRows * kDimensions;
    return measured;
}

}  // namespace

std::vector<Row> valueRows() {
    return {{"value/embeddings", measureEmbeddings}};
}

}  // namespace cst::bench
