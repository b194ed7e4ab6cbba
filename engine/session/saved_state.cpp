#include "engine/session/saved_state.h"

#include "engine/plan/plan.h"
#include "engine/session/optimised_once.h"
#include "engine/session/raw_bytes.h"
#include "engine/value/binary.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace cst {

static_assert(std::endian::native == std::endian::little, "numbers are copied as they stand");

namespace {

constexpr uint32_t kStateVersion = 2;  // saved: a new number for every change of the form
constexpr std::size_t kHeader = kStateMagic.size() + sizeof kStateVersion + sizeof(Hash128);

constexpr const char* kNoState = "it is not a state file";
constexpr const char* kVersionOther = "it was written by another version of this program";
constexpr const char* kDamaged = "it is damaged or cut short";
constexpr const char* kOther =
    "it belongs to another pipeline (its text has changed in more than comments since)";

Error refusedState(std::string why) {
    return {"R014", "the saved state is refused: " + std::move(why), ""};
}

void appendSized(std::string& out, std::string_view text) {
    appendRaw(out, uint64_t{text.size()});
    out += text;
}

/// The value goes straight to where it belongs, its size is put in afterwards.
void appendValue(std::string& out, const TypeTable& types, TypeId type, const Value& value) {
    const std::size_t at = out.size();
    appendRaw(out, uint64_t{0});
    encodeBinary(out, types, type, value);
    const uint64_t size = out.size() - at - sizeof(uint64_t);
    std::memcpy(out.data() + at, &size, sizeof size);
}

enum class Way : uint8_t { Own, Fallback, Zero };  // saved: never renumber

void appendMended(std::string& out, const std::optional<SavedState::Mended>& mended) {
    appendRaw(out, !mended ? Way::Own : mended->isZero ? Way::Zero : Way::Fallback);
    if (mended) {
        appendRaw(out, mended->attempts);
        appendSized(out, mended->error.code);
        appendSized(out, mended->error.message);
    }
}

/// Every function says false where the bytes are not as written.
class StateReader {
public:
    explicit StateReader(std::string_view bytes) : bytes_(bytes) {}

    template <class T>
    bool number(T& to) {
        if (bytes_.size() < sizeof to) {
            return false;
        }
        std::memcpy(&to, bytes_.data(), sizeof to);
        bytes_.remove_prefix(sizeof to);
        return true;
    }
    bool text(std::string_view& to) {
        uint64_t size = 0;
        if (!number(size) || size > bytes_.size()) {
            return false;
        }
        to = bytes_.substr(0, size);
        bytes_.remove_prefix(size);
        return true;
    }
    bool mended(std::optional<SavedState::Mended>& to) {
        auto way = Way::Own;
        if (!number(way) || way > Way::Zero) {
            return false;
        }
        if (way == Way::Own) {
            return true;
        }
        SavedState::Mended found;
        std::string_view code;
        std::string_view message;
        if (!number(found.attempts) || !text(code) || !text(message)) {
            return false;
        }
        found.isZero = way == Way::Zero;
        found.error = {std::string(code), std::string(message), ""};
        to = std::move(found);
        return true;
    }
    bool atEnd() const { return bytes_.empty(); }

private:
    std::string_view bytes_;  // what is left
};

/// The inputs as they stand in the file: their types are told apart before anything is read.
struct WrittenInput {
    std::string_view name;
    std::string_view type;
    std::string_view value;
};

/// In a file that is sound by its hash: "" or why it is refused.
std::string readInputs(const Snapshot& compiled, const std::vector<WrittenInput>& written,
                       std::vector<SavedState::Input>& to) {
    for (const WrittenInput& input : written) {
        const auto known =
            std::find_if(compiled.inputs.begin(), compiled.inputs.end(),
                         [&](const InputInfo& info) { return info.name == input.name; });
        if (known == compiled.inputs.end()) {
            return kOther;
        }
        const std::string& now = compiled.types->text(known->type);
        if (now != input.type) {
            return "input `" + known->name + "` had type `" + std::string(input.type) + "`, now `" +
                   now + "`";
        }
        const bool isTwice = std::any_of(to.begin(), to.end(), [&](const SavedState::Input& other) {
            return other.name == input.name;
        });
        Result<Value> value = decodeBinary(*compiled.types, known->type, input.value);
        if (isTwice || !value.ok()) {
            return kDamaged;
        }
        to.push_back({known->name, known->type, std::move(*value)});
    }
    return {};
}

bool readNodes(const Snapshot& compiled, StateReader& reader, std::vector<SavedState::Node>& to) {
    const std::vector<Operation>& nodes = compiled.plan->nodes;
    uint32_t count = 0;
    if (!reader.number(count)) {
        return false;
    }
    for (uint32_t i = 0; i < count; ++i) {
        uint32_t node = 0;
        std::string_view bytes;
        const bool isNext = reader.number(node) && reader.text(bytes) && node < nodes.size() &&
                            (to.empty() || node > to.back().node);
        if (!isNext || nodes[node].op == Op::Input || nodes[node].op == Op::Broken) {
            return false;
        }
        Result<Value> value = decodeBinary(*compiled.types, nodes[node].type, bytes);
        if (!value.ok()) {
            return false;
        }
        to.push_back({node, std::move(*value), {}});
        if (!reader.mended(to.back().mended)) {
            return false;
        }
    }
    return reader.atEnd();
}

}  // namespace

