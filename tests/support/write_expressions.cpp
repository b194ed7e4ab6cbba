#include "tests/support/program_writer.h"

#include <algorithm>

// Expressions of a wanted type. Each producer writes one construct whose inferred type is exactly
// that type, or says that it cannot.

namespace cst::test {

std::string ProgramWriter::at(const Text& text, int level) {
    return text.level < level ? "(" + text.text + ")" : text.text;
}

ProgramWriter::Text ProgramWriter::exact(TypeId type) {
    if (--fuel_ <= 0) return leaf(type);
    std::vector<Producer> producers;
    addProducers(type, producers);
    random_.shuffle(producers);
    for (const Producer& producer : producers) {
        if (auto text = producer()) {
            return random_.percent(4) ? Text{"(" + text->text + ")", kPrimary} : *text;
        }
    }
    return leaf(type);
}

/// Stands where §3.4 converts: a literal converts part by part, anything else as a whole.
ProgramWriter::Text ProgramWriter::fitting(TypeId type) {
    const TypeKind kind = types_.kind(type);
    if (kind == TypeKind::List && random_.percent(20)) return *listLiteral(type, true);
    if (kind == TypeKind::Record && random_.percent(20)) return *recordLiteral(type, true);
    return exact(narrower(type));
}

/// The shortest way to a value. There are types that only an input can have.
ProgramWriter::Text ProgramWriter::leaf(TypeId type) {
    if (random_.percent(60)) {
        if (const auto known = variable(type)) return *known;
    }
    const TypeRow& row = types_[type];
    switch (row.kind) {
    case TypeKind::List: {
        std::string text;
        for (std::size_t i = 1 + random_.below(2); i > 0; --i) {
            text += (text.empty() ? "" : ", ") + leaf(row.args[0]).text;
        }
        return {"[" + text + "]", kPrimary};
    }
    case TypeKind::Optional: {
        const std::string condition = random_.percent(60) ? "true" : "false";
        return {at(leaf(row.args[0]), kOr) + " when " + condition, kGuard};
    }
    case TypeKind::Record: {
        std::string text;
        for (const FieldType& field : row.fields) {
            text += (text.empty() ? "" : ", ") + field.name + ": " + leaf(field.type).text;
        }
        return {"{ " + text + " }", kPrimary};
    }
    case TypeKind::Union:
    case TypeKind::Map: {
        if (const auto known = variable(type)) return *known;
        return {declareInput(type, false), kPrimary};
    }
    default: {
        const std::string text = literal(type);
        return {text, text[0] == '-' ? kUnary : kPrimary};
    }
    }
}

std::string ProgramWriter::literal(TypeId scalar) {
    static const std::vector<std::string> kInts = {"0",
                                                   "1",
                                                   "2",
                                                   "3",
                                                   "5",
                                                   "7",
                                                   "10",
                                                   "-1",
                                                   "-3",
                                                   "100",
                                                   "4611686018427387904",
                                                   "9223372036854775807",
                                                   "-9223372036854775808"};
    static const std::vector<std::string> kFloats = {"0.0",  "1.0",    "0.5",   "2.5",
                                                     "-1.5", "100.0",  "1.0e9", "0.001",
                                                     "00.5", "1.5e-7", "3.0",   "12345678.5"};
    if (scalar == types::kInt) return random_.oneOf(kInts);
    if (scalar == types::kFloat) return random_.oneOf(kFloats);
    if (scalar == types::kBoolean) return random_.percent(50) ? "true" : "false";
    return stringLiteral();
}

std::string ProgramWriter::stringLiteral() {
    static const std::vector<std::string> kTexts = {
        "",     "a", "b",  "abc",    "a,b,,c",      ",",         " x ", "a b  c", "ä",  "Straße",
        "日本", "😀", "$5", "\\${a}", "line\\nline", "\\\"q\\\"", "ab",  "\\\\",   "\\t"};
    return "\"" + random_.oneOf(kTexts) + "\"";
}

void ProgramWriter::addProducers(TypeId type, std::vector<Producer>& producers) {
    const auto add = [&](int weight, Producer producer) {
        for (int i = 0; i < weight; ++i) producers.push_back(producer);
    };
    add(4, [=, this] { return variable(type); });
    add(1, [=, this] { return fieldOfVariable(type); });
    add(1, [=, this] { return fieldOfLiteral(type); });
    add(1, [=, this] { return conditional(type); });
    add(1, [=, this] { return branch(type); });
    add(1, [=, this] { return coalesce(type); });
    add(2, [=, this] { return match(type); });
    add(2, [=, this] { return libraryCall(type); });
    add(1, [=, this] { return genericCall(type); });
    switch (types_.kind(type)) {
    case TypeKind::Int:
    case TypeKind::Float: addNumberProducers(type, producers); break;
    case TypeKind::Boolean: addBooleanProducers(producers); break;
    case TypeKind::String: addStringProducers(producers); break;
    case TypeKind::List: addListProducers(type, producers); break;
    case TypeKind::Record: addRecordProducers(type, producers); break;
    case TypeKind::Optional:
        add(4, [=, this]() -> std::optional<Text> {
            const std::string value = at(exact(types_.element(type)), kOr);
            return Text{value + " when " + at(fitting(types::kBoolean), kOr), kGuard};
        });
        break;
    default: break;
    }
}

// --- names

std::optional<ProgramWriter::Text> ProgramWriter::variable(TypeId type) {
    std::vector<Variable> all = visible();
    std::erase_if(all, [&](const Variable& one) { return !sameType(one.type, type); });
    if (all.empty()) return std::nullopt;
    return Text{random_.oneOf(all).name, kPrimary};
}

std::optional<ProgramWriter::Text> ProgramWriter::fieldOfVariable(TypeId type) {
    std::vector<std::string> found;
    for (const Variable& one : visible()) {
        const bool isList = types_.kind(one.type) == TypeKind::List;
        const TypeId record = isList ? types_.element(one.type) : one.type;
        if (types_.kind(record) != TypeKind::Record) continue;
        for (const FieldType& field : types_[record].fields) {
            const TypeId got = isList ? types_.list(field.type) : field.type;
            if (sameType(got, type)) found.push_back(one.name + "." + field.name);
        }
    }
    if (found.empty()) return std::nullopt;
    return Text{random_.oneOf(found), kPrimary};
}

std::optional<ProgramWriter::Text> ProgramWriter::fieldOfLiteral(TypeId type) {
    if (random_.percent(50)) return std::nullopt;
    const bool asList = types_.kind(type) == TypeKind::List && random_.percent(50);
    std::vector<FieldType> fields = {{"a", asList ? types_.element(type) : type},
                                     {"match", scalar()}};
    random_.shuffle(fields);
    const TypeId record = types_.record(fields);
    const Text object = exact(asList ? types_.list(record) : record);
    return Text{at(object, kPrimary) + ".a", kPrimary};
}

// --- arms

std::optional<ProgramWriter::Text> ProgramWriter::conditional(TypeId type) {
    const Types arms = armTypes(type, 2);
    return Text{"if (" + fitting(types::kBoolean).text + ") " + exact(arms[0]).text + " else " +
                    exact(arms[1]).text,
                kLoose};
}

std::optional<ProgramWriter::Text> ProgramWriter::branch(TypeId type) {
    const Types arms = armTypes(type, 1 + random_.below(3));
    std::string text = "branch { ";
    for (std::size_t i = 0; i + 1 < arms.size(); ++i) {
        text += fitting(types::kBoolean).text + " -> " + exact(arms[i]).text + ", ";
    }
    return Text{text + "otherwise -> " + exact(arms.back()).text + " }", kPrimary};
}

// §4.18, by its rules.
std::optional<ProgramWriter::Text> ProgramWriter::coalesce(TypeId type) {
    const auto write = [&](TypeId left, const Text& right) {
        return Text{at(exact(types_.optional(left)), kGuard) + " ?? " + at(right, kCoalesce),
                    kCoalesce};
    };
    if (types_.kind(type) == TypeKind::Optional && random_.percent(40)) {  // (2)
        const TypeId element = types_.element(type);
        const TypeId right = types_.optional(narrower(element));
        if (!reference::isCoercible(types_, right, element)) {  // else it is (1)
            return write(element, exact(right));
        }
    }
    const TypeId left = narrower(type);
    if (!sameType(left, type) && !reference::isCoercible(types_, type, left)) {
        const bool isSecond = types_.kind(type) == TypeKind::Optional &&
                              reference::isCoercible(types_, types_.element(type), left);
        if (!isSecond) return write(left, exact(type));  // (3)
    }
    // (1): the left side has the type up to the order of fields.
    return write(type, fitting(type));
}

std::optional<ProgramWriter::Text> ProgramWriter::match(TypeId type) {
    // A variable of union type, or some expression.
    std::vector<Variable> unions = visible();
    std::erase_if(unions,
                  [&](const Variable& one) { return types_.kind(one.type) != TypeKind::Union; });
    std::string scrutinee;
    std::string narrowedName;
    TypeId matched;
    if (!unions.empty()) {
        const Variable& one = random_.oneOf(unions);
        scrutinee = narrowedName = one.name;
        matched = one.type;
    } else {
        if (random_.percent(60)) return std::nullopt;
        matched = random_.oneOf(pool_);
        scrutinee = "(" + exact(matched).text + ")";
        const std::string inner = scrutinee.substr(1, scrutinee.size() - 2);
        for (const Variable& one : visible()) {
            if (one.name == inner) narrowedName = inner;
        }
    }
    const Types members = reference::membersOf(types_, matched);
    std::vector<bool> covered(members.size(), false);
    struct Case {
        std::string pattern;
        TypeId narrowed;
        std::vector<Variable> fields;
    };
    std::vector<Case> cases;
    const auto add = [&](Case one, const std::function<bool(TypeId)>& fits) {
        Types fresh;
        for (std::size_t i = 0; i < members.size(); ++i) {
            if (covered[i] || !fits(members[i])) continue;
            covered[i] = true;
            fresh.push_back(members[i]);
        }
        if (fresh.empty()) return;  // it would never be reached
        one.narrowed = types_.unionOf(fresh);
        for (Variable& field : one.fields) {
            Types found;
            for (const TypeId member : fresh) {
                found.push_back(reference::fieldType(types_, member, field.name));
            }
            field.type = reference::join(types_, found);
        }
        cases.push_back(std::move(one));
    };
    std::vector<std::size_t> order(members.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    random_.shuffle(order);
    for (const std::size_t i : order) {
        const TypeRow& row = types_[members[i]];
        if (random_.percent(15)) continue;
        if (row.kind == TypeKind::Record && random_.percent(60)) {
            Case one;
            std::string names;
            for (const FieldType& field : row.fields) {
                if (field.name == "in" || field.name == "match" || random_.percent(30)) continue;
                names += (names.empty() ? "" : ", ") + field.name;
                one.fields.push_back({field.name, field.type});
            }
            one.pattern = "{ " + names + " }";
            const std::vector<Variable> wanted = one.fields;
            if (names.empty()) continue;
            add(one, [&](TypeId member) {
                return types_.kind(member) == TypeKind::Record &&
                       std::all_of(wanted.begin(), wanted.end(), [&](const Variable& field) {
                           return reference::fieldType(types_, member, field.name).hasValue();
                       });
            });
            continue;
        }
        std::vector<std::pair<std::string, TypeId>> names = typeNames_;
        for (const TypeId one : {types::kInt, types::kFloat, types::kString, types::kBoolean}) {
            names.emplace_back(types_.text(one), one);
        }
        random_.shuffle(names);
        for (const auto& [name, declared] : names) {
            if (!reference::isSubtype(types_, members[i], declared)) continue;
            add({"is " + name, {}, {}}, [&, &declared = declared](TypeId member) {
                return reference::isSubtype(types_, member, declared);
            });
            break;
        }
    }
    add({"_", {}, {}}, [](TypeId) { return true; });
    const Types arms = armTypes(type, cases.size());
    std::string text = "match " + scrutinee + " { ";
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const std::size_t depth = scope_.size();
        if (!narrowedName.empty()) scope_.push_back({narrowedName, cases[i].narrowed});
        scope_.insert(scope_.end(), cases[i].fields.begin(), cases[i].fields.end());
        const std::size_t inside = scope_.size();
        text += (i > 0 ? ", " : "") + cases[i].pattern + " -> " + exact(arms[i]).text;
        // Inputs that the body declared stand at the front and stay.
        const std::size_t added = scope_.size() - inside;
        scope_.resize(depth + added);
    }
    return Text{text + " }", kPrimary};
}

// --- numbers, truth, text

void ProgramWriter::addNumberProducers(TypeId type, std::vector<Producer>& producers) {
    const auto arithmetic = [=, this]() -> std::optional<Text> {
        static const std::vector<std::string> kOperators = {"+", "-", "*", "/"};
        TypeId left = type;
        TypeId right = type;
        if (type == types::kFloat && random_.percent(40)) {
            (random_.percent(50) ? left : right) = types::kInt;
        }
        const std::string op = random_.oneOf(kOperators);
        const int level = op == "+" || op == "-" ? kAdditive : kMultiplicative;
        Text b = exact(right);
        // Division by zero is an error worth having, but not in every program.
        if (op == "/" && type == types::kInt && random_.percent(70)) b = {"3", kPrimary};
        return Text{at(exact(left), level) + " " + op + " " + at(b, level + 1), level};
    };
    for (int i = 0; i < 4; ++i) producers.push_back(arithmetic);
    producers.push_back([=, this]() -> std::optional<Text> {
        const Text value = exact(type);
        // `-` in front of a literal would make another literal.
        const bool isLiteral = value.text[0] >= '0' && value.text[0] <= '9';
        return Text{"-" + (isLiteral ? "(" + value.text + ")" : at(value, kUnary)), kUnary};
    });
    producers.push_back([=, this]() -> std::optional<Text> {
        return Text{call(nameOf("stdlib.list.list-sum"), {exact(types_.list(type)).text}),
                    kPrimary};
    });
    if (type == types::kFloat) return;
    producers.push_back([=, this]() -> std::optional<Text> {
        return Text{call(nameOf("stdlib.list.list-length"), {exact(types_.list(anyType(1))).text}),
                    kPrimary};
    });
}

void ProgramWriter::addBooleanProducers(std::vector<Producer>& producers) {
    producers.push_back([this]() -> std::optional<Text> {  // equality of anything
        const TypeId type = anyType(2);
        Text left = exact(type);
        Text right = exact(narrower(type));
        if (random_.percent(50)) std::swap(left, right);
        const std::string op = random_.percent(50) ? " == " : " != ";
        return Text{at(left, kAdditive) + op + at(right, kAdditive), kCompare};
    });
    for (int i = 0; i < 2; ++i) {
        producers.push_back([this]() -> std::optional<Text> {
            static const std::vector<std::string> kOperators = {"<", ">", "<=", ">=", "==", "!="};
            const TypeId type = random_.oneOf(Types{types::kInt, types::kFloat, types::kString});
            Text left = exact(narrower(type));
            Text right = exact(narrower(type));
            return Text{at(left, kAdditive) + " " + random_.oneOf(kOperators) + " " +
                            at(right, kAdditive),
                        kCompare};
        });
        producers.push_back([this]() -> std::optional<Text> {
            const bool isAnd = random_.percent(50);
            const int level = isAnd ? kAnd : kOr;
            std::string text = at(exact(types::kBoolean), level + 1);
            for (std::size_t more = 1 + random_.below(2); more > 0; --more) {
                text += (isAnd ? " and " : " or ") + at(exact(types::kBoolean), level + 1);
            }
            return Text{text, level};
        });
    }
    producers.push_back([this]() -> std::optional<Text> {
        return Text{"not " + at(exact(types::kBoolean), kNot), kNot};
    });
    producers.push_back([this]() -> std::optional<Text> {
        const TypeId element = anyType(1);
        return Text{call(nameOf("stdlib.list.list-contains"),
                         {exact(types_.list(element)).text, fitting(element).text}),
                    kPrimary};
    });
    producers.push_back([this]() -> std::optional<Text> {
        const char* name = random_.percent(50) ? "stdlib.collection.all" : "stdlib.collection.any";
        return Text{higherOrder(name, anyType(1), types::kBoolean), kPrimary};
    });
}

void ProgramWriter::addStringProducers(std::vector<Producer>& producers) {
    for (int i = 0; i < 2; ++i) {
        producers.push_back([this]() -> std::optional<Text> {
            std::string text = random_.percent(50) ? "x" : "";
            for (std::size_t part = 1 + random_.below(2); part > 0; --part) {
                text += "${" + exact(anyType(2)).text + "}" + (random_.percent(50) ? ", " : "");
            }
            return Text{"\"" + text + "\"", kPrimary};
        });
    }
    producers.push_back([this]() -> std::optional<Text> {
        return Text{call(nameOf("stdlib.convert.to-string"), {exact(anyType(2)).text}), kPrimary};
    });
    producers.push_back([this]() -> std::optional<Text> {
        if (!effects_ || random_.percent(50)) return std::nullopt;
        return Text{call(nameOf("stdlib.debug.log"), {fitting(types::kString).text}), kPrimary};
    });
    producers.push_back([this] { return wrappedCall(); });
}

// --- lists and records

void ProgramWriter::addListProducers(TypeId type, std::vector<Producer>& producers) {
    const TypeId element = types_.element(type);
    for (int i = 0; i < 2; ++i) {
        producers.push_back([=, this] { return listLiteral(type, false); });
        producers.push_back([=, this]() -> std::optional<Text> {
            return Text{higherOrder("stdlib.collection.map", anyType(1), element), kPrimary};
        });
    }
    producers.push_back([=, this]() -> std::optional<Text> {
        return Text{higherOrder("stdlib.collection.filter", element, types::kBoolean), kPrimary};
    });
    producers.push_back([=, this]() -> std::optional<Text> {
        const TypeId key = random_.oneOf(Types{types::kInt, types::kFloat, types::kString});
        return Text{higherOrder("stdlib.collection.sortBy", element, key), kPrimary};
    });
    producers.push_back([=, this]() -> std::optional<Text> {
        return Text{call(nameOf("stdlib.list.list-reverse"), {exact(type).text}), kPrimary};
    });
    producers.push_back([=, this]() -> std::optional<Text> {
        TypeId other = narrower(element);
        if (!reference::isSubtype(types_, other, element)) other = element;
        std::vector<std::string> args = {exact(type).text, exact(types_.list(other)).text};
        if (random_.percent(10)) args[1] = "[]";
        random_.shuffle(args);
        return Text{call(nameOf("stdlib.list.list-concat"), args), kPrimary};
    });
    if (types_.kind(element) == TypeKind::Record) {
        producers.push_back([=, this] { return merge(type); });
        producers.push_back([=, this] { return projection(type); });
    }
}

void ProgramWriter::addRecordProducers(TypeId type, std::vector<Producer>& producers) {
    for (int i = 0; i < 3; ++i) {
        producers.push_back([=, this] { return recordLiteral(type, false); });
    }
    producers.push_back([=, this] { return merge(type); });
    producers.push_back([=, this] { return projection(type); });
}

std::optional<ProgramWriter::Text> ProgramWriter::listLiteral(TypeId type, bool isFitting) {
    const TypeId element = types_.element(type);
    const std::size_t count = isFitting ? random_.below(3) : 1 + random_.below(3);
    const Types arms = armTypes(element, std::max<std::size_t>(count, 1));
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += (i > 0 ? ", " : "") + (isFitting ? fitting(element) : exact(arms[i])).text;
    }
    return Text{"[" + text + "]", kPrimary};
}

