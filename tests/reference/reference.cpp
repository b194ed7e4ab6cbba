#include "tests/reference/reference.h"

#include "engine/syntax/parser.h"
#include "tests/reference/elaborate.h"
#include "tests/reference/evaluate.h"

namespace cst::reference {

Report Reference::run(const std::string& text, const Json& inputs) {
    const SyntaxTree tree = parse(std::make_shared<const SourceText>(text));
    const Program program = elaborate(tree, library_, types_);
    Report report;
    InputValues values;
    for (const Program::Input& input : program.inputs) {
        if (inputs.contains(input.name)) {
            const auto value = readJson(types_, program.declaredTypes, input.type,
                                        inputs[input.name], input.name, report.badPaths);
            if (value) values.emplace(input.name, *value);
        } else if (types_.kind(input.type) == TypeKind::Optional) {
            values.emplace(input.name, none());  // §10.6
        } else {
            report.missing.push_back(input.name);
        }
    }
    if (!report.badPaths.empty()) {  // §11.1: rejected before anything starts
        report.status = "bad-input";
        return report;
    }
    evaluate(program, types_, values, report);
    report.status = !report.errors.empty()    ? "failed"  // §10.5
                    : !report.missing.empty() ? "suspended"
                                              : "completed";
    return report;
}

}  // namespace cst::reference
