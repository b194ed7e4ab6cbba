#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/files.h"
#include "engine/base/freed_memory.h"
#include "engine/base/suggest.h"
#include "engine/session/version.h"

#include <array>
#include <cstdio>
#include <fcntl.h>
#include <new>
#include <string>
#include <unistd.h>
#include <vector>

namespace cst {
namespace {

struct Command {
    std::string_view name;
    int (*run)(const std::vector<std::string>&);
    std::string_view help;
};

constexpr std::array kCommands{
    Command{"check", checkCommand,
            "constellation check FILE... [--json] [--no-cache]\n"
            "  Compiles each file and prints what is wrong with it.\n"},
    Command{
        "run", runCommand,
        "constellation run FILE [--inputs JSONFILE|-] [--input NAME=JSON]...\n"
        "                       [--sample NAME | --all-samples] [--to NODE] [--stream]\n"
        "                       [--save-state PATH] [--resume PATH] [--json]\n"
        "  Compiles, runs once, prints the outputs.\n"
        "    --inputs FILE      a JSON object with a member per input; - reads standard input\n"
        "    --input NAME=JSON  one input; wins over --inputs, that over the sample\n"
        "    --sample NAME      a sample of FILE's .samples.json, checked if it says what to\n"
        "                       expect; --all-samples runs each of them\n"
        "    --no-examples      an input without a value stays without, whatever its @example\n"
        "    --every-node       keeps and times each node; else simple ones are worked out\n"
        "                       within the call that needs them, which is faster\n"
        "    --threads N        workers; as many as the machine has\n"
        "    --timeout DURATION bounds the whole run: 500ms, 30s, 5min\n"
        "    --call-timeout T   limit of each call with effects that has no other: a duration,\n"
        "                       fast (100ms), standard (3s), io (10s), external (30s),\n"
        "                       inference (60s), batch (5min) or none\n"
        "    --no-cache         switches every cache off\n"
        "    --to NODE          only that node, by its key, with what it needs; as `total`,\n"
        "                       `total/args.0`, `out:total`\n"
        "    --stream           a JSON line for each output as soon as it is there, then the\n"
        "                       object of --json\n"
        "    --save-state PATH  where a run that is suspended, failed or stopped is kept\n"
        "    --resume PATH      goes on from there: what completed is not done again\n"
        "    --max-bytes N      of a JSON document; 256 MiB\n"
        "    --max-depth N      of a JSON document; 256\n"
        "    --max-elements N   in the lists and maps of a JSON document; 100 million\n"},
    Command{
        "profile", profileCommand,
        "constellation profile FILE [--repeat N] [--concurrency N] [--seconds T]\n"
        "                           [--format table|json|chrome|speedscope|csv] [--out PATH]\n"
        "                           [--budget FILE] [OPTIONS OF run] [--json]\n"
        "  Compiles, runs 5 times to warm up, then N times, and prints what each node and each\n"
        "  phase took. Each run does all its work: nothing is taken from a run before, and "
        "`cache:`\n"
        "  does not count. The thread that begins a run works along, as one of --threads.\n"
        "    --repeat N         runs that count, 1 to 100,000; 30\n"
        "    --concurrency N    so many runs at once, 1 to 64: as one ends the next begins, "
        "--repeat\n"
        "                       of them, 1 to 1,000,000; 30. Also tells throughput, and whether "
        "runs\n"
        "                       got slower over time. What is told has the same size however "
        "many\n"
        "                       they are. A terminal shows how far it is. Not with --to\n"
        "    --seconds T        likewise for so long, 1 to 86,400: as many runs as there is time "
        "for,\n"
        "                       or --repeat of them; what has begun then goes on to its end\n"
        "  Ctrl+C or SIGTERM ends it before its time, with status 5: the profile is then of the "
        "runs\n"
        "  that had ended, and says so.\n"
        "    --format table     for people: the slowest node first (the default)\n"
        "    --format json      the profile, which the studio opens; the same as --json\n"
        "                       null is what nobody knows: what caches did and saved, as no run "
        "takes\n"
        "                       anything from one before; allocations, which are not counted; the\n"
        "                       bytes of no operand, or of a value larger than a look tells\n"
        "    --format csv       the same for spreadsheets\n"
        "    --format chrome    when what happened in the median run, for Perfetto and Chrome; "
        "of\n"
        "                       runs at once, in the newest 65,536 of them and in the slowest: "
        "when\n"
        "                       each began and ended, and what nodes did as far as the recorder\n"
        "                       knows it, which keeps 16,384 records of each worker\n"
        "    --format speedscope  the same for speedscope.app\n"
        "    --out PATH         writes there instead of standard output\n"
        "    --budget FILE      status 1 if a time is over its budget:\n"
        "                       "
        "{\"version\":1,\"total\":{\"p95Us\":5000},\"nodes\":{\"KEY\":{\"p50Us\":20}}}\n"
        "    --inputs, --input, --sample, --no-examples, --every-node, --threads, --timeout (of "
        "each\n"
        "    run), --call-timeout, --to, --max-bytes, --max-depth, --max-elements: as for run\n"},
    Command{
        "batch", batchCommand,
        "constellation batch FILE --data IN.jsonl|IN.csv --out OUT.jsonl [--jobs N]\n"
        "                         [--resume] [--fail-fast] [--json]\n"
        "  Compiles once, runs once for each record of the data, and writes a line for each, in\n"
        "  order: {\"line\":n,\"outputs\":{...}} or {\"line\":n,\"error\":{...}}. Errors are also\n"
        "  written to OUT.errors.jsonl. A record that fails is no matter for the others.\n"
        "    --data FILE        JSON lines, or CSV whose header names the inputs if FILE ends in\n"
        "                       .csv; - reads JSON lines from standard input\n"
        "    --out FILE         is overwritten\n"
        "    --resume           goes on behind what OUT holds, after a stop, a kill or a full "
        "disk\n"
        "    --jobs N           runs at the same time; 64\n"
        "    --fail-fast        ends with the first record that fails\n"
        "    --stream           each line of OUT also on standard output\n"
        "    --input NAME=JSON  the same for every record; wins over the record\n"
        "    --timeout DURATION bounds each run; --call-timeout as for run\n"
        "    --no-cache         switches every cache off\n"
        "    --no-examples, --threads, --max-bytes, --max-depth, --max-elements: as for run, the\n"
        "                       limits of each record\n"},
    Command{
        "graph", graphCommand,
        "constellation graph FILE [--format json|dot|svg|mermaid|ascii] [--no-cache]\n"
        "  Prints the pipeline as a graph: for programs (json), Graphviz (dot), a browser (svg),\n"
        "  Markdown pages (mermaid) or the terminal (ascii).\n"},
    Command{"fmt", fmtCommand,
            "constellation fmt FILE... [--check | --write] [--json]\n"
            "  Prints each file in the one form that all pipelines have; - reads standard input.\n"
            "    --check            prints which files are not in that form, instead\n"
            "    --write            rewrites those, instead; each at once or not at all\n"
            "  A file that does not parse is left as it is. The form has no options.\n"},
    Command{
        "diff", diffCommand,
        "constellation diff A.json B.json [--fail-over PERCENT] [--json]\n"
        "constellation diff A.cst B.cst [--runs N] [--seconds T] [OPTIONS OF run] [...]\n"
        "  Compares two saved profiles (of constellation profile --format json), or measures two\n"
        "  pipelines itself, in turns (A B, B A, ...), so that whatever the machine does it does "
        "to\n"
        "  both: what is faster or slower beyond the noise, and what is new or gone.\n"
        "  The noise is that of the runs' own times and, of saved profiles, what the machine did\n"
        "  between the two: what nodes show that mean the same on both sides.\n"
        "  Before and after are the medians of all runs of a side. The change is that of these\n"
        "  medians; of two pipelines it is told by pairs (each run against the one beside it, the\n"
        "  middle of all), which may be another share.\n"
        "  Verdict: slower or faster if any row is, the whole run or a node; mixed if both are "
        "there\n"
        "  and the whole run is not slower; else same, or that it cannot be told. Status 1 if any "
        "row\n"
        "  is slower, else 0.\n"
        "    --fail-over N      ends with status 1 only if a row got slower by more than N "
        "percent\n"
        "    --runs N           runs of each pipeline that count, behind 5 to warm up; 60\n"
        "    --seconds T        likewise, as many as there is time for, or --runs of them\n"
        "    --inputs, --input, --sample, --no-examples, --every-node, --threads, --timeout (of "
        "each\n"
        "    run), --call-timeout, --max-bytes, --max-depth, --max-elements: as for run\n"},
    Command{"modules", modulesCommand,
            "constellation modules [NAME] [--json]\n"
            "  Lists what a pipeline can call, or describes one module.\n"},
};

std::string helpText() {
    std::string text =
        "constellation: compiles and runs pipelines written in constellation-lang\n\n";
    for (const Command& command : kCommands) {
        text += command.help;
    }
    text +=
        "constellation --help | --version\n\n"
        "--json prints machine-readable text on standard output and nothing else there.\n"
        "Exit status: 0 success, 1 the pipeline has errors, fmt --check found a file to format,\n"
        "diff something that got slower, or a budget is broken, 2 a run failed or an expectation "
        "was\n"
        "not met, 3 bad input data, 4 inputs are missing, 5 timed out or cancelled, 64 usage, 66 "
        "a\n"
        "file cannot be read or written.\n";
    return text;
}

int runMain(const std::vector<std::string>& words) {
    if (words.empty()) {
        std::fputs(helpText().c_str(), stderr);
        return kExitUsage;
    }
    if (words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
        print(helpText());
        return kExitOk;
    }
    if (words[0] == "--version") {
        print("constellation " + std::string(versionText()) + "\n");
        return kExitOk;
    }
    std::vector<std::string_view> names;
    for (const Command& command : kCommands) {
        names.push_back(command.name);
        if (command.name != words[0]) {
            continue;
        }
        const std::vector<std::string> rest(words.begin() + 1, words.end());
        for (const std::string& word : rest) {
            if (word == "--help" || word == "-h") {
                print(command.help);
                return kExitOk;
            }
            if (word == "--") {
                break;
            }
        }
        return command.run(rest);
    }
    const std::vector<std::string> near = suggest(words[0], names);
    complain("unknown command " + words[0] +
             (near.empty() ? "; constellation --help lists them"
                           : "; did you mean `" + near.front() + "`?"));
    return kExitUsage;
}

}  // namespace
}  // namespace cst

/// A closed standard descriptor stays one that refuses, so that no file of ours gets its number.
static void keepClosedDescriptors() {
    for (int descriptor = 0; descriptor <= 2; ++descriptor) {
        if (::fcntl(descriptor, F_GETFD) < 0) {
            [[maybe_unused]] const int taken =
                ::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
        }
    }
}

int main(int argc, char** argv) {
    keepClosedDescriptors();
    cst::keepFreedMemory();
    try {
        const int status = cst::runMain(std::vector<std::string>(argv + 1, argv + argc));
        return cst::finishOutput() ? status : cst::kExitFile;
    } catch (const std::bad_alloc&) {
        std::fputs("constellation: there is not enough memory\n", stderr);
        return cst::kExitRunFailed;
    }
}
