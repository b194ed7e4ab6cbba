#include "engine/plan/recovery.h"

#include "engine/plan/interpret.h"
#include "engine/value/kernels.h"

namespace cst {

Error withFallbackError(Error own, const Error& fallback) {
    own.message += "; its fallback failed too: " + fallback.message;
    if (!fallback.code.empty()) {
        own.message += " (" + fallback.code + ")";
    }
    return own;
}

std::string failureLine(std::string_view module, const Error& error, std::string_view mended) {
    std::string line = "[constellation-lang] warning: ";
    line += module;
    line += " failed, " + std::string(mended) + ": " + error.message + " (" + error.code + ")";
    return line;
}

bool recoverFrame(const TypeTable& types, const Pools& pools, Frame& frame, Error& error,
                  LambdaHost& host) {
    if (error.code == "R010") {
        return false;
    }
    const std::vector<Operation>& code = frame.lambda->code;
    const auto useZero = [&](uint32_t at, const CallOptions& options) {
        const Operation& call = code[at];
        if (options.onError == OnError::Propagate) {
            return false;
        }
        if (options.onError == OnError::Log) {
            host.log(failureLine(host.nameOf(call), error, "its zero value is used"));
        }
        frame.registers[call.target] = zeroValue(types, call.operandType);
        frame.next = call.payload != kNoIndex ? call.payload : at + 1;
        return true;
    };
    if (const CallOptions* options = pools.optionsOf(code[frame.next])) {
        const Operation& call = code[frame.next];
        if (options->hasFallback) {
            if (options->onError == OnError::Log) {
                host.log(failureLine(host.nameOf(call), error, "its fallback is used"));
            }
            frame.caught.push_back({frame.next, std::move(error)});
            ++frame.next;
            return true;
        }
        if (useZero(frame.next, *options)) {
            return true;
        }
    }
    // Inside of fallbacks, innermost last; those that lie behind are done with.
    while (!frame.caught.empty()) {
        Frame::Caught caught = std::move(frame.caught.back());
        frame.caught.pop_back();
        if (frame.next <= caught.call || frame.next >= code[caught.call].payload) {
            continue;
        }
        error = withFallbackError(std::move(caught.error), error);
        if (useZero(caught.call, *pools.optionsOf(code[caught.call]))) {
            return true;
        }
    }
    return false;
}

}  // namespace cst
