// Writing goes over the parts twice: first to learn which types they use, so that these can stand
// before what refers to them. The ids of what a type is made of are less than its own, so the
// order of ids will do.

#include "engine/session/compiled_file.h"

#include "engine/base/seen.h"
#include "engine/plan/block_program.h"
#include "engine/plan/typed_numbers.h"
#include "engine/session/compiled_checks.h"
#include "engine/session/compiled_form.h"
#include "engine/value/binary.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <cstring>
#include <unordered_map>

namespace cst {

static_assert(std::endian::native == std::endian::little, "numbers are copied as they stand");

namespace {

/// How a constant is written.
enum class Form : uint8_t {
    None,    // nobody uses it
    Number,  // Int, Float, Boolean: its bits
    Text,
    Binary,  // as in value/binary.h
};

template <class T>
concept Enumeration = std::is_enum_v<T>;
template <class T>
concept NumberedId = requires(T id) {
    id.index;
    id.hasValue();
};

/// What operations say of the pools that they use.
struct PoolTypes {
    explicit PoolTypes(const Plan& plan)
        : ofConstant(plan.pools.constants.size()), ofNumber(plan.pools.numbers.size()) {
        look(plan.pools, plan.nodes);
        for (const Lambda& lambda : plan.pools.lambdas) {
            look(plan.pools, lambda.code);
        }
    }
    void look(const Pools& pools, const std::vector<Operation>& code) {
        for (const Operation& operation : code) {
            if (operation.op == Op::Literal) {
                ofConstant[operation.payload] = operation.type;
            }
            const auto numbers = pools.numbersOf(operation);
            visitNumbers(operation, numbers, [&](std::size_t i, bool isType) {
                ofNumber[operation.firstNumber + i] = TypeId(isType ? numbers[i] : kNoIndex);
            });
        }
    }

    std::vector<TypeId> ofConstant;  // none: nobody uses it
    std::vector<TypeId> ofNumber;    // that it stands for; none: it is a number
};

Form formOf(const TypeTable& types, TypeId type) {
    if (!type.hasValue()) {
        return Form::None;
    }
    switch (types.kind(type)) {
    case TypeKind::Int:
    case TypeKind::Float:
    case TypeKind::Boolean: return Form::Number;
    case TypeKind::String: return Form::Text;
    case TypeKind::Error:
    case TypeKind::Nothing:
    case TypeKind::Function:
    case TypeKind::Parameter: return Form::None;  // there is no value of it
    default: return Form::Binary;
    }
}

/// Finds out which types occur, by id.
class UsedTypes : public FieldVisitor<UsedTypes> {
public:
    explicit UsedTypes(std::size_t count) : used(count) {}

    void leaf(const TypeId& type) {
        if (type.hasValue()) {
            used[type.index] = true;
        }
    }
    template <class Field>
    requires(!std::is_class_v<Field> || NumberedId<Field> || Is<Field, std::string> ||
             Is<Field, std::string_view> || Is<Field, Hash128> || Is<Field, SourceRange> ||
             Is<Field, std::chrono::nanoseconds>) void leaf(const Field&) {}
    void list(const auto& rows) {
        for (const auto& row : rows) {
            (*this)(row);
        }
    }
    void table(const auto& rows) { list(rows); }
    void numbers(const std::vector<uint32_t>&) {}
    void constants(const std::vector<Value>&) {}
    void made(const auto&) {}
    void aliases(const std::vector<InputInfo>& inputs) {
        if (!inputs.empty()) {
            list(inputs.front().typeAliases);
        }
    }

    std::vector<bool> used;
};

class Writer : public FieldVisitor<Writer> {
public:
    /// `nodes`: of the graph, about.
    Writer(const TypeTable& types, const PoolTypes& pools, std::size_t nodes)
        : types_(types), pools_(pools) {
        texts_.reserve(2 * nodes);
        body_.reserve(100 * nodes);
    }

    /// `used`: those that will occur. They are written, and numbered.
    void writeTypes(std::vector<bool> used);
    /// What was written, with the texts before it.
    void finish(std::string& out);

