#include "engine/base/hash.h"
#include "engine/plan/plan.h"
#include "engine/session/saved_state.h"
#include "engine/value/kernels.h"
#include "tests/support/compile.h"
#include "tests/types/random_type.h"
#include "tests/value/random_value.h"

#include <QTest>

#include <cstring>

// The file that a run leaves behind: what is written is read, everything else is refused in words.

using namespace cst;
using namespace cst::test;

namespace {

constexpr std::size_t kVersionAt = 8;
constexpr std::size_t kHashAt = 12;
constexpr std::size_t kHeader = 28;
constexpr std::size_t kResumptionsAt = kHeader + 16;
constexpr std::size_t kInputCountAt = kResumptionsAt + 4;

/// A pipeline with inputs of random types, and what a run of it may have left.
struct Saved {
    explicit Saved(Engine& engine, uint32_t seed) {
        TypeTable& types = *engine.types();
        RandomType random(types, seed);
        std::string text;
        for (int i = 0; i < 3; ++i) {
            const std::string name(1, static_cast<char>('a' + i));
            text += "in " + name + ": " + types.text(random.next(2)) + "\n" + name +
                    "2 = { v: " + name + ", w: " + std::to_string(i) + " }\nout " + name + "2\n";
        }
        snapshot = compiled(engine, text);
        state.structure = structureOf(*snapshot);
        state.resumptions = seed % 3;
        for (const InputInfo& input : snapshot->inputs) {
            if (random.below(3) != 0) {
                state.inputs.push_back(
                    {input.name, input.type, randomValue(random, types, input.type)});
            }
        }
        const std::vector<Operation>& nodes = snapshot->plan->nodes;
        for (uint32_t node = 0; node < nodes.size(); ++node) {
            if (nodes[node].op == Op::MakeRecord && random.below(3) != 0) {
                state.nodes.push_back({node, randomValue(random, types, nodes[node].type), {}});
                if (random.below(2) != 0) {
                    state.nodes.back().mended = {random.below(2) != 0, 3, {"R001", "no", ""}};
                }
            }
        }
        bytes = encodeState(*snapshot, state);
    }

    SnapshotPtr snapshot;
    SavedState state;
    std::string bytes;
};

/// The hash put right, as an attacker would.
std::string hashed(std::string bytes) {
    const Hash128 hash = hashBytes(std::string_view(bytes).substr(kHeader));
    std::memcpy(bytes.data() + kHashAt, &hash, sizeof hash);
    return bytes;
}

QString refusal(const Snapshot& compiled, std::string_view bytes) {
    const Result<SavedState> state = decodeState(compiled, bytes);
    return state.ok() ? QString()
                      : QString::fromStdString(state.error().code + " " + state.error().message);
}

}  // namespace

class SavedStateTest : public QObject {
    Q_OBJECT

private slots:
    void whatIsWrittenIsRead();
    void whateverIsCutOffIsRefused();
    void everyBitCounts();
    void randomDamageBehindAGoodHashNeverCrashes();
    void hostileNumbersAreRefusedAndNeverAllocated();
    void aRefusalSaysWhy();
    void anInputOfAnotherTypeIsNamedWithBothTypes();
    void anotherTextIsTheSamePipelineIfOnlyCommentsDiffer();
};

void SavedStateTest::whatIsWrittenIsRead() {
    Engine engine(1);
    std::size_t values = 0;
    for (uint32_t seed = 0; seed < 500; ++seed) {
        const Saved saved(engine, seed);
        QCOMPARE(saved.snapshot->errorCount, std::size_t{0});
        const Result<SavedState> back = decodeState(*saved.snapshot, saved.bytes);
        QVERIFY2(back.ok(), qPrintable(refusal(*saved.snapshot, saved.bytes)));
        QVERIFY(back->structure == saved.state.structure);
        QCOMPARE(back->resumptions, saved.state.resumptions);
        QCOMPARE(back->inputs.size(), saved.state.inputs.size());
        QCOMPARE(back->nodes.size(), saved.state.nodes.size());
        for (std::size_t i = 0; i < back->inputs.size(); ++i) {
            const SavedState::Input& input = saved.state.inputs[i];
            QCOMPARE(back->inputs[i].name, input.name);
            QVERIFY(equals(*engine.types(), input.type, back->inputs[i].value, input.value));
            ++values;
        }
        for (std::size_t i = 0; i < back->nodes.size(); ++i) {
            const SavedState::Node& node = saved.state.nodes[i];
            const TypeId type = saved.snapshot->plan->nodes[node.node].type;
            QCOMPARE(back->nodes[i].node, node.node);
            QVERIFY(equals(*engine.types(), type, back->nodes[i].value, node.value));
            ++values;
        }
        QVERIFY(encodeState(*saved.snapshot, *back) == saved.bytes);
    }
    QVERIFY(values > 1000);
}

void SavedStateTest::whateverIsCutOffIsRefused() {
    Engine engine(1);
    for (uint32_t seed = 0; seed < 20; ++seed) {
        const Saved saved(engine, seed);
        for (std::size_t size = 0; size < saved.bytes.size(); ++size) {
            const std::string cut = saved.bytes.substr(0, size);
            QVERIFY(!decodeState(*saved.snapshot, cut).ok());
            if (size >= kHeader) {
                QVERIFY(!decodeState(*saved.snapshot, hashed(cut)).ok());
            }
        }
        QVERIFY(!decodeState(*saved.snapshot, hashed(saved.bytes + '\0')).ok());
    }
}

void SavedStateTest::everyBitCounts() {
    Engine engine(1);
    const Saved saved(engine, 7);
    for (std::size_t i = 0; i < saved.bytes.size(); ++i) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string bytes = saved.bytes;
            bytes[i] = static_cast<char>(bytes[i] ^ (1 << bit));
            QVERIFY(!decodeState(*saved.snapshot, bytes).ok());
        }
    }
}

