#include "app/cli/output_stream.h"

#include "app/cli/files.h"
#include "app/cli/json_writer.h"

#include <cmath>
#include <utility>

namespace cst {

void OutputStream::runEnded() {
    const std::lock_guard lock(mutex_);
    hasEnded_ = true;
    wake_.notify_one();
}

void OutputStream::outputEnded() {
    const std::lock_guard lock(mutex_);
    hasNews_ = true;
    wake_.notify_one();
}

void OutputStream::print(PipelineRun& run, const TypeTable& types) {
    bool hasEnded = run.ended();  // also one that was refused, of which nobody hears
    do {
        if (!hasEnded) {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [&] { return hasNews_ || hasEnded_; });
            hasNews_ = false;
            hasEnded = hasEnded_;
        }
        for (const PipelineRun::ReadyOutput& output : run.takeReadyOutputs()) {
            JsonWriter json(cst::print);
            json.beginObject();
            json.field("output", output.name);
            json.key("value");
            json.value(types, output.type, output.value);
            json.key("atUs");
            json.number(std::round(output.atUs * 10) / 10);
            json.endObject();
            json.endLine();
            json.flush();
            flushOutput();
        }
    } while (!hasEnded);
}

}  // namespace cst
