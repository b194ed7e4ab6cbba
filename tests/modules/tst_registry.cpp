#include "tests/modules/library_fixture.h"

#include <QTest>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

using namespace cst;
using namespace cst::test;

namespace {

std::set<std::string> namesWhere(const SignatureTable& signatures,
                                 bool (*condition)(const Signature&)) {
    std::set<std::string> names;
    for (const Signature& signature : signatures.all()) {
        if (condition(signature)) names.insert(signature.qualifiedName());
    }
    return names;
}

/// `add(a: Int, b: Int) → Int`, as `constellation modules` shows it.
std::string shown(const TypeTable& types, const Signature& signature) {
    std::string text = signature.qualifiedName() + "(";
    for (const ParameterType& parameter : signature.parameters) {
        if (text.back() != '(') text += ", ";
        text += parameter.name + ": " + types.text(parameter.type);
    }
    return text + ") -> " + types.text(signature.result);
}

std::string lastPart(const std::string& qualifiedName) {
    return qualifiedName.substr(qualifiedName.rfind('.') + 1);
}

}  // namespace

class RegistryTest : public QObject {
    Q_OBJECT

private slots:
    void anAddedFunctionIsFoundUnderItsNameWithItsModule();
    void manyFunctionsCanBeAddedAtOnce();
    void lookUpsByNameAndByIdAreCounted();
    void theFingerprintTellsWhateverACompileDependsOn_data();
    void theFingerprintTellsWhateverACompileDependsOn();
    void qualifiedNamesAreDistinct();
    void simpleNamesAreDistinctToo();
    void theNamespacesAreThoseOfTheLanguage();
    void everySignatureIsTheOneOfTheLanguage();
    void everyFunctionHasDocumentationInSentences();
    void everyFunctionHasAnExampleThatCallsIt();
    void exactlyLogAndTheDemoModulesHaveEffects();
    void exactlyTheCollectionFunctionsAreIntrinsic();
    void exactlyTheIntrinsicsHaveNoModule();
    void exactlyThreeFunctionsNeedMoreThanTheirTypes();
    void everyFunctionHasATagForThePalette();
};

void RegistryTest::anAddedFunctionIsFoundUnderItsNameWithItsModule() {
    LibraryFixture library;
    const Registry& registry = library.registry;

    const FunctionId add = registry.signatures().byQualifiedName("stdlib.math.add");

    QVERIFY(add.hasValue());
    QCOMPARE(registry.signatures()[add].name, "add");
    QVERIFY(registry.module(add) != nullptr);
    QCOMPARE(registry.module(add), registry[add].module.get());
    QCOMPARE(registry[add].versionMajor, 1U);
}

void RegistryTest::manyFunctionsCanBeAddedAtOnce() {
    LibraryFixture library;
    const std::size_t before = library.registry.signatures().size();
    std::vector<ModuleDescriptor> many(500);
    for (std::size_t i = 0; i < many.size(); ++i) {
        many[i].signature.name = "do-" + std::to_string(i);
        many[i].signature.nameSpace = "bulk";
    }

    library.registry.addAll(std::move(many));

    const SignatureTable& signatures = library.registry.signatures();
    QCOMPARE(signatures.size(), before + 500);
    QCOMPARE(signatures.byQualifiedName("bulk.do-7").index, static_cast<uint32_t>(before + 7));
    QVERIFY(signatures.isNamespace("bulk"));
}

void RegistryTest::lookUpsByNameAndByIdAreCounted() {
    LibraryFixture library;
    const Registry& registry = library.registry;
    const uint64_t before = registry.lookUps();

    const FunctionId add = registry.signatures().byQualifiedName("stdlib.math.add");
    QCOMPARE(registry.lookUps(), before + 1);
    registry.module(add);
    QCOMPARE(registry.lookUps(), before + 2);
}

namespace {

ModuleDescriptor convertDescriptor() {
    ModuleDescriptor descriptor;
    descriptor.signature.nameSpace = "test";
    descriptor.signature.name = "convert";
    descriptor.signature.parameters = {{"value", types::kInt}, {"digits", types::kInt}};
    descriptor.signature.result = types::kString;
    return descriptor;
}

Hash128 fingerprintWith(void (*change)(ModuleDescriptor&)) {
    TypeTable types;
    Registry registry(types);
    registerStandardLibrary(registry);
    ModuleDescriptor descriptor = convertDescriptor();
    change(descriptor);
    registry.add(std::move(descriptor));
    return registry.fingerprint();
}

}  // namespace

