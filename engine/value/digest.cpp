#include "engine/value/digest.h"

#include "engine/value/binary_writer.h"
#include "engine/value/lazy.h"

#include <string>
#include <string_view>

namespace cst {
namespace {

/// Takes the bytes that the binary form of a value would have, and keeps only their hash: small
/// pieces are gathered, large blocks are hashed where they lie.
class DigestSink {
public:
    void append(const char* data, std::size_t size) {
        if (size < kBlock) {
            pending_.append(data, size);
            if (pending_.size() >= kBlock) {
                flush();
            }
            return;
        }
        flush();
        digest_ = hashPair(digest_, hashBytes(data, size));
    }
    bool take(const Cell& cell) {
        const LazyObject* const lazy = cell.value() != nullptr ? lazyOf(*cell.value()) : nullptr;
        if (lazy == nullptr) {
            return false;
        }
        flush();
        digest_ = hashPair(digest_, hashPair(lazy->source, kLazy));
        return true;
    }
    Hash128 finish() {
        flush();
        return digest_;
    }

private:
    static constexpr std::size_t kBlock = 4096;
    static constexpr Hash128 kLazy{1, 0};

    void flush() {
        if (!pending_.empty()) {
            digest_ = hashPair(digest_, hashBytes(pending_));
            pending_.clear();
        }
    }

    std::string pending_;
    Hash128 digest_;
};

}  // namespace

Hash128 digestOf(const TypeTable& types, TypeId type, const Value& value) {
    DigestSink sink;
    BinaryWriter(sink, types).cell(type, Cell(value));
    return sink.finish();
}

}  // namespace cst