    void leaf(const bool& truth) { byte(truth ? 1 : 0); }
    void leaf(const uint8_t& number) { byte(number); }
    /// None is one byte too.
    void leaf(const uint32_t& number) { count(uint32_t{number + 1}); }
    void leaf(const Enumeration auto& value) { byte(static_cast<uint8_t>(value)); }
    void leaf(const TypeId& type) { leaf(type.hasValue() ? numbers_[type.index] : UINT32_MAX); }
    void leaf(const NumberedId auto& id) { leaf(id.index); }
    void leaf(const std::string& text) { leaf(std::string_view(text)); }
    void leaf(const std::string_view& text) {
        const auto [entry, isNew] = texts_.try_emplace(text, texts_.size());
        if (isNew) {
            inOrder_.push_back(text);
        }
        count(entry->second);
    }
    void leaf(const Hash128& hash) { copied(hash); }
    void leaf(const SourceRange& range) {
        count(range.begin);
        count(range.length());
    }
    void leaf(const std::chrono::nanoseconds& time) { copied(time.count()); }
    void list(const auto& rows) {
        count(rows.size());
        for (const auto& row : rows) {
            (*this)(row);
        }
    }
    void table(const auto& rows) { list(rows); }
    void numbers(const std::vector<uint32_t>& numbers);
    void constants(const std::vector<Value>& values);
    void made(const auto& pointer) { leaf(pointer != nullptr); }
    void aliases(const std::vector<InputInfo>& inputs) {
        if (!inputs.empty()) {
            list(inputs.front().typeAliases);
        }
    }

private:
    void byte(uint8_t value) { body_.push_back(static_cast<char>(value)); }
    void count(uint64_t value) { appendCount(body_, value); }
    static void appendCount(std::string& out, uint64_t value) {
        while (value >= 0x80U) {
            out.push_back(static_cast<char>(value | 0x80U));
            value >>= 7U;
        }
        out.push_back(static_cast<char>(value));
    }
    template <class T>
    void copied(const T& value) {
        body_.append(reinterpret_cast<const char*>(&value), sizeof value);
    }

    const TypeTable& types_;         // outlives the writer, which is a local variable
    const PoolTypes& pools_;         // likewise
    std::vector<uint32_t> numbers_;  // by TypeId
    std::unordered_map<std::string_view, uint64_t> texts_;  // of the parts and of the type table
    std::vector<std::string_view> inOrder_;
    std::string body_;
};

void Writer::writeTypes(std::vector<bool> used) {
    for (std::size_t i = used.size(); i-- > 0;) {
        if (used[i]) {
            for (const TypeId part : types_[TypeId(i)].args) used[part.index] = true;
            for (const FieldType& field : types_[TypeId(i)].fields) used[field.type.index] = true;
        }
    }
    count(static_cast<uint64_t>(std::count(used.begin(), used.end(), true)));
    numbers_.resize(used.size());
    uint32_t next = 0;
    for (std::size_t i = 0; i < used.size(); ++i) {
        if (!used[i]) {
            continue;
        }
        numbers_[i] = next++;
        const TypeRow& row = types_[TypeId(i)];
        leaf(row.kind);
        leaf(row.parameter);
        list(row.args);
        count(row.fields.size());
        for (const FieldType& field : row.fields) {
            leaf(field.name);
            leaf(field.type);
        }
    }
}

/// The lowest bit says whether it is a type.
void Writer::numbers(const std::vector<uint32_t>& numbers) {
    count(numbers.size());
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const TypeId type = pools_.ofNumber[i];
        count(type.hasValue() ? uint64_t{numbers_[type.index]} * 2 + 1 : uint64_t{numbers[i]} * 2);
    }
}

void Writer::constants(const std::vector<Value>& values) {
    count(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const TypeId type = pools_.ofConstant[i];
        const Form form = formOf(types_, type);
        leaf(form);
        leaf(type);
        switch (form) {
        case Form::None: break;
        case Form::Number: copied(values[i].asInt()); break;
        case Form::Text: leaf(values[i].asText()); break;
        case Form::Binary: {
            std::string bytes;
            encodeBinary(bytes, types_, type, values[i]);
            count(bytes.size());
            body_ += bytes;
        }
        }
    }
}

void Writer::finish(std::string& out) {
    appendCount(out, inOrder_.size());
    for (const std::string_view text : inOrder_) {
        appendCount(out, text.size());
        out += text;
    }
    out += body_;
}

/// After something that is not as it was written, all that is read is nothing.
class Reader : public FieldVisitor<Reader> {
public:
    Reader(std::string_view bytes, TypeTable& types)
        : at_(bytes.data()), end_(bytes.data() + bytes.size()), types_(types) {}

    void readTexts();
    void readTypes();
    bool isWhole() const { return isGood_ && at_ == end_; }

