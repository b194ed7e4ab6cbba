#include "engine/session/identity.h"
#include "tests/support/compile.h"
#include "tests/support/random_program.h"
#include "tests/support/random_source.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <set>

// Of the nodes that survive an edit, how many are still themselves? Tried on random programs.

using cst::NodeIdentity;
using cst::test::RandomSource;

class RandomIdentityTest : public QObject {
    Q_OBJECT

private slots:
    void everyNodeSurvivesInsertionsReorderingAndBlanks();
    void nearlyEveryNodeSurvivesARename();

private:
    using Keys = std::map<std::string, NodeIdentity>;
    /// Nothing if the text does not compile without errors, or binds a name twice.
    Keys identitiesOf(cst::IdentityTracker& tracker, const std::vector<std::string>& lines);

    cst::Engine engine_{1};
};

RandomIdentityTest::Keys RandomIdentityTest::identitiesOf(cst::IdentityTracker& tracker,
                                                          const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) {
        text += line + "\n";
    }
    const auto snapshot = compiled(engine_, text);
    Keys keys;
    const bool isClear =
        snapshot->errorCount == 0 && text.find('~') == std::string::npos &&
        std::none_of(snapshot->graph->nodes.begin(), snapshot->graph->nodes.end(),
                     [](const auto& node) { return node.key.find('~') != std::string::npos; });
    if (isClear) {
        const std::vector<NodeIdentity> identities = tracker.match(*snapshot->graph);
        for (std::size_t i = 0; i < identities.size(); ++i) {
            keys.emplace(snapshot->graph->nodes[cst::NodeId(i)].key, identities[i]);
        }
    }
    return keys;
}

void RandomIdentityTest::everyNodeSurvivesInsertionsReorderingAndBlanks() {
    RandomSource random(21);
    int compared = 0;
    for (uint64_t seed = 1; seed <= 300; ++seed) {
        std::vector<std::string> lines = cst::test::randomProgram({seed, 10, false}).declarations;
        cst::IdentityTracker tracker;
        const Keys before = identitiesOf(tracker, lines);
        const auto place = static_cast<std::ptrdiff_t>(random.below(lines.size() + 1));
        switch (random.below(3)) {
        case 0: lines.insert(lines.begin() + place, "zz-new = 1 + 2"); break;
        case 1:
            std::swap(lines[random.below(lines.size())], lines[random.below(lines.size())]);
            break;
        default: lines.insert(lines.begin() + place, "\n  # nothing\n "); break;
        }
        const Keys after = identitiesOf(tracker, lines);
        if (before.empty() || after.empty()) {
            continue;
        }
        for (const auto& [key, identity] : before) {
            QVERIFY2(after.contains(key) && after.at(key) == identity, key.c_str());
            ++compared;
        }
    }
    QVERIFY(compared > 2000);
}

namespace {

bool isNameByte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

std::string renamed(std::string text, const std::string& name, const std::string& to) {
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at)) {
        const std::size_t end = at + name.size();
        const bool isWhole = (at == 0 || (!isNameByte(text[at - 1]) && text[at - 1] != '.')) &&
                             (end == text.size() || !isNameByte(text[end]));
        if (isWhole) {
            text.replace(at, name.size(), to);
        }
        at += isWhole ? to.size() : name.size();
    }
    return text;
}

}  // namespace

void RandomIdentityTest::nearlyEveryNodeSurvivesARename() {
    RandomSource random(22);
    int compared = 0;
    int kept = 0;
    for (uint64_t seed = 1; seed <= 600; ++seed) {
        std::vector<std::string> lines = cst::test::randomProgram({seed, 10, false}).declarations;
        cst::IdentityTracker tracker;
        const Keys before = identitiesOf(tracker, lines);
        std::vector<std::string> names;  // of statements
        for (const auto& [key, identity] : before) {
            if (key.find_first_of(":/") == std::string::npos) {
                names.push_back(key);
            }
        }
        if (names.empty()) {
            continue;
        }
        const std::string name = random.oneOf(names);
        const std::string other = "renamed-" + std::to_string(random.below(100));
        for (std::string& line : lines) {
            line = renamed(line, name, other);
        }
        const Keys after = identitiesOf(tracker, lines);
        for (const auto& [key, identity] : before) {
            std::string now = key;
            if (key == name || key.starts_with(name + "/")) {
                now = other + key.substr(name.size());
            } else if (key == "out:" + name) {
                continue;  // another output
            }
            const auto found = after.find(now);
            if (found != after.end()) {
                ++compared;
                kept += found->second == identity ? 1 : 0;
            }
        }
    }
    QVERIFY(compared > 2000);
    QVERIFY2(kept * 100 >= compared * 99,
             (std::to_string(kept) + " of " + std::to_string(compared)).c_str());
}

QTEST_GUILESS_MAIN(RandomIdentityTest)
#include "tst_random_identity.moc"