void SavedStateTest::randomDamageBehindAGoodHashNeverCrashes() {
    Engine engine(1);
    int taken = 0;
    for (uint32_t seed = 0; seed < 40; ++seed) {
        const Saved saved(engine, seed);
        RandomType random(*engine.types(), seed);
        for (int i = 0; i < 200; ++i) {
            std::string bytes = saved.bytes;
            for (uint32_t n = 1 + random.below(3); n > 0; --n) {
                const auto content = static_cast<uint32_t>(bytes.size() - kHeader);
                bytes[kHeader + random.below(content)] =
                    static_cast<char>(random.below(2) == 0 ? random.below(4) : 252);
            }
            const Result<SavedState> state = decodeState(*saved.snapshot, hashed(bytes));
            if (state.ok()) {
                QCOMPARE(encodeState(*saved.snapshot, *state).size(), bytes.size());
                ++taken;
            }
        }
    }
    QVERIFY(taken > 0);  // a byte of the count of resumptions, at least
}

void SavedStateTest::hostileNumbersAreRefusedAndNeverAllocated() {
    Engine engine(1);
    const Saved saved(engine, 7);
    const auto damaged = [&](std::size_t at, char to) {
        std::string bytes = saved.bytes;
        std::memset(bytes.data() + at, to, 4);
        return hashed(bytes);
    };
    QVERIFY(!decodeState(*saved.snapshot, damaged(kInputCountAt, '\xFF')).ok());
    QVERIFY(!decodeState(*saved.snapshot, damaged(kInputCountAt + 4, '\x7F')).ok());
    for (std::size_t at = kInputCountAt; at + 4 <= saved.bytes.size(); ++at) {
        for (const char to : {'\xFF', '\x7F'}) {
            const Result<SavedState> state = decodeState(*saved.snapshot, damaged(at, to));
            // Within a number or a text any bytes will do.
            QVERIFY(!state.ok() ||
                    encodeState(*saved.snapshot, *state).size() == saved.bytes.size());
        }
    }
}

void SavedStateTest::aRefusalSaysWhy() {
    Engine engine(1);
    const Saved saved(engine, 7);
    const auto changed = [&](std::size_t at) {
        std::string bytes = saved.bytes;
        bytes[at] = static_cast<char>(bytes[at] ^ 1);
        return bytes;
    };
    const auto why = [&](std::string_view bytes) { return refusal(*saved.snapshot, bytes); };
    QVERIFY(why("in x: Int\n").contains("R014 "));
    QVERIFY(why("in x: Int\n").contains("not a state file"));
    QVERIFY(why("").contains("not a state file"));
    QVERIFY(why(changed(3)).contains("not a state file"));
    QVERIFY(why(changed(kVersionAt)).contains("another version"));
    QVERIFY(why(changed(kHashAt)).contains("damaged or cut short"));
    QVERIFY(why(changed(saved.bytes.size() - 1)).contains("damaged or cut short"));
    QVERIFY(why(saved.bytes.substr(0, 10)).contains("damaged or cut short"));
    QVERIFY(why(hashed(changed(kHeader))).contains("another pipeline"));
    // An index that is not a node's, or is one twice.
    SavedState twice = saved.state;
    QVERIFY(!twice.nodes.empty());
    twice.nodes.push_back(twice.nodes.back());
    QVERIFY(why(encodeState(*saved.snapshot, twice)).contains("damaged"));
    twice = saved.state;
    twice.inputs.push_back(twice.inputs.back());
    QVERIFY(why(encodeState(*saved.snapshot, twice)).contains("damaged"));
}

void SavedStateTest::anInputOfAnotherTypeIsNamedWithBothTypes() {
    Engine engine(1);
    const SnapshotPtr before = compiled(engine, "in x: Int\nin y: Int\nout x");
    const SnapshotPtr now = compiled(engine, "in x: List<Int>\nin y: Int\nout x");
    const SavedState state{structureOf(*before), 0, {{"x", types::kInt, Value::ofInt(3)}}, {}};
    QVERIFY2(refusal(*now, encodeState(*before, state))
                 .contains("input `x` had type `Int`, now `List<Int>`"),
             qPrintable(refusal(*now, encodeState(*before, state))));
    const SnapshotPtr without = compiled(engine, "in y: Int\nout y");
    QVERIFY(refusal(*without, encodeState(*before, state)).contains("another pipeline"));
}

void SavedStateTest::anotherTextIsTheSamePipelineIfOnlyCommentsDiffer() {
    Engine engine(1);
    Engine later(1);
    compiled(later, "in x: { z: Boolean, y: List<Float> }\nout x");
    const SnapshotPtr before = compiled(engine, "in x: Int\na = x + 1\nout a");
    const SnapshotPtr now = compiled(later, "# more\nin x: Int\n\na  = (x + 1) # here\nout a");
    const SnapshotPtr other = compiled(later, "in x: Int\na = x + 2\nout a");
    const SavedState state{structureOf(*before), 4, {{"x", types::kInt, Value::ofInt(3)}}, {}};
    const std::string bytes = encodeState(*before, state);
    const Result<SavedState> back = decodeState(*now, bytes);
    QVERIFY2(back.ok(), qPrintable(refusal(*now, bytes)));
    QCOMPARE(back->resumptions, 4U);
    QCOMPARE(back->inputs[0].value.asInt(), int64_t{3});
    QVERIFY(refusal(*other, bytes).contains("another pipeline"));
}

QTEST_APPLESS_MAIN(SavedStateTest)
#include "tst_saved_state.moc"