    void leaf(bool& truth) { truth = byte(1) != 0; }
    void leaf(uint8_t& number) { number = byte(UINT8_MAX); }
    void leaf(uint32_t& number) {
        const uint64_t written = count();
        fail(written > UINT32_MAX);
        number = static_cast<uint32_t>(written) - 1;
    }
    void leaf(Enumeration auto& value) {
        using Kind = std::remove_reference_t<decltype(value)>;
        value = static_cast<Kind>(byte(static_cast<uint8_t>(lastOf(value))));
    }
    void leaf(TypeId& type) {
        uint32_t number = 0;
        leaf(number);
        fail(number != kNoIndex && number >= numbered_.size());
        type = isGood_ && number != kNoIndex ? numbered_[number] : TypeId();
    }
    void leaf(NumberedId auto& id) { leaf(id.index); }
    void leaf(std::string& text) { text = nextText(); }
    void leaf(std::string_view& text) { text = nextText(); }
    void leaf(Hash128& hash) { copy(hash); }
    void leaf(SourceRange& range) {
        const uint64_t begin = count();
        const uint64_t size = count();
        fail(begin > UINT32_MAX || size > UINT32_MAX - begin);
        range = {static_cast<uint32_t>(begin), static_cast<uint32_t>(begin + size)};
    }
    void leaf(std::chrono::nanoseconds& time) {
        int64_t count = 0;
        copy(count);
        time = std::chrono::nanoseconds(count);
    }
    template <class Row>
    void list(std::vector<Row>& rows) {
        const std::size_t size = rowCount();
        rows.reserve(size);
        for (std::size_t i = 0; i < size && isGood_; ++i) {
            (*this)(rows.emplace_back());
        }
    }
    template <class Id, class Row>
    void table(Table<Id, Row>& rows) {
        const std::size_t size = rowCount();
        rows.reserve(size);
        for (std::size_t i = 0; i < size && isGood_; ++i) {
            Row row;
            (*this)(row);
            rows.add(std::move(row));
        }
    }
    void numbers(std::vector<uint32_t>& numbers);
    void constants(std::vector<Value>& values);
    template <class Thing>
    void made(std::shared_ptr<Thing>& pointer) {
        pointer = byte(1) != 0 ? std::make_shared<Thing>() : nullptr;
    }
    void aliases(std::vector<InputInfo>& inputs) {
        if (!inputs.empty()) {
            list(inputs.front().typeAliases);
            for (InputInfo& input : inputs) {
                input.typeAliases = inputs.front().typeAliases;
            }
        }
    }

private:
    void fail(bool isBad) { isGood_ = isGood_ && !isBad; }
    uint8_t byte(uint8_t last) {
        fail(at_ == end_ || static_cast<uint8_t>(*at_) > last);
        return isGood_ ? static_cast<uint8_t>(*at_++) : uint8_t{0};
    }
    uint64_t count() {
        uint64_t value = 0;
        for (unsigned shift = 0; isGood_; shift += 7) {
            const uint8_t next = byte(UINT8_MAX);
            fail(shift > 56);  // nothing that is counted here is so many
            value |= uint64_t{next & 0x7FU} << (shift & 63U);
            if (next < 0x80U) {
                break;
            }
        }
        return isGood_ ? value : 0;
    }
    /// A row takes a byte at least.
    std::size_t rowCount() {
        const uint64_t size = count();
        fail(size > static_cast<uint64_t>(end_ - at_));
        return isGood_ ? size : 0;
    }
    std::string_view piece(uint64_t size) {
        fail(size > static_cast<uint64_t>(end_ - at_));
        if (!isGood_) {
            return {};
        }
        const std::string_view found(at_, size);
        at_ += size;
        return found;
    }
    std::string_view nextText() {
        const uint64_t number = count();
        fail(number >= texts_.size());
        return isGood_ ? texts_[number] : std::string_view();
    }
    template <class T>
    void copy(T& value) {
        static_assert(std::is_trivially_copyable_v<T>);
        const std::string_view bytes = piece(sizeof value);
        if (isGood_) {
            std::memcpy(&value, bytes.data(), sizeof value);
        }
    }
    TypeId interned(const TypeRow& row);

