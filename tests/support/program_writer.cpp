#include "tests/support/program_writer.h"

#include <algorithm>

namespace cst::test {

using reference::Json;

std::string RandomProgram::text() const {
    std::string text;
    for (const std::string& declaration : declarations) text += declaration + "\n";
    return text;
}

RandomProgram randomProgram(const ProgramShape& shape) {
    return ProgramWriter(shape).write();
}

ProgramWriter::ProgramWriter(const ProgramShape& shape) : shape_(shape), random_(shape.seed) {
    for (int i = 0; i < 4; ++i) pool_.push_back(anyType());
}

RandomProgram ProgramWriter::write() {
    for (int i = 0; i < shape_.size; ++i) declareSomething();
    if (visible().empty()) declareInput(types::kInt, false);
    for (const Variable& variable : visible()) {
        const bool isOut = std::count(outputs_.begin(), outputs_.end(), variable.name) > 0;
        if (!isOut && random_.percent(60)) add("out " + variable.name);
    }
    add("out " + random_.oneOf(visible()).name);
    program_.inputs = inputs_.dump();
    return std::move(program_);
}

void ProgramWriter::declareSomething() {
    const std::size_t dice = random_.below(100);
    if (dice < 10) {
        declareType();
    } else if (dice < 28) {
        declareInput(anyType(), true);
    } else if (dice < 33) {
        declareUse();
    } else if (dice < 40) {
        declareOutput();
    } else {
        declareAssignment();
    }
}

std::string ProgramWriter::newName() {
    static const std::vector<std::string> kWords = {"total", "a", "item", "in-stock", "v", "list"};
    return random_.oneOf(kWords) + "-" + std::to_string(++nameCount_);
}

void ProgramWriter::declareType() {
    const std::string name = "T" + std::to_string(++nameCount_);
    const TypeId type = anyType();
    add("type " + name + " = " + typeText(type));
    typeNames_.emplace_back(name, type);
}

/// One that is declared on the way, while an expression is written, has no example: it would see
/// the parameters of lambdas.
std::string ProgramWriter::declareInput(TypeId type, bool mayHaveExample) {
    const std::string name = newName();
    std::string example;
    if (mayHaveExample && random_.percent(15)) {
        // Examples are worked out when the text is compiled, as far as they are constant.
        fuel_ = 5;
        effects_ = false;
        example = "@example(" + fitting(type).text + ") ";
        effects_ = true;
    }
    add(example + "in " + name + ": " + typeText(type));
    // Inputs declared while an expression is written must stay visible behind it.
    scope_.insert(scope_.begin(), {name, type});
    const bool isOptional = types_.kind(type) == TypeKind::Optional;
    if (random_.percent(isOptional ? 60 : 93)) inputs_[name] = inputValue(type);
    if (random_.percent(1)) inputs_[name] = inputValue(anyType());  // may not fit
    return name;
}

void ProgramWriter::declareAssignment() {
    fuel_ = 3 + static_cast<int>(
                    random_.below(static_cast<std::size_t>(std::min(2 * shape_.size, 26))));
    const TypeId type = anyType();
    const bool isEffect = random_.percent(10);
    std::string value;
    if (isEffect) {
        value = nameOf("stdlib.debug.log") + "(" + fitting(types::kString).text + ")";
        if (random_.percent(20)) value += " with lazy";
    } else {
        value = exact(type).text;
    }
    // Sometimes an assignment that only names another node, sometimes a rebinding.
    std::string name = newName();
    if (random_.percent(10) && !visible().empty()) name = random_.oneOf(visible()).name;
    add(name + " = " + value);
    scope_.push_back({name, isEffect ? types::kString : type});
}

void ProgramWriter::declareUse() {
    static const std::vector<std::string> kSpaces = {
        "stdlib.math",    "stdlib.string", "stdlib.list", "stdlib.bool",      "stdlib.compare",
        "stdlib.convert", "stdlib.debug",  "stdlib",      "stdlib.collection"};
    const std::string& space = random_.oneOf(kSpaces);
    if (random_.percent(50)) {
        add("use " + space);
        imported_.push_back(space);
        return;
    }
    const std::string alias = "m" + std::to_string(++nameCount_);
    add("use " + space + " as " + alias);
    aliases_.emplace_back(alias, space);
}

void ProgramWriter::declareOutput() {
    const std::vector<Variable> all = visible();
    if (all.empty()) return;
    outputs_.push_back(random_.oneOf(all).name);
    add("out " + outputs_.back());
}

std::vector<ProgramWriter::Variable> ProgramWriter::visible() const {
    std::vector<Variable> result;
    for (auto variable = scope_.rbegin(); variable != scope_.rend(); ++variable) {
        const bool isHidden = std::any_of(result.begin(), result.end(), [&](const Variable& one) {
            return one.name == variable->name;
        });
        if (!isHidden) result.push_back(*variable);
    }
    return result;
}

// --- types

TypeId ProgramWriter::scalar() {
    static const Types kScalars = {types::kInt, types::kInt, types::kFloat, types::kString,
                                   types::kBoolean};
    return random_.oneOf(kScalars);
}

TypeId ProgramWriter::anyType(int depth) {
    const std::size_t dice = random_.below(100);
    if (!pool_.empty() && dice < 25) return random_.oneOf(pool_);
    if (depth == 0 || dice < 50) return scalar();
    if (dice < 65) return types_.list(anyType(depth - 1));
    if (dice < 80) return recordType(depth);
    if (dice < 88) return types_.optional(anyType(depth - 1));
    if (dice < 90) return types_.map(random_.percent(60) ? types::kString : scalar(), scalar());
    Types members;
    for (std::size_t i = random_.below(2) + 2; i > 0; --i) members.push_back(anyType(depth - 1));
    return types_.unionOf(members);
}

TypeId ProgramWriter::recordType(int depth) {
    std::vector<std::string> names = {"a", "b", "c", "in", "value"};
    random_.shuffle(names);
    names.resize(random_.percent(3) ? 0 : 1 + random_.below(3));
    std::vector<FieldType> fields;
    for (const std::string& name : names) fields.push_back({name, anyType(depth - 1)});
    return types_.record(std::move(fields));
}

/// A type that is coercible to `type`: the conversions of §3.4 all come up.
TypeId ProgramWriter::narrower(TypeId type) {
    if (random_.percent(40)) return type;
    if (type == types::kFloat) return types::kInt;
    const TypeRow& row = types_[type];
    // Below the top there is no Int for a Float.
    const auto inside = [&](TypeId part) {
        const TypeId found = narrower(part);
        return reference::isSubtype(types_, found, part) ? found : part;
    };
    switch (row.kind) {
    case TypeKind::List: return types_.list(inside(row.args[0]));
    case TypeKind::Optional: return types_.optional(inside(row.args[0]));
    case TypeKind::Union: {
        Types members = row.args;
        random_.shuffle(members);
        members.resize(1 + random_.below(members.size()));
        const TypeId some = types_.unionOf(members);
        return types_.kind(some) == TypeKind::Union ? some : inside(some);
    }
    case TypeKind::Record: {
        std::vector<FieldType> fields;
        for (const FieldType& field : row.fields) {
            fields.push_back({field.name, inside(field.type)});
        }
        const bool hasExtra = TypeTable::fieldIndex(row, "extra") < 0 && random_.percent(50);
        if (hasExtra) fields.push_back({"extra", scalar()});
        random_.shuffle(fields);
        return types_.record(std::move(fields));
    }
    default: return type;
    }
}

/// Types of arms whose join is `type`.
ProgramWriter::Types ProgramWriter::armTypes(TypeId type, std::size_t count) {
    for (int attempt = 0; attempt < 3; ++attempt) {
        Types arms;
        for (std::size_t i = 0; i < count; ++i) {
            TypeId arm = narrower(type);
            // Beside an Optional stands also what it holds (§3.5).
            if (types_.kind(arm) == TypeKind::Optional && random_.percent(30)) {
                arm = types_.element(arm);
            }
            arms.push_back(arm);
        }
        if (sameType(reference::join(types_, arms), type)) return arms;
    }
    return Types(count, type);
}

std::string ProgramWriter::typeText(TypeId type) {
    for (const auto& [name, declared] : typeNames_) {
        if (sameType(declared, type) && random_.percent(70)) return name;
    }
    const TypeRow& row = types_[type];
    switch (row.kind) {
    case TypeKind::List: {
        static const std::vector<std::string> kNames = {"List", "List", "Seq", "Candidates"};
        return random_.oneOf(kNames) + "<" + typeText(row.args[0]) + ">";
    }
    case TypeKind::Optional: return "Optional<" + typeText(row.args[0]) + ">";
    case TypeKind::Map: return "Map<" + typeText(row.args[0]) + ", " + typeText(row.args[1]) + ">";
    case TypeKind::Union: {
        std::string text;
        for (const TypeId member : row.args) {
            text += (text.empty() ? "" : " | ") + typeText(member);
        }
        return text;
    }
    case TypeKind::Record: {
        std::string text;
        for (const FieldType& field : row.fields) {
            text += (text.empty() ? "" : ", ") + field.name + ": " + typeText(field.type);
        }
        return "{" + text + "}";
    }
    default: return types_.text(type);
    }
}

// --- inputs

Json ProgramWriter::inputValue(TypeId type, int depth) {
    const TypeRow& row = types_[type];
    const std::size_t most = depth > 2 ? 2 : 4;
    switch (row.kind) {
    case TypeKind::Int: {
        static const std::vector<Json> kInts = {
            0, 0, 1, 2, 3, -1, -7, 10, 5.0, 1e3, 9223372036854775807LL, -9223372036854775807LL - 1};
        return random_.oneOf(kInts);
    }
    case TypeKind::Float: {
        static const std::vector<Json> kFloats = {0, 1, 2.5, -0.5, 1e300, 3, 1e-7, -0.0, 123456789};
        return random_.oneOf(kFloats);
    }
    case TypeKind::Boolean: return random_.percent(50);
    case TypeKind::String: {
        static const std::vector<Json> kTexts = {
            "", "a", "b", "abc", "a,b,,c", " x y ", "ä ß", "日本", "line\nline", "10", "\"", "😀"};
        return random_.oneOf(kTexts);
    }
    case TypeKind::List: {
        Json array = Json::array();
        for (std::size_t i = random_.below(most); i > 0; --i) {
            array.push_back(inputValue(row.args[0], depth + 1));
        }
        return array;
    }
    case TypeKind::Record: {
        Json object = Json::object();
        if (random_.percent(10)) object["unknown"] = 1;
        for (const FieldType& field : row.fields) {
            const bool isOptional = types_.kind(field.type) == TypeKind::Optional;
            if (isOptional && random_.percent(30)) continue;
            object[field.name] = inputValue(field.type, depth + 1);
        }
        return object;
    }
    case TypeKind::Map: {
        const bool asObject = row.args[0] == types::kString && random_.percent(60);
        Json result = asObject ? Json::object() : Json::array();
        std::vector<Json> keys;
        for (std::size_t i = random_.below(most); i > 0; --i) {
            const Json key = inputValue(row.args[0], depth + 1);
            if (std::count(keys.begin(), keys.end(), key) > 0) continue;
            keys.push_back(key);
            const Json value = inputValue(row.args[1], depth + 1);
            if (asObject) {
                result[key.get<std::string>()] = value;
            } else {
                result.push_back(Json::array({key, value}));
            }
        }
        return result;
    }
    case TypeKind::Optional:
        return random_.percent(40) ? Json() : inputValue(row.args[0], depth + 1);
    case TypeKind::Union: return unionValue(type, depth);
    default: return {};
    }
}

Json ProgramWriter::unionValue(TypeId type, int depth) {
    const TypeId member = random_.oneOf(types_[type].args);
    const Json value = inputValue(member, depth + 1);
    if (random_.percent(30)) {  // untagged, where that tells the member
        std::vector<std::string> faults;
        reference::readJson(types_, typeNames_, type, value, "", faults);
        if (faults.empty()) return value;
    }
    std::string tag = types_.tag(member);
    for (const auto& [name, declared] : typeNames_) {
        if (sameType(declared, member) && random_.percent(50)) tag = name;
    }
    return {{"tag", tag}, {"value", value}};
}

}  // namespace cst::test
