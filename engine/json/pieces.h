#pragma once

#include <cstddef>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>

namespace cst {

/// Takes a text in pieces, in order; false says that no more are wanted.
using TextSink = std::function<bool(std::string_view piece)>;

/// Gathers small parts of a text and hands them on in pieces of at most kBytes, so that a text of
/// any length takes no more memory than that. On the stack. Not thread safe.
class Pieces {
public:
    static constexpr std::size_t kBytes = 16 << 10;

    explicit Pieces(const TextSink& sink) : sink_(&sink) {}
    /// Pieces go to the end of `out`: a call a piece, and none a character.
    explicit Pieces(std::string& out) : out_(&out) {}
    ~Pieces() { flush(); }
    Pieces(const Pieces&) = delete;
    Pieces& operator=(const Pieces&) = delete;

    /// Room for `size` bytes, at most kBytes; then wrote() says where they end.
    char* room(std::size_t size) {
        if (static_cast<std::size_t>(piece_ + kBytes - at_) < size) flush();
        return at_;
    }
    void wrote(char* end) { at_ = end; }
    /// For loops that keep the place in a register: room() for what is written from `to` on, where
    /// all up to `to` is.
    char* room(char* to, std::size_t size) {
        if (static_cast<std::size_t>(piece_ + kBytes - to) >= size) return to;
        at_ = to;
        return room(size);
    }

    void append(char c) {
        *room(1) = c;
        ++at_;
    }
    void append(std::string_view text) {
        while (text.size() > kBytes) {
            append(text.substr(0, kBytes));
            text.remove_prefix(kBytes);
        }
        std::memcpy(room(text.size()), text.data(), text.size());
        at_ += text.size();
    }
    void flush() {
        const std::string_view piece(piece_, static_cast<std::size_t>(at_ - piece_));
        at_ = piece_;
        flushed_ += piece.size();
        if (piece.empty() || isStopped_) return;
        if (out_ != nullptr) {
            out_->append(piece);
        } else {
            isStopped_ = !(*sink_)(piece);
        }
    }
    /// Bytes of all that was written up to `to`.
    std::size_t written(const char* to) const {
        return flushed_ + static_cast<std::size_t>(to - piece_);
    }
    /// So many more are likely to come: a string that knows grows once and not by doubling.
    void expect(std::size_t bytes) {
        if (out_ != nullptr) out_->reserve(out_->size() + kBytes + bytes);
    }
    /// The sink wants no more: what comes goes nowhere.
    bool isStopped() const { return isStopped_; }

private:
    const TextSink* sink_ = nullptr;  // one of the two; it outlives this
    std::string* out_ = nullptr;
    bool isStopped_ = false;
    std::size_t flushed_ = 0;
    char piece_[kBytes];
    char* at_ = piece_;
};

}  // namespace cst
