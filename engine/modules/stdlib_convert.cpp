#include "engine/modules/library.h"
#include "engine/modules/native.h"
#include "engine/value/kernels.h"

#include <string>

// stdlib.convert, stdlib.identity and stdlib.debug, language §7.5.

namespace cst {
namespace {

CallOutcome toString(CallContext& context) {
    const TypeId type = context.argumentType(0);
    if (type == types::kString) return context.argument(0);
    std::string text;
    appendText(text, *context.types, type, context.argument(0));
    return Value::ofText(text);
}

CallOutcome identity(CallContext& context) {
    return context.argument(0);
}

CallOutcome log(CallContext& context) {
    if (context.log->wantsLines()) {
        std::string line = "[constellation-lang] ";
        line += context.argument(0).asText();
        context.log->line(line);
    }
    return context.argument(0);
}

}  // namespace

void addConvertFunctions(Registry& registry) {
    Pack convert(registry, "stdlib.convert", "convert");
    const TypeId t = convert.types().parameter(0);
    convert.add({"to-string",
                 {"value"},
                 "The text of a value of any type, as interpolation writes it: `1.5`, `[1, 2]`, "
                 "`{a: 1}`; None gives the empty text.",
                 "to-string(42)"},
                {{t}, types::kString, SignatureRule::AnyValue}, toString);
    convert.add(
        {"to-int",
         {"value"},
         "The Float without its fraction: -3.7 gives -3. NaN gives 0; what is too large for "
         "an Int gives the nearest one. To round use `round`.",
         "to-int(3.7)"},
        [](double value) { return truncateToInt(value); });
    convert.add({"to-float",
                 {"value"},
                 "The Int as a Float; above 2^53 it is the nearest one.",
                 "to-float(3)"},
                [](int64_t value) { return static_cast<double>(value); });

    Pack root(registry, "stdlib", "convert");
    root.add({"identity",
              {"value"},
              "The value itself, whatever its type.",
              "stdlib.identity(\"same\")"},
             {{t}, t}, identity);

    Pack debug(registry, "stdlib.debug", "debug");
    FunctionShape shape{{types::kString}, types::kString};
    shape.pure = false;
    shape.isCacheable = false;
    debug.add({"log",
               {"message"},
               "Writes the message to the log and returns it. It is an effect: every call happens, "
               "used or not.",
               "log(\"loaded\")"},
              shape, log);
}

}  // namespace cst
