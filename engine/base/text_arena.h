#pragma once

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace cst {

/// Short texts in few allocations. What was added stays where it is for as long as this arena or
/// any copy of it lives: a copy shares the texts that are there and adds its own elsewhere, so
/// copies may go to other threads. One arena is not for two threads.
class TextArena {
public:
    TextArena() = default;
    TextArena(const TextArena& other) : chunks_(other.chunks_) {}
    TextArena(TextArena&& other) noexcept
        : chunks_(std::move(other.chunks_)),
          at_(std::exchange(other.at_, nullptr)),
          left_(std::exchange(other.left_, 0)) {}
    TextArena& operator=(TextArena other) noexcept {
        chunks_.swap(other.chunks_);
        std::swap(at_, other.at_);
        std::swap(left_, other.left_);
        return *this;
    }
    ~TextArena() = default;

    /// The pieces, one behind the other, as one text.
    std::string_view add(std::initializer_list<std::string_view> pieces);
    std::string_view add(std::string_view text) { return add({text}); }

private:
    char* room(std::size_t size);

    std::vector<std::shared_ptr<char[]>> chunks_;
    char* at_ = nullptr;  // in the last chunk, if it is our own
    std::size_t left_ = 0;
};

}  // namespace cst
