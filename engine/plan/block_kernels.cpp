// Compiled with -O3: every loop here is meant to be vectorised, and is written as plainly as the
// compiler needs it. What gains from wider registers is compiled twice, and the loader takes the
// form that the processor has: nothing else may depend on that, so no fused multiply-add.

#include "engine/plan/block_kernels.h"

#include "engine/value/kernels.h"

#include <algorithm>
#include <functional>

// Sanitizers are not ready yet when the loader chooses.
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define CST_FOR_THIS_CPU __attribute__((target_clones("avx2", "default")))
#define CST_INLINE [[gnu::always_inline]] inline
#else
#define CST_FOR_THIS_CPU
#define CST_INLINE inline
#endif

namespace cst {
namespace {

template <class T, class R, class F>
CST_INLINE void eachPair(const Lanes& a, const Lanes& b, R* __restrict out, uint32_t size, F f) {
    const T* x = a.as<T>();
    const T* y = b.as<T>();
    if (!a.uniform && !b.uniform) {
        for (uint32_t i = 0; i < size; ++i) {
            out[i] = f(x[i], y[i]);
        }
    } else if (!a.uniform) {
        const T right = *y;
        for (uint32_t i = 0; i < size; ++i) {
            out[i] = f(x[i], right);
        }
    } else if (!b.uniform) {
        const T left = *x;
        for (uint32_t i = 0; i < size; ++i) {
            out[i] = f(left, y[i]);
        }
    } else {
        std::fill_n(out, size, f(*x, *y));
    }
}

template <class T, class R, class F>
CST_INLINE void eachOne(const Lanes& a, R* __restrict out, uint32_t size, F f) {
    const T* x = a.as<T>();
    if (a.uniform) {
        std::fill_n(out, size, f(*x));
        return;
    }
    for (uint32_t i = 0; i < size; ++i) {
        out[i] = f(x[i]);
    }
}

template <class T, class F>
CST_INLINE void comparePairs(const Lanes& a, const Lanes& b, void* out, uint32_t size, F f) {
    eachPair<T>(a, b, static_cast<uint8_t*>(out), size,
                [f](T x, T y) { return static_cast<uint8_t>(f(x, y)); });
}

template <class T>
CST_INLINE void compareLanes(Op op, const Lanes& a, const Lanes& b, void* out, uint32_t size) {
    switch (op) {
    case Op::Equal: return comparePairs<T>(a, b, out, size, std::equal_to<T>());
    case Op::NotEqual: return comparePairs<T>(a, b, out, size, std::not_equal_to<T>());
    case Op::Less: return comparePairs<T>(a, b, out, size, std::less<T>());
    case Op::LessEqual: return comparePairs<T>(a, b, out, size, std::less_equal<T>());
    case Op::Greater: return comparePairs<T>(a, b, out, size, std::greater<T>());
    case Op::GreaterEqual: return comparePairs<T>(a, b, out, size, std::greater_equal<T>());
    default: CST_CHECK(false, "no step over a block");
    }
}

/// Unsigned: integers wrap around.
template <class F>
CST_INLINE void wrapPairs(const Lanes& a, const Lanes& b, void* out, uint32_t size, F f) {
    eachPair<uint64_t>(a, b, static_cast<uint64_t*>(out), size, f);
}

template <class F>
CST_INLINE void floatPairs(const Lanes& a, const Lanes& b, void* out, uint32_t size, F f) {
    eachPair<double>(a, b, static_cast<double*>(out), size, f);
}

bool holds(Op op, int order) {
    switch (op) {
    case Op::Less: return order < 0;
    case Op::LessEqual: return order <= 0;
    case Op::Greater: return order > 0;
    default: return order >= 0;
    }
}

template <class T>
CST_INLINE void moveScalars(const Lanes& from, const uint8_t* active, T* __restrict out,
                            uint32_t size) {
    const T* x = from.as<T>();
    if (active == nullptr) {
        if (from.uniform) {
            std::fill_n(out, size, *x);
        } else {
            std::copy_n(x, size, out);
        }
        return;
    }
    if (from.uniform) {
        const T value = *x;
        for (uint32_t i = 0; i < size; ++i) {
            out[i] = active[i] != 0 ? value : out[i];
        }
        return;
    }
    for (uint32_t i = 0; i < size; ++i) {
        const T moved = x[i];
        const T kept = out[i];
        out[i] = active[i] != 0 ? moved : kept;
    }
}

CST_INLINE Share shareOf(uint8_t any, uint8_t all) {
    return any == 0 ? Share::None : all != 0 ? Share::All : Share::Some;
}

}  // namespace

CST_FOR_THIS_CPU
void computeLanes(Op op, Lane lane, const Lanes& a, const Lanes& b, void* out, uint32_t size) {
    switch (op) {
    case Op::AddInt: return wrapPairs(a, b, out, size, std::plus<uint64_t>());
    case Op::SubtractInt: return wrapPairs(a, b, out, size, std::minus<uint64_t>());
    case Op::MultiplyInt: return wrapPairs(a, b, out, size, std::multiplies<uint64_t>());
    case Op::AddFloat: return floatPairs(a, b, out, size, std::plus<double>());
    case Op::SubtractFloat: return floatPairs(a, b, out, size, std::minus<double>());
    case Op::MultiplyFloat: return floatPairs(a, b, out, size, std::multiplies<double>());
    case Op::DivideFloat: return floatPairs(a, b, out, size, std::divides<double>());
    case Op::NegateInt:
        return eachOne<uint64_t>(a, static_cast<uint64_t*>(out), size,
                                 [](uint64_t x) { return 0 - x; });
    case Op::NegateFloat:
        return eachOne<double>(a, static_cast<double*>(out), size, std::negate<double>());
    case Op::Convert:
        return eachOne<int64_t>(a, static_cast<double*>(out), size,
                                [](int64_t x) { return static_cast<double>(x); });
    case Op::Not:
        return eachOne<uint8_t>(a, static_cast<uint8_t*>(out), size,
                                [](uint8_t x) { return static_cast<uint8_t>(x ^ 1); });
    case Op::And: return comparePairs<uint8_t>(a, b, out, size, std::bit_and<uint8_t>());
    case Op::Or: return comparePairs<uint8_t>(a, b, out, size, std::bit_or<uint8_t>());
    default: break;
    }
    switch (lane) {
    case Lane::Int: return compareLanes<int64_t>(op, a, b, out, size);
    case Lane::Float: return compareLanes<double>(op, a, b, out, size);
    default: return compareLanes<uint8_t>(op, a, b, out, size);
    }
}

void compareTexts(Op op, const Lanes& a, const Lanes& b, const uint8_t* active, uint8_t* out,
                  uint32_t size) {
    const bool isOrdered = op != Op::Equal && op != Op::NotEqual;
    for (uint32_t i = 0; i < size; ++i) {
        if (active != nullptr && active[i] == 0) {
            continue;
        }
        const std::string_view x = a.textAt(i);
        const std::string_view y = b.textAt(i);
        const bool result = isOrdered ? holds(op, x.compare(y)) : (x == y) == (op == Op::Equal);
        out[i] = result ? 1 : 0;
    }
}

uint32_t divideLanes(const Lanes& a, const Lanes& b, const uint8_t* active, int64_t* out,
                     uint32_t size) {
    const auto* x = a.as<int64_t>();
    const auto* y = b.as<int64_t>();
    for (uint32_t i = 0; i < size; ++i) {
        if (active != nullptr && active[i] == 0) {
            continue;
        }
        const int64_t divisor = y[b.uniform ? 0 : i];
        if (divisor == 0) {
            return i;
        }
        out[i] = truncatingDivide(x[a.uniform ? 0 : i], divisor);
    }
    return size;
}

CST_FOR_THIS_CPU
void moveLanes(Lane lane, const Lanes& from, const uint8_t* active, void* out, uint32_t size) {
    switch (lane) {
    case Lane::Int:
    case Lane::Float: return moveScalars(from, active, static_cast<uint64_t*>(out), size);
    case Lane::Bool: return moveScalars(from, active, static_cast<uint8_t*>(out), size);
    case Lane::Text: break;
    }
    auto* texts = static_cast<std::string_view*>(out);
    for (uint32_t i = 0; i < size; ++i) {
        if (active == nullptr || active[i] != 0) {
            texts[i] = from.textAt(i);
        }
    }
}

CST_FOR_THIS_CPU
Split splitLanes(const uint8_t* condition, bool jumpsIf, bool wasAll, uint8_t* active,
                 uint8_t* jumping, uint32_t size) {
    const uint8_t flip = jumpsIf ? 0 : 1;
    uint8_t anyStays = 0;
    uint8_t allStay = 1;
    uint8_t anyJumps = 0;
    uint8_t allJump = 1;
    if (wasAll) {
        std::fill_n(active, size, uint8_t{1});
    }
    for (uint32_t i = 0; i < size; ++i) {
        const uint8_t here = active[i];
        const uint8_t jumps = here & (condition[i] ^ flip);
        const uint8_t stays = here ^ jumps;
        jumping[i] = jumps;
        active[i] = stays;
        anyStays |= stays;
        allStay &= stays;
        anyJumps |= jumps;
        allJump &= jumps;
    }
    return {shareOf(anyStays, allStay), shareOf(anyJumps, allJump)};
}

CST_FOR_THIS_CPU
Share addLanes(const uint8_t* more, uint8_t* set, uint32_t size) {
    uint8_t any = 0;
    uint8_t all = 1;
    for (uint32_t i = 0; i < size; ++i) {
        const uint8_t both = set[i] | more[i];
        set[i] = both;
        any |= both;
        all &= both;
    }
    return shareOf(any, all);
}

uint32_t compactLanes(const uint8_t* keep, uint32_t first, uint32_t* out, uint32_t size) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < size; ++i) {
        out[count] = first + i;
        count += keep[i];
    }
    return count;
}

}  // namespace cst
