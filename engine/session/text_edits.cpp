#include "engine/session/text_edits.h"

#include "engine/base/check.h"

#include <algorithm>
#include <utility>

namespace cst {

std::vector<TextEdit> orderedEdits(std::vector<TextEdit> edits) {
    std::stable_sort(edits.begin(), edits.end(), [](const TextEdit& a, const TextEdit& b) {
        return a.range.begin < b.range.begin ||
               (a.range.begin == b.range.begin && a.range.end < b.range.end);
    });
    std::vector<TextEdit> result;
    for (TextEdit& edit : edits) {
        if (edit.range.empty() && edit.text.empty()) {
            continue;
        }
        if (!result.empty()) {
            TextEdit& last = result.back();
            const bool bothTakeAway = last.text.empty() && edit.text.empty();
            CST_CHECK(bothTakeAway || last.range.end <= edit.range.begin, "edits overlap");
            if (bothTakeAway && last.range.end >= edit.range.begin) {
                last.range.end = std::max(last.range.end, edit.range.end);
                continue;
            }
        }
        result.push_back(std::move(edit));
    }
    return result;
}

std::string appliedEdits(std::string_view text, const std::vector<TextEdit>& edits) {
    std::string result;
    uint32_t done = 0;
    for (const TextEdit& edit : edits) {
        result += text.substr(done, edit.range.begin - done);
        result += edit.text;
        done = edit.range.end;
    }
    result += text.substr(done);
    return result;
}

std::vector<TextEdit> invertedEdits(std::string_view before, const std::vector<TextEdit>& edits) {
    std::vector<TextEdit> result;
    uint32_t shift = 0;  // wraps
    for (const TextEdit& edit : edits) {
        const uint32_t begin = edit.range.begin + shift;
        const auto length = static_cast<uint32_t>(edit.text.size());
        result.push_back({{begin, begin + length},
                          std::string(before.substr(edit.range.begin, edit.range.length()))});
        shift += length - edit.range.length();
    }
    return result;
}

uint32_t placeAfter(uint32_t before, const std::vector<TextEdit>& edits) {
    uint32_t shift = 0;  // wraps
    for (const TextEdit& edit : edits) {
        if (edit.range.begin > before) {
            break;
        }
        const auto length = static_cast<uint32_t>(edit.text.size());
        if (edit.range.end > before) {
            return edit.range.begin + shift + length;
        }
        shift += length - edit.range.length();
    }
    return before + shift;
}

}  // namespace cst
