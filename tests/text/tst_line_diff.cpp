#include "engine/text/line_diff.h"

#include <QTest>

#include <algorithm>
#include <random>
#include <string>

using namespace cst;

namespace {

std::string randomText(std::mt19937& random, int lines) {
    static const char* const kLines[] = {"a\n", "b\n", "c = 1\n", "\n", "a\r\n", "out a\n"};
    std::string text;
    for (int i = 0; i < lines; ++i) {
        text += kLines[random() % std::size(kLines)];
    }
    return random() % 3 == 0 ? text + "no line end" : text;
}

std::string changed(std::mt19937& random, const std::string& text) {
    std::string other;
    for (const std::string_view line : linesOf(text)) {
        const unsigned choice = random() % 8;
        if (choice > 0) {
            other += line;
        }
        if (choice == 1) {
            other += "new\n";
        }
    }
    return other;
}

std::string applied(std::string text, const std::vector<TextEdit>& edits) {
    for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit) {
        text.replace(edit->range.begin, edit->range.length(), edit->text);
    }
    return text;
}

/// Lines that differ if as many as possible are kept: by the table of longest common subsequences.
std::size_t fewest(const std::string& before, const std::string& after) {
    const auto a = linesOf(before), b = linesOf(after);
    std::vector<std::vector<std::size_t>> same(a.size() + 1,
                                               std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            same[i][j] = a[i - 1] == b[j - 1] ? same[i - 1][j - 1] + 1
                                              : std::max(same[i - 1][j], same[i][j - 1]);
        }
    }
    return a.size() + b.size() - 2 * same[a.size()][b.size()];
}

std::size_t differing(const std::vector<LineHunk>& hunks) {
    std::size_t lines = 0;
    for (const LineHunk& hunk : hunks) {
        lines += hunk.beforeCount + hunk.afterCount;
    }
    return lines;
}

}  // namespace

class LineDiffTest : public QObject {
    Q_OBJECT

private slots:
    void applyingItGivesTheOtherText() {
        std::mt19937 random(5);
        for (int round = 0; round < 2'000; ++round) {
            const std::string before = randomText(random, static_cast<int>(random() % 20));
            const std::string after = round % 2
                                          ? changed(random, before)
                                          : randomText(random, static_cast<int>(random() % 20));
            QCOMPARE(applied(before, lineEdits(before, after)), after);
        }
    }

    void noOtherWayTouchesFewerLines() {
        std::mt19937 random(7);
        for (int round = 0; round < 1'000; ++round) {
            const std::string before = randomText(random, static_cast<int>(random() % 15));
            const std::string after = randomText(random, static_cast<int>(random() % 15));
            QCOMPARE(differing(lineDiff(before, after)), fewest(before, after));
        }
    }

    void betweenTwoHunksALineIsTheSame() {
        std::mt19937 random(9);
        for (int round = 0; round < 500; ++round) {
            const std::string before = randomText(random, 30);
            uint32_t end = 0;
            bool isFirst = true;
            for (const LineHunk& hunk : lineDiff(before, changed(random, before))) {
                QVERIFY(hunk.beforeCount + hunk.afterCount > 0);
                QVERIFY(isFirst || hunk.before > end);
                end = hunk.before + hunk.beforeCount;
                isFirst = false;
            }
        }
    }

    void textsThatHaveNothingInCommonAreOneHunk() {
        std::string before, after;
        for (int i = 0; i < 5'000; ++i) {
            before += "a" + std::to_string(i) + "\n";
            after += "b" + std::to_string(i) + "\n";
        }
        const std::string same = "same\n";
        const LineHunk all{1, 5'000, 1, 5'000};
        QVERIFY(lineDiff(same + before + same, same + after + same) == std::vector{all});
    }

    void equalTextsDoNotDiffer() {
        QVERIFY(lineDiff("", "").empty());
        QVERIFY(lineDiff("a\nb", "a\nb").empty());
        QCOMPARE(differing(lineDiff("a\nb", "a\nb\n")), std::size_t{2});
    }
};

QTEST_APPLESS_MAIN(LineDiffTest)
#include "tst_line_diff.moc"