void RegistryTest::theFingerprintTellsWhateverACompileDependsOn_data() {
    using Change = void (*)(ModuleDescriptor&);
    QTest::addColumn<Change>("change");
    const auto row = [](const char* name, Change change) { QTest::newRow(name) << change; };
    row("name", [](ModuleDescriptor& d) { d.signature.name = "converts"; });
    row("namespace", [](ModuleDescriptor& d) { d.signature.nameSpace = "tests"; });
    row("where one ends", [](ModuleDescriptor& d) {
        d.signature.nameSpace = "testc";
        d.signature.name = "onvert";
    });
    row("parameter's name", [](ModuleDescriptor& d) { d.signature.parameters[0].name = "v"; });
    row("parameter's type",
        [](ModuleDescriptor& d) { d.signature.parameters[0].type = types::kFloat; });
    row("order of parameters", [](ModuleDescriptor& d) {
        std::swap(d.signature.parameters[0], d.signature.parameters[1]);
    });
    row("result", [](ModuleDescriptor& d) { d.signature.result = types::kInt; });
    row("effects", [](ModuleDescriptor& d) { d.signature.pure = false; });
    row("rule", [](ModuleDescriptor& d) { d.signature.rule = SignatureRule::AnyValue; });
    row("major version", [](ModuleDescriptor& d) { d.versionMajor = 2; });
    row("minor version", [](ModuleDescriptor& d) { d.versionMinor = 1; });
}

void RegistryTest::theFingerprintTellsWhateverACompileDependsOn() {
    using Change = void (*)(ModuleDescriptor&);
    QFETCH(Change, change);
    const Hash128 plain = fingerprintWith([](ModuleDescriptor&) {});
    QVERIFY(plain == fingerprintWith([](ModuleDescriptor&) {}));  // of another type table
    QVERIFY(plain != fingerprintWith(change));
}

void RegistryTest::qualifiedNamesAreDistinct() {
    LibraryFixture library;
    const SignatureTable& signatures = library.registry.signatures();

    QCOMPARE(namesWhere(signatures, [](const Signature&) { return true; }).size(),
             signatures.size());
}

// So that in a file without `use` no built-in function is ambiguous (E005).
void RegistryTest::simpleNamesAreDistinctToo() {
    LibraryFixture library;
    std::set<std::string> names;
    for (const Signature& signature : library.registry.signatures().all()) {
        QVERIFY2(names.insert(signature.name).second, signature.name.c_str());
    }
}

void RegistryTest::theNamespacesAreThoseOfTheLanguage() {
    LibraryFixture library;

    QCOMPARE(library.registry.signatures().namespaces(),
             (std::vector<std::string_view>{"stdlib", "stdlib.bool", "stdlib.collection",
                                            "stdlib.compare", "stdlib.convert", "stdlib.debug",
                                            "stdlib.list", "stdlib.math", "stdlib.string"}));
}