    const char* at_;
    const char* const end_;
    TypeTable& types_;  // outlives the reader, which is a local variable
    bool isGood_ = true;
    std::vector<std::string_view> texts_;
    std::vector<TypeId> numbered_;
    std::size_t typeTextBytes_ = 0;
};

constexpr std::size_t kMostTypes = 100'000;
constexpr std::size_t kMostTypeTextBytes = 256UL << 20U;

void Reader::readTexts() {
    texts_.resize(rowCount());
    for (std::string_view& text : texts_) {
        text = piece(count());
    }
}

void Reader::readTypes() {
    const std::size_t size = rowCount();
    fail(size > kMostTypes);
    for (std::size_t i = 0; i < size && isGood_; ++i) {
        TypeRow row;
        row.kind = static_cast<TypeKind>(byte(static_cast<uint8_t>(TypeKind::Parameter)));
        leaf(row.parameter);
        list(row.args);
        row.fields.resize(rowCount());
        for (FieldType& field : row.fields) {
            leaf(field.name);
            leaf(field.type);
            fail(!field.type.hasValue());
        }
        if (isGood_) {
            numbered_.push_back(interned(row));
        }
    }
}

/// The row as the table has it; fails if it makes something else of it.
TypeId Reader::interned(const TypeRow& row) {
    const std::vector<TypeId>& args = row.args;
    // The text of a type holds those of its parts.
    Seen<std::string_view> names;
    for (const FieldType& field : row.fields) {
        fail(!names.add(field.name));
        typeTextBytes_ += types_.text(field.type).size() + field.name.size();
    }
    for (const TypeId arg : args) {
        fail(!arg.hasValue());
        typeTextBytes_ += isGood_ ? types_.text(arg).size() : 0;
    }
    const auto takes = [&](std::size_t least, std::size_t most) {
        fail(args.size() < least || args.size() > most || typeTextBytes_ > kMostTypeTextBytes);
        fail(row.kind != TypeKind::Record && !row.fields.empty());
        return isGood_;
    };
    TypeId type;
    switch (row.kind) {
    case TypeKind::List: type = takes(1, 1) ? types_.list(args[0]) : type; break;
    case TypeKind::Optional: type = takes(1, 1) ? types_.optional(args[0]) : type; break;
    case TypeKind::Map: type = takes(2, 2) ? types_.map(args[0], args[1]) : type; break;
    case TypeKind::Record: type = takes(0, 0) ? types_.record(row.fields) : type; break;
    case TypeKind::Union: type = takes(2, args.size()) ? types_.unionOf(args) : type; break;
    case TypeKind::Function:
        type = takes(1, args.size())
                   ? types_.function(std::span(args).first(args.size() - 1), args.back())
                   : type;
        break;
    case TypeKind::Parameter: type = takes(0, 0) ? types_.parameter(row.parameter) : type; break;
    default: type = takes(0, 0) ? TypeId(static_cast<uint32_t>(row.kind)) : type; break;
    }
    fail(!type.hasValue() || types_.kind(type) != row.kind || types_[type].args != args);
    return isGood_ ? type : TypeId();
}

void Reader::numbers(std::vector<uint32_t>& numbers) {
    const std::size_t size = rowCount();
    numbers.reserve(size);
    for (std::size_t i = 0; i < size && isGood_; ++i) {
        const uint64_t written = count();
        const uint64_t value = written / 2;
        const bool isType = written % 2 != 0;
        fail(value > UINT32_MAX || (isType && value >= numbered_.size()));
        if (isGood_) {
            numbers.push_back(isType ? numbered_[value].index : static_cast<uint32_t>(value));
        }
    }
}

void Reader::constants(std::vector<Value>& values) {
    const std::size_t size = rowCount();
    values.reserve(size);
    for (std::size_t i = 0; i < size && isGood_; ++i) {
        const auto form = static_cast<Form>(byte(static_cast<uint8_t>(Form::Binary)));
        TypeId type;
        leaf(type);
        fail(form != Form::None && !type.hasValue());
        const TypeKind kind = type.hasValue() ? types_.kind(type) : TypeKind::Error;
        Value& value = values.emplace_back();
        switch (form) {
        case Form::None: break;
        case Form::Number: {
            int64_t bits = 0;
            copy(bits);
            fail(kind != TypeKind::Int && kind != TypeKind::Float && kind != TypeKind::Boolean);
            value = kind == TypeKind::Boolean ? Value::ofBool(bits != 0) : Value::ofInt(bits);
            break;
        }
        case Form::Text:
            value = Value::ofText(nextText());
            fail(kind != TypeKind::String);
            break;
        case Form::Binary: {
            const std::string_view bytes = piece(count());
            if (isGood_) {
                Result<Value> read = decodeBinary(types_, type, bytes);
                fail(!read.ok());
                value = read.ok() ? std::move(*read) : Value();
            }
        }
        }
    }
}

}  // namespace

void encodeParts(std::string& out, const CompiledParts& parts, const TypeTable& types) {
    const PoolTypes pools(*parts.plan);
    UsedTypes used(types.size());
    used(parts, pools.ofConstant, pools.ofNumber);
    Writer writer(types, pools, parts.graph->nodes.size());
    writer.writeTypes(std::move(used.used));
    writer(parts);
    writer.finish(out);
}

std::optional<CompiledParts> decodeParts(const std::shared_ptr<const std::string>& bytes,
                                         std::size_t begin, TypeTable& types, std::size_t functions,
                                         uint32_t textSize) {
    Reader reader(std::string_view(*bytes).substr(begin), types);
    reader.readTexts();
    reader.readTypes();
    CompiledParts parts;
    reader(parts);
    if (!reader.isWhole() || !isWithinBounds(parts, functions, textSize)) {
        return std::nullopt;
    }
    parts.graph->owner = bytes;
    return parts;
}

}  // namespace cst