const Hash128& structureOf(const Snapshot& compiled) {
    return compiled.optimised->structure(*compiled.types, *compiled.functions);
}

std::string encodeState(const Snapshot& compiled, const SavedState& state) {
    const TypeTable& types = *compiled.types;
    std::string out(kHeader, '\0');
    appendRaw(out, state.structure);
    appendRaw(out, state.resumptions);
    appendRaw(out, static_cast<uint32_t>(state.inputs.size()));
    for (const SavedState::Input& input : state.inputs) {
        appendSized(out, input.name);
        appendSized(out, types.text(input.type));
        appendValue(out, types, input.type, input.value);
    }
    appendRaw(out, static_cast<uint32_t>(state.nodes.size()));
    for (const SavedState::Node& each : state.nodes) {
        appendRaw(out, each.node);
        appendValue(out, types, compiled.plan->nodes[each.node].type, each.value);
        appendMended(out, each.mended);
    }
    std::string header(kStateMagic);
    appendRaw(header, kStateVersion);
    appendRaw(header, hashBytes(std::string_view(out).substr(kHeader)));
    std::memcpy(out.data(), header.data(), kHeader);
    return out;
}

Result<SavedState> decodeState(const Snapshot& compiled, std::string_view bytes) {
    if (!bytes.starts_with(kStateMagic)) {
        return refusedState(kNoState);
    }
    StateReader reader(bytes.substr(kStateMagic.size()));
    uint32_t version = 0;
    Hash128 content;
    if (!reader.number(version)) {
        return refusedState(kDamaged);
    }
    if (version != kStateVersion) {
        return refusedState(kVersionOther);
    }
    if (!reader.number(content) || content != hashBytes(bytes.substr(kHeader))) {
        return refusedState(kDamaged);
    }
    SavedState state;
    uint32_t count = 0;
    if (!reader.number(state.structure) || !reader.number(state.resumptions) ||
        !reader.number(count)) {
        return refusedState(kDamaged);
    }
    std::vector<WrittenInput> written;
    for (uint32_t i = 0; i < count; ++i) {
        WrittenInput input;
        if (!reader.text(input.name) || !reader.text(input.type) || !reader.text(input.value)) {
            return refusedState(kDamaged);
        }
        written.push_back(input);
    }
    std::string problem = readInputs(compiled, written, state.inputs);
    if (!problem.empty()) {
        return refusedState(std::move(problem));
    }
    if (state.structure != structureOf(compiled)) {
        return refusedState(kOther);
    }
    if (!readNodes(compiled, reader, state.nodes)) {
        return refusedState(kDamaged);
    }
    return state;
}

}  // namespace cst
