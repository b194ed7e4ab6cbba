// `constellation batch` as people start it: whole processes over files.

#include "tests/bench/child_process.h"
#include "tests/bench/rows.h"
#include "tests/bench/scratch_folder.h"

#include <algorithm>
#include <array>
#include <random>
#include <thread>

namespace cst::bench {
namespace {

constexpr int kRecords = 1'000'000;
constexpr int kWarmUp = 1;
constexpr int kRounds = 9;

constexpr const char* kPipeline =
    "in id: Int\nin price: Float\nin customer: String\nin express: Boolean\n"
    "net = price * 0.8\n"
    "fee = if (express) 4.5 else 0.0\n"
    "total = net + fee\n"
    "label = \"${Uppercase(trim(customer))}-${id}\"\n"
    "isLarge = total > 500.0\n"
    "out total\nout label\nout isLarge\n";

std::string records(int first, int count) {
    std::mt19937 random(7);
    std::string text;
    text.reserve(static_cast<std::size_t>(count) * 80);
    for (int i = first; i < first + count; ++i) {
        text += "{\"id\":" + std::to_string(i) +
                ",\"price\":" + std::to_string(random() % 100'000) + "." +
                std::to_string(10 + random() % 90) + ",\"customer\":\" customer " +
                std::to_string(random() % 1000) +
                "\",\"express\":" + (random() % 2 == 0 ? "true" : "false") + "}\n";
    }
    return text;
}

Result<Measured> measureBatch(const std::string& binFolder) {
    const ScratchFolder folder;
    const std::string pipeline = folder.write("orders.cst", kPipeline);
    const auto command = [&](const std::string& data, const std::string& out) {
        return std::vector<std::string>{
            binFolder + "/constellation", "batch", pipeline, "--data", data, "--out",
            folder.path() + "/" + out};
    };
    const std::vector<std::string> whole =
        command(folder.write("all.jsonl", records(0, kRecords)), "all.out.jsonl");
    std::array<std::vector<std::string>, 2> halves{
        command(folder.write("a.jsonl", records(0, kRecords / 2)), "a.out.jsonl"),
        command(folder.write("b.jsonl", records(kRecords / 2, kRecords / 2)), "b.out.jsonl")};
    for (std::vector<std::string>& half : halves) {
        half.insert(half.end(), {"--threads", "1"});
    }
    int failure = 0;
    double residentMb = 0;
    const auto note = [&](const ChildResult& child) {
        failure = failure != 0 ? failure : child.exitStatus;
    };
    const auto perSecond = [](double ms) { return kRecords / ms * 1000; };
    Measured measured = byTurns(
        kWarmUp, kRounds,
        [&](int) {
            const ChildResult child = runChild(whole);
            note(child);
            residentMb = std::max(residentMb, child.residentMb);
            return perSecond(child.milliseconds);
        },
        [&](int) {
            std::array<ChildResult, 2> children;
            std::thread other([&] { children[1] = runChild(halves[1]); });
            children[0] = runChild(halves[0]);
            other.join();
            note(children[0]);
            note(children[1]);
            return perSecond(std::max(children[0].milliseconds, children[1].milliseconds));
        });
    if (failure != 0) {
        return Error{"bench", "`constellation batch` ended with status " + std::to_string(failure),
                     ""};
    }
    measured.peer = "two processes on half the file each";
    measured.others["residentMb"] = residentMb;
    return measured;
}

}  // namespace

std::vector<Row> batchRows() {
    return {{"batch/1M", measureBatch}};
}

}  // namespace cst::bench