std::optional<ProgramWriter::Text> ProgramWriter::recordLiteral(TypeId type, bool isFitting) {
    std::vector<FieldType> fields = types_[type].fields;
    if (isFitting) {
        random_.shuffle(fields);
        if (TypeTable::fieldIndex(types_[type], "more") < 0) fields.push_back({"more", scalar()});
    }
    std::string text;
    for (const FieldType& field : fields) {
        const Text value =
            isFitting && field.name != "more" ? fitting(field.type) : exact(field.type);
        text += (text.empty() ? "" : ", ") + field.name + ": " + value.text;
    }
    return Text{"{ " + text + " }", kPrimary};
}

/// `left + right` that comes to a record, or to a list of records (§4.6).
std::optional<ProgramWriter::Text> ProgramWriter::merge(TypeId type) {
    const bool isList = types_.kind(type) == TypeKind::List;
    std::vector<FieldType> fields = types_[isList ? types_.element(type) : type].fields;
    if (fields.empty()) return std::nullopt;
    std::vector<FieldType> left;
    std::vector<FieldType> right;
    for (const FieldType& field : fields) {
        if (random_.percent(20)) {  // in both: the right one wins
            left.push_back({field.name, scalar()});
            right.push_back(field);
        } else {
            (random_.percent(50) ? left : right).push_back(field);
        }
    }
    TypeId a = types_.record(left);
    TypeId b = types_.record(right);
    if (isList) {
        const std::size_t which = random_.below(3);
        if (which != 0) a = types_.list(a);
        if (which != 1) b = types_.list(b);
    }
    return Text{at(exact(a), kAdditive) + " + " + at(exact(b), kMultiplicative), kAdditive};
}

std::optional<ProgramWriter::Text> ProgramWriter::projection(TypeId type) {
    const bool isList = types_.kind(type) == TypeKind::List;
    std::vector<FieldType> fields = types_[isList ? types_.element(type) : type].fields;
    if (fields.empty()) return std::nullopt;
    std::string names;
    for (const FieldType& field : fields) names += (names.empty() ? "" : ", ") + field.name;
    if (TypeTable::fieldIndex(types_[isList ? types_.element(type) : type], "more") < 0) {
        fields.push_back({"more", scalar()});
    }
    random_.shuffle(fields);
    const TypeId record = types_.record(fields);
    const std::string object = at(exact(isList ? types_.list(record) : record), kPrimary);
    return Text{object + (random_.percent(50) ? "[" + names + "]" : "{" + names + "}"), kPrimary};
}

}  // namespace cst::test