// The tables of language §7 and §8, copied by hand, in the order of registration.
void RegistryTest::everySignatureIsTheOneOfTheLanguage() {
    const std::vector<std::string> language = {
        "stdlib.math.add(a: Int, b: Int) -> Int",
        "stdlib.math.subtract(a: Int, b: Int) -> Int",
        "stdlib.math.multiply(a: Int, b: Int) -> Int",
        "stdlib.math.divide(a: Int, b: Int) -> Int",
        "stdlib.math.modulo(a: Int, b: Int) -> Int",
        "stdlib.math.max(a: Int, b: Int) -> Int",
        "stdlib.math.min(a: Int, b: Int) -> Int",
        "stdlib.math.abs(value: Int) -> Int",
        "stdlib.math.negate(value: Int) -> Int",
        "stdlib.math.round(value: Float) -> Int",
        "stdlib.string.concat(a: String, b: String) -> String",
        "stdlib.string.string-length(value: String) -> Int",
        "stdlib.string.join(list: List<String>, separator: String) -> String",
        "stdlib.string.split(value: String, substring: String) -> List<String>",
        "stdlib.string.contains(value: String, substring: String) -> Boolean",
        "stdlib.string.trim(value: String) -> String",
        "stdlib.string.replace(value: String, target: String, replacement: String) -> String",
        "stdlib.list.list-length(list: List<T>) -> Int",
        "stdlib.list.list-first(list: List<T>) -> T",
        "stdlib.list.list-last(list: List<T>) -> T",
        "stdlib.list.list-is-empty(list: List<T>) -> Boolean",
        "stdlib.list.list-sum(list: List<Int>) -> Int",
        "stdlib.list.list-concat(a: List<T>, b: List<T>) -> List<T>",
        "stdlib.list.list-contains(list: List<T>, value: T) -> Boolean",
        "stdlib.list.list-reverse(list: List<T>) -> List<T>",
        "stdlib.bool.and(a: Boolean, b: Boolean) -> Boolean",
        "stdlib.bool.or(a: Boolean, b: Boolean) -> Boolean",
        "stdlib.bool.not(value: Boolean) -> Boolean",
        "stdlib.compare.eq-int(a: Int, b: Int) -> Boolean",
        "stdlib.compare.eq-string(a: String, b: String) -> Boolean",
        "stdlib.compare.gt(a: Int, b: Int) -> Boolean",
        "stdlib.compare.lt(a: Int, b: Int) -> Boolean",
        "stdlib.compare.gte(a: Int, b: Int) -> Boolean",
        "stdlib.compare.lte(a: Int, b: Int) -> Boolean",
        "stdlib.convert.to-string(value: T) -> String",
        "stdlib.convert.to-int(value: Float) -> Int",
        "stdlib.convert.to-float(value: Int) -> Float",
        "stdlib.identity(value: T) -> T",
        "stdlib.debug.log(message: String) -> String",
        "stdlib.collection.filter(items: List<T>, predicate: (T) => Boolean) -> List<T>",
        "stdlib.collection.map(items: List<T>, transform: (T) => U) -> List<U>",
        "stdlib.collection.all(items: List<T>, predicate: (T) => Boolean) -> Boolean",
        "stdlib.collection.any(items: List<T>, predicate: (T) => Boolean) -> Boolean",
        "stdlib.collection.sortBy(items: List<T>, key: (T) => U) -> List<T>",
        "Uppercase(text: String) -> String",
        "Lowercase(text: String) -> String",
        "Trim(text: String) -> String",
        "Replace(text: String, find: String, replace: String) -> String",
        "WordCount(text: String) -> Int",
        "TextLength(text: String) -> Int",
        "Contains(text: String, substring: String) -> Boolean",
        "SplitLines(text: String) -> List<String>",
        "Split(text: String, delimiter: String) -> List<String>",
        "SumList(numbers: List<Int>) -> Int",
        "Average(numbers: List<Int>) -> Float",
        "Max(numbers: List<Int>) -> Int",
        "Min(numbers: List<Int>) -> Int",
        "FilterGreaterThan(numbers: List<Int>, threshold: Int) -> List<Int>",
        "MultiplyEach(numbers: List<Int>, multiplier: Int) -> List<Int>",
        "Range(start: Int, end: Int) -> List<Int>",
        "FormatNumber(number: Int) -> String",
        "SlowQuery(query: String) -> String",
        "SlowApiCall(endpoint: String) -> String",
        "ExpensiveCompute(data: String) -> String",
        "FlakyService(request: String) -> String",
        "TimeoutProneService(request: String) -> String",
        "RateLimitedApi(request: String) -> String",
        "ResourceIntensiveTask(task: String) -> String",
        "QuickCheck(data: String) -> String",
        "DeepAnalysis(data: String) -> String",
        "AlwaysFailsService(request: String) -> String",
    };
    LibraryFixture library;

    std::vector<std::string> registered;
    for (const Signature& signature : library.registry.signatures().all()) {
        registered.push_back(shown(library.types, signature));
    }
    std::vector<std::string> expected(language.begin(), language.end());
    std::sort(registered.begin(), registered.end());
    std::sort(expected.begin(), expected.end());
    QCOMPARE(registered, expected);
}

