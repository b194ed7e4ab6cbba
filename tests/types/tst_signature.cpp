#include "engine/types/signature.h"
#include "tests/types/aborts.h"

#include <QTest>

using namespace cst;

namespace {

Signature function(std::string name, std::string nameSpace) {
    Signature signature;
    signature.name = std::move(name);
    signature.nameSpace = std::move(nameSpace);
    signature.result = types::kInt;
    return signature;
}

}  // namespace

class SignatureTest : public QObject {
    Q_OBJECT

private slots:
    void aFunctionIsFoundByItsQualifiedName();
    void aSimpleNameListsAllFunctionsOfThatName();
    void prefixesOfNamespacesAreNamespaces();
    void onlyRegisteredNamespacesAreListed();
    void aFunctionWithoutNamespaceMakesNone();
    void aQualifiedNameCanBeTakenOnce();
    void aNameMayBeAFunctionAndANamespace();
    void completionFindsFunctionsByAnyOfTheirWords();
    void lookUpsByNameAreCountedAndNothingElseIs();
};

void SignatureTest::aFunctionIsFoundByItsQualifiedName() {
    SignatureTable table;
    const FunctionId add = table.add(function("add", "stdlib.math"));
    const FunctionId trim = table.add(function("Trim", ""));
    QVERIFY(table.byQualifiedName("stdlib.math.add") == add);
    QVERIFY(table.byQualifiedName("Trim") == trim);
    QVERIFY(!table.byQualifiedName("add").hasValue());
    QVERIFY(!table.byQualifiedName("stdlib.math").hasValue());
    QCOMPARE(table[add].qualifiedName(), std::string("stdlib.math.add"));
    QCOMPARE(table.size(), std::size_t{2});
}

void SignatureTest::aSimpleNameListsAllFunctionsOfThatName() {
    SignatureTable table;
    const FunctionId first = table.add(function("log", "a"));
    table.add(function("other", "a"));
    const FunctionId second = table.add(function("log", "b"));
    const std::span<const FunctionId> found = table.bySimpleName("log");
    QVERIFY(std::vector(found.begin(), found.end()) == (std::vector{first, second}));
    QVERIFY(table.bySimpleName("none").empty());
}

void SignatureTest::prefixesOfNamespacesAreNamespaces() {
    SignatureTable table;
    table.add(function("f", "a.b.c"));
    QVERIFY(table.isNamespace("a") && table.isNamespace("a.b") && table.isNamespace("a.b.c"));
    QVERIFY(!table.isNamespace("a.b.c.f") && !table.isNamespace("b") && !table.isNamespace(""));
}

void SignatureTest::onlyRegisteredNamespacesAreListed() {
    SignatureTable table;
    table.add(function("f", "z.b"));
    table.add(function("g", "a.b.c"));
    table.add(function("h", "a"));
    QVERIFY(table.namespaces() == (std::vector<std::string_view>{"a", "a.b.c", "z.b"}));
}

void SignatureTest::aFunctionWithoutNamespaceMakesNone() {
    SignatureTable table;
    table.add(function("Trim", ""));
    QVERIFY(table.namespaces().empty());
}

void SignatureTest::aQualifiedNameCanBeTakenOnce() {
    SignatureTable table;
    table.add(function("f", "a"));
    QVERIFY(test::aborts([&] { table.add(function("f", "a")); }));
}

void SignatureTest::aNameMayBeAFunctionAndANamespace() {
    SignatureTable table;
    const FunctionId inside = table.add(function("f", "a.f"));
    const FunctionId itself = table.add(function("f", "a"));
    QVERIFY(table.isNamespace("a.f"));
    QVERIFY(table.byQualifiedName("a.f") == itself && table.byQualifiedName("a.f.f") == inside);
    QCOMPARE(table.bySimpleName("f").size(), std::size_t{2});
    QCOMPARE(table[itself].qualified, std::string_view("a.f"));
}

void SignatureTest::completionFindsFunctionsByAnyOfTheirWords() {
    SignatureTable table;
    const FunctionId length = table.add(function("string-length", "stdlib.string"));
    const FunctionId trim = table.add(function("trim", "stdlib.string"));
    const auto completed = [&](std::string_view typed) {
        std::vector<FunctionId> functions;
        for (const CompletionMatch& match : table.complete(typed, 10)) {
            functions.emplace_back(match.index);
        }
        return functions;
    };
    QVERIFY(completed("len") == std::vector{length});
    QVERIFY(completed("string.t") == (std::vector{trim, length}));
    QVERIFY(completed("tirm") == std::vector{trim});
    QCOMPARE(table.complete("", 10).size(), std::size_t{2});
}

void SignatureTest::lookUpsByNameAreCountedAndNothingElseIs() {
    SignatureTable table;
    const FunctionId id = table.add(function("f", "a"));
    QCOMPARE(table.lookUps(), uint64_t{0});
    QCOMPARE(table[id].name, std::string("f"));
    table.namespaces();
    table.complete("f", 1);
    QCOMPARE(table.lookUps(), uint64_t{0});
    table.byQualifiedName("a.f");
    table.byQualifiedName("none");
    table.bySimpleName("f");
    table.isNamespace("a");
    QCOMPARE(table.lookUps(), uint64_t{4});
}

QTEST_APPLESS_MAIN(SignatureTest)
#include "tst_signature.moc"
