#pragma once

#include "engine/base/result.h"
#include "engine/json/decode.h"
#include "engine/json/json_text.h"
#include "engine/json/place.h"
#include "engine/json/shape.h"
#include "engine/json/token_stream.h"
#include "engine/value/column.h"

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace cst {

/// Walks the tokens of one document, directed by the shapes of the types, and fills values.
///
/// Every walk begins at the first token of a value and ends behind its last one. It returns false
/// to unwind at once; stop() says why. What does not fit its type is no reason to stop: it is
/// recorded, a zero value takes its place, and the walk goes on behind it.
///
/// Where the values go is a template parameter (decoder_out.h): into a Value, into a column, or
/// nowhere, which is how members of unions are tried.
///
/// Behind a number or a word it looks at one more byte: whoever makes a Decoder sees to it that
/// the text does not end with one.
class Decoder {
public:
    enum class Stop : uint8_t {
        None,
        Malformed,  // not JSON, or too deep: the fault finder knows where
        TooMany,    // elements: the only error is the one about them
        Duplicate,  // a key stands twice: start again, carefully
        Misfit,     // inside fits() only: the value is not of the type
    };
    /// Careful: of keys that stand twice only the last is decoded. Costs a second walk over every
    /// object, so it is only done where the first walk met such a key.
    enum class Care : uint8_t { FirstTry, Careful };

    Decoder(const ShapeTable& shapes, std::string_view text, const JsonLimits& limits, Care care)
        : shapes_(shapes),
          tokens_(text, limits.windowBytes),
          limits_(limits),
          care_(care),
          guesses_(shapes.size()) {}

    template <class Out>
    bool value(ShapeId id, const Place& place, Out out);
    /// Walks over a value of any type and checks its grammar.
    bool skip();
    /// The document's object: value i goes to values[i] if the key names[i] is there.
    bool inputs(const KeyTable& names, std::span<const ShapeId> shapes, DecodedInputs& out);

    bool atEnd() const { return tokens_.atEnd(); }
    char head() const { return tokens_.head(); }
    Stop stop() const { return stop_; }
    /// In the order of the document, at most kMaxErrors.
    std::vector<Error> takeErrors();

    static constexpr std::size_t kMaxErrors = 100;

private:
    class SlotSet;
    struct Found {  // an error and where, to put errors in order
        std::size_t token;
        Error error;
    };
    struct Tagged {  // tokens of the values of "tag" and "value", 0 = no such key
        std::size_t tag = 0;
        std::size_t value = 0;
    };

    struct Choice {  // members of a union that fit
        int32_t member = -1;
        int32_t rival = -1;  // another one that fits as well
    };

    // decoder.cpp
    template <class Out>
    bool integer(const Shape& shape, const Place& place, Out out);
    template <class Out>
    bool floating(const Shape& shape, const Place& place, Out out);
    template <class Out>
    bool boolean(const Shape& shape, const Place& place, Out out);
    template <class Out>
    bool text(const Shape& shape, const Place& place, Out out);
    bool unread(const Shape& shape, const Place& place, Value& to);
    template <class Out>
    bool optional(const Shape& shape, const Place& place, Out out);
    template <class Read>
    bool elements(const Place& place, const Read& read);
    template <class Out>
    bool list(const Shape& shape, const Place& place, Out out);
    template <class Out>
    bool record(ShapeId id, const Place& place, Out out);
    template <class Fields>
    std::size_t quickFields(const Shape& shape, const std::vector<int32_t>& guesses, Fields& fields,
                            std::size_t position, SlotSet& seen);
    template <class Out>
    bool absent(ShapeId id, const Place& place, Out out);
    // decoder_map.cpp
    struct MapKeys {
        ColumnBuilder rows;
        bool misfit = false;  // some key is not of its type, so equal ones mean nothing
    };
    template <class Out>
    bool map(const Shape& shape, const Place& place, Out out);
    template <class Out>
    bool entries(const Shape& shape, const Place& place, Ref<Column>& keys, Out values);
    template <class Out>
    bool lastEntries(const Shape& shape, const Place& place, Ref<Column>& keys, Out values);
    template <class Visit>
    bool eachEntry(const Shape& shape, const Place& place, MapKeys& keys, const Visit& visit);
    template <class Visit>
    bool eachMember(const Place& place, MapKeys& keys, const Visit& visit);
    template <class Visit>
    bool pair(ShapeId key, const Place& place, MapKeys& keys, const Visit& visit);
    bool notAPair(const Place& place);
    // decoder_union.cpp
    template <class Out>
    bool unionValue(const Shape& shape, const Place& place, Out out);
    template <class Out>
    bool member(const Shape& shape, int32_t index, const Place& place, Out out);
    bool findTag(Tagged& tagged);
    int32_t memberNamed(const Shape& shape, const Tagged& tagged);
    Choice choose(const Shape& shape, uint8_t kind, std::size_t start);
    Choice largestRecord(const Shape& shape, std::size_t start);
    bool fits(ShapeId id, std::size_t start);

    /// A try ends at the first misfit, which may stand under a key that comes again: so tries never
    /// wait for a key to come twice.
    bool isCareful() const { return care_ == Care::Careful || trying_; }
    /// Records that the value at hand is not of the type, puts a zero in its place, skips it.
    template <class Out>
    bool reject(const Shape& shape, const Place& place, Out out, std::string_view more = {});
    /// Records an error at the token in hand.
    void misfit(const Place& place, const std::string& message);
    /// The end of a try.
    bool misfit() {
        stop_ = Stop::Misfit;
        return false;
    }
    std::string found() const;

    bool malformed() {
        stop_ = Stop::Malformed;
        return false;
    }
    /// Counts an element or entry.
    bool another(const Place& place) {
        return ++elements_ <= limits_.maxElements || tooMany(place);
    }
    bool tooMany(const Place& place);
    bool duplicate() {
        stop_ = Stop::Duplicate;
        return false;
    }
    // decoder_walk.cpp
    bool enter() {
        tokens_.next();
        return ++depth_ <= limits_.maxDepth || malformed();
    }
    bool leave() {
        --depth_;
        tokens_.next();
        return true;
    }
    /// The word in hand; `expected` is a constant, so comparing is a matter of two loads.
    bool word(std::string_view expected) {
        const char* const p = tokens_.begin();
        if (static_cast<std::size_t>(tokens_.textEnd() - p) <= expected.size() ||
            std::memcmp(p, expected.data(), expected.size()) != 0 ||
            !endsJsonScalar(p[expected.size()])) {
            return malformed();
        }
        tokens_.next();
        return true;
    }
    /// The bytes of a number, a word or a string with its quotes.
    std::string_view rawScalar() const {
        return {tokens_.begin(), static_cast<std::size_t>(tokens_.tokenEnd() - tokens_.begin())};
    }
    /// What stands between the quotes.
    std::string_view rawText() const {
        const std::string_view quoted = rawScalar();
        return {quoted.data() + 1, quoted.size() - 2};
    }
    /// The string in hand, which may stand in scratch_ until the next one is read.
    bool readText(std::string_view& out) {
        out = rawText();
        const bool isNear = tokens_.textEnd() - out.data() >= 16;
        return !(isNear ? hasEscapeNear(out) : hasEscape(out)) || readEscaped(out);
    }
    bool readEscaped(std::string_view& out);
    bool checkText();
    /// From a key to its value. `slot`: which name the key is; -1 for none of them. The guess is
    /// that the keys come as in the object before; it costs one comparison and no search.
    bool key(const KeyTable& names, std::vector<int32_t>& guesses, std::size_t position,
             int32_t& slot) {
        slot = position < guesses.size() ? guesses[position] : static_cast<int32_t>(position);
        const bool isGood =
            head() == '"' && static_cast<std::size_t>(slot) < names.size() &&
            names.matches(static_cast<std::size_t>(slot), tokens_.begin() + 1, tokens_.textEnd());
        return isGood ? colon() : findKey(names, guesses, position, slot);
    }
    bool findKey(const KeyTable& names, std::vector<int32_t>& guesses, std::size_t position,
                 int32_t& slot);
    /// From a key to its value.
    bool colon() {
        tokens_.next();
        if (head() != ':') return malformed();
        tokens_.next();
        return true;
    }
    bool skipKey();
    bool lastOccurrences(const KeyTable& names, std::vector<std::size_t>& last);
    bool skipScalar();

    const ShapeTable& shapes_;
    TokenStream tokens_;
    const JsonLimits limits_;
    const Care care_;

    uint32_t depth_ = 0;
    Stop stop_ = Stop::None;
    bool trying_ = false;                        // inside fits()
    std::string_view otherKey_;                  // that findKey() read; until the next string is
    std::string scratch_;                        // the last text that had escapes
    std::vector<char> open_;                     // brackets that skip() went through
    std::vector<std::vector<int32_t>> guesses_;  // by shape, by position in the object: the slot
    std::unordered_set<std::string> unknownSeen_;
    std::vector<Found> errors_;
    uint64_t elements_ = 0;
    std::size_t misfits_ = 0;  // also those beyond kMaxErrors
};

}  // namespace cst
