// BLAKE2b as RFC 7693 has it, without what is not needed here: one length of key, one length of
// tag, all bytes at once. Names of steps as in the RFC.
//
// Why not a library: libb2 brings the OpenMP run time into every process that links it, 0.15 ms of
// a start of the command line, which is more than a compiled file saves it; and it is no faster.

#include "engine/base/keyed_hash.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace cst {

static_assert(std::endian::native == std::endian::little, "words are read as they stand");

namespace {

constexpr std::size_t kBlockBytes = 128;

constexpr std::array<uint64_t, 8> kIv = {0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B,
                                         0xA54FF53A5F1D36F1, 0x510E527FADE682D1, 0x9B05688C2B3E6C1F,
                                         0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179};

constexpr uint8_t kSigma[10][16] = {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
                                    {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
                                    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
                                    {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
                                    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
                                    {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
                                    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
                                    {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
                                    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
                                    {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0}};

using Words = std::array<uint64_t, 16>;

/// The mixing function G.
inline void mix(Words& v, std::size_t a, std::size_t b, std::size_t c, std::size_t d, uint64_t x,
                uint64_t y) {
    v[a] += v[b] + x;
    v[d] = std::rotr(v[d] ^ v[a], 32);
    v[c] += v[d];
    v[b] = std::rotr(v[b] ^ v[c], 24);
    v[a] += v[b] + y;
    v[d] = std::rotr(v[d] ^ v[a], 16);
    v[c] += v[d];
    v[b] = std::rotr(v[b] ^ v[c], 63);
}

template <std::size_t Round>
inline void mixAll(Words& v, const Words& m) {
    constexpr const uint8_t* s = kSigma[Round % 10];
    mix(v, 0, 4, 8, 12, m[s[0]], m[s[1]]);
    mix(v, 1, 5, 9, 13, m[s[2]], m[s[3]]);
    mix(v, 2, 6, 10, 14, m[s[4]], m[s[5]]);
    mix(v, 3, 7, 11, 15, m[s[6]], m[s[7]]);
    mix(v, 0, 5, 10, 15, m[s[8]], m[s[9]]);
    mix(v, 1, 6, 11, 12, m[s[10]], m[s[11]]);
    mix(v, 2, 7, 8, 13, m[s[12]], m[s[13]]);
    mix(v, 3, 4, 9, 14, m[s[14]], m[s[15]]);
}

template <std::size_t... Rounds>
inline void mixRounds(Words& v, const Words& m, std::index_sequence<Rounds...>) {
    (mixAll<Rounds>(v, m), ...);
}

/// The compression function F. `count`: bytes up to the end of this block.
void compress(std::array<uint64_t, 8>& h, const char* block, uint64_t count, bool isLast) {
    Words m;
    std::memcpy(m.data(), block, kBlockBytes);
    Words v;
    std::copy(h.begin(), h.end(), v.begin());
    std::copy(kIv.begin(), kIv.end(), v.begin() + 8);
    v[12] ^= count;
    v[14] ^= isLast ? UINT64_MAX : 0;
    mixRounds(v, m, std::make_index_sequence<12>());
    for (std::size_t i = 0; i < h.size(); ++i) {
        h[i] ^= v[i] ^ v[i + 8];
    }
}

}  // namespace

KeyedTag keyedHash(const SecretKey& key, std::string_view bytes) {
    std::array<uint64_t, 8> h = kIv;
    h[0] ^= 0x01010000U ^ (kKeyBytes << 8U) ^ sizeof(KeyedTag);
    char block[kBlockBytes] = {};
    std::memcpy(block, key.data(), key.size());
    compress(h, block, kBlockBytes, bytes.empty());
    uint64_t count = kBlockBytes;
    while (bytes.size() > kBlockBytes) {
        count += kBlockBytes;
        compress(h, bytes.data(), count, false);
        bytes.remove_prefix(kBlockBytes);
    }
    if (!bytes.empty()) {
        std::memset(block, 0, sizeof block);
        std::memcpy(block, bytes.data(), bytes.size());
        compress(h, block, count + bytes.size(), true);
    }
    KeyedTag tag;
    std::memcpy(tag.data(), h.data(), tag.size());
    return tag;
}

bool isSameTag(const KeyedTag& a, const KeyedTag& b) {
    volatile uint8_t difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        difference = static_cast<uint8_t>(difference | (a[i] ^ b[i]));
    }
    return difference == 0;
}

}  // namespace cst