void RegistryTest::everyFunctionHasDocumentationInSentences() {
    LibraryFixture library;
    for (const Signature& signature : library.registry.signatures().all()) {
        const std::string& text = signature.documentation;
        QVERIFY2(text.size() >= 10, signature.name.c_str());
        QVERIFY2(text.back() == '.' || text.back() == '?', text.c_str());
        QVERIFY2(std::count(text.begin(), text.end(), '`') % 2 == 0, text.c_str());
    }
}

void RegistryTest::everyFunctionHasAnExampleThatCallsIt() {
    LibraryFixture library;
    for (const Signature& signature : library.registry.signatures().all()) {
        QVERIFY2(signature.example.find(signature.name + "(") != std::string::npos,
                 signature.name.c_str());
    }
}

void RegistryTest::exactlyLogAndTheDemoModulesHaveEffects() {
    LibraryFixture library;

    QCOMPARE(namesWhere(library.registry.signatures(), [](const Signature& s) { return !s.pure; }),
             (std::set<std::string>{"stdlib.debug.log", "SlowQuery", "SlowApiCall",
                                    "ExpensiveCompute", "FlakyService", "TimeoutProneService",
                                    "RateLimitedApi", "ResourceIntensiveTask", "QuickCheck",
                                    "DeepAnalysis", "AlwaysFailsService"}));
}

void RegistryTest::exactlyTheCollectionFunctionsAreIntrinsic() {
    LibraryFixture library;
    const SignatureTable& signatures = library.registry.signatures();
    const auto intrinsicOf = [&](const char* name) {
        return signatures[library.function(name)].intrinsic;
    };

    QCOMPARE(intrinsicOf("stdlib.collection.filter"), Intrinsic::Filter);
    QCOMPARE(intrinsicOf("stdlib.collection.map"), Intrinsic::Map);
    QCOMPARE(intrinsicOf("stdlib.collection.all"), Intrinsic::All);
    QCOMPARE(intrinsicOf("stdlib.collection.any"), Intrinsic::Any);
    QCOMPARE(intrinsicOf("stdlib.collection.sortBy"), Intrinsic::SortBy);
    QCOMPARE(
        namesWhere(signatures, [](const Signature& s) { return s.intrinsic != Intrinsic::None; })
            .size(),
        std::size_t{5});
}

void RegistryTest::exactlyTheIntrinsicsHaveNoModule() {
    LibraryFixture library;
    for (const Signature& signature : library.registry.signatures().all()) {
        const FunctionId id = library.function(signature.qualifiedName());
        QCOMPARE(library.registry.module(id) == nullptr, signature.intrinsic != Intrinsic::None);
    }
}

void RegistryTest::exactlyThreeFunctionsNeedMoreThanTheirTypes() {
    LibraryFixture library;
    const SignatureTable& signatures = library.registry.signatures();
    const auto ruleOf = [&](const char* name) { return signatures[library.function(name)].rule; };

    QCOMPARE(ruleOf("stdlib.list.list-sum"), SignatureRule::ListSum);
    QCOMPARE(ruleOf("stdlib.list.list-concat"), SignatureRule::ListConcat);
    QCOMPARE(ruleOf("stdlib.convert.to-string"), SignatureRule::AnyValue);
    QCOMPARE(
        namesWhere(signatures, [](const Signature& s) { return s.rule != SignatureRule::Plain; })
            .size(),
        std::size_t{3});
}

void RegistryTest::everyFunctionHasATagForThePalette() {
    LibraryFixture library;
    for (const Signature& signature : library.registry.signatures().all()) {
        const ModuleDescriptor& descriptor =
            library.registry[library.function(signature.qualifiedName())];
        QCOMPARE(descriptor.tags.size(), std::size_t{1});
        if (!signature.nameSpace.empty() && signature.nameSpace != "stdlib") {
            QCOMPARE(descriptor.tags[0], lastPart(signature.nameSpace));
        }
    }
}

QTEST_APPLESS_MAIN(RegistryTest)
#include "tst_registry.moc"
