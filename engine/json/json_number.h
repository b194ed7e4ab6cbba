#pragma once

#include <cstdint>
#include <string_view>

namespace cst {

/// A JSON number that was read but not yet turned into a value.
struct NumberText {
    const char* begin = nullptr;
    const char* end = nullptr;  // behind the last character
    uint64_t digits = 0;        // all digits before the exponent as one integer; see exact
    int64_t exponent = 0;       // value = digits * 10^exponent; clamped far outside any range
    bool negative = false;
    bool plain = false;  // neither fraction nor exponent
    bool exact = false;  // `digits` did not overflow (at most 19 significant ones)

    std::string_view text() const { return {begin, static_cast<std::size_t>(end - begin)}; }
};

/// Reads the number at `begin` by the grammar of RFC 8259; false if it is malformed, also if
/// anything but a blank, a comma, a colon or a bracket follows. Some such byte must stand between
/// `begin` and `limit`: nothing behind it is needed, nothing at `limit` is read.
bool scanNumber(const char* begin, const char* limit, NumberText& number);

enum class NumberFit : uint8_t { Fits, HasFraction, OutOfRange };

/// The number as an Int, exactly: `5.0` and `1e3` fit, `5.5` and `1e19` do not.
NumberFit toInt(const NumberText& number, int64_t& value);

/// The nearest double, rounded once. OutOfRange beyond the largest finite one; what is too small
/// becomes zero.
NumberFit toFloat(const NumberText& number, double& value);
/// The double nearest to digits * 10^exponent; false where that cannot be told from so little.
bool nearestFloat(uint64_t digits, int64_t exponent, bool negative, double& value);

}  // namespace cst
