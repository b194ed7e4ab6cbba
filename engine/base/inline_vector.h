#pragma once

#include "engine/base/check.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <type_traits>
#include <utility>

namespace cst {

/// A vector whose first N rows need no allocation, for tables of many short lists.
/// Not thread safe.
template <class T, uint32_t N>
class InlineVector {
    static_assert(std::is_trivially_copyable_v<T>);

public:
    InlineVector() = default;
    InlineVector(InlineVector&& other) noexcept
        : size_(std::exchange(other.size_, 0)),
          capacity_(std::exchange(other.capacity_, N)),
          heap_(std::move(other.heap_)) {
        std::copy_n(other.inline_, N, inline_);
    }
    InlineVector& operator=(InlineVector&& other) noexcept {
        size_ = std::exchange(other.size_, 0);
        capacity_ = std::exchange(other.capacity_, N);
        heap_ = std::move(other.heap_);
        std::copy_n(other.inline_, N, inline_);
        return *this;
    }
    InlineVector(const InlineVector& other) { *this = other; }
    InlineVector& operator=(const InlineVector& other) {
        if (this != &other) {
            clear();
            for (const T& row : other) {
                push_back(row);
            }
        }
        return *this;
    }
    ~InlineVector() = default;

    T* begin() { return heap_ ? heap_.get() : inline_; }
    T* end() { return begin() + size_; }
    const T* begin() const { return heap_ ? heap_.get() : inline_; }
    const T* end() const { return begin() + size_; }
    T* data() { return begin(); }
    const T* data() const { return begin(); }
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    const T& front() const { return *begin(); }
    const T& back() const { return begin()[size_ - 1]; }
    T& operator[](std::size_t i) { return begin()[i]; }
    const T& operator[](std::size_t i) const { return begin()[i]; }

    void push_back(T row) {
        if (size_ == capacity_) {
            grow();
        }
        begin()[size_++] = row;
    }
    void insert(const T* place, T row) {
        const std::ptrdiff_t at = place - begin();
        if (size_ == capacity_) {
            grow();
        }
        T* const to = begin() + at;
        std::copy_backward(to, end(), end() + 1);
        *to = row;
        ++size_;
    }
    void erase(const T* place) {
        T* const at = begin() + (place - begin());
        std::copy(at + 1, end(), at);
        --size_;
    }
    template <class Predicate>
    void eraseIf(Predicate isGone) {
        size_ = static_cast<uint32_t>(std::remove_if(begin(), end(), isGone) - begin());
    }
    void truncate(std::size_t size) { size_ = static_cast<uint32_t>(size); }  // to no more
    void clear() { size_ = 0; }
    friend bool operator==(const InlineVector& a, const InlineVector& b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end());
    }

private:
    void grow() {
        auto more = std::make_unique_for_overwrite<T[]>(std::size_t{capacity_} * 2);
        std::copy(begin(), end(), more.get());
        heap_ = std::move(more);
        capacity_ *= 2;
    }

    uint32_t size_ = 0;
    uint32_t capacity_ = N;
    T inline_[N] = {};
    std::unique_ptr<T[]> heap_;
};

}  // namespace cst
