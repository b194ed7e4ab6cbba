#include "tests/bench/workloads.h"

#include <array>
#include <random>
#include <vector>

namespace cst::bench {

Workload mediumWorkload() {
    std::string text =
        "# An order with its customer, priced group by group\n"
        "type Address = { street: String, city: String, country: String }\n"
        "type Customer = { name: String, tier: Int, address: Address, credit: Optional<Int> }\n"
        "type Item = { sku: String, quantity: Int, price: Float }\n"
        "\n"
        "in customer: Customer\n"
        "in items: List<Item>\n"
        "in rush: Boolean\n"
        "in coupon: Optional<Int>\n"
        "\n"
        "country = customer.address.country\n"
        "isLocal = country == \"FR\"\n"
        "lines = map(items, (i) => i.quantity * i.price)\n"
        "total = list-sum(lines)\n"
        "count = list-length(items)\n"
        "credit = customer.credit ?? 0\n"
        "discount = coupon ?? customer.tier * 2\n"
        "shipping = if (rush) 15.0 else 5.0\n"
        "free = total when total > 100.0 and isLocal\n"
        "due = (free ?? total + shipping) - credit\n";
    const std::string outputs[] = {"total", "count", "due"};
    std::string declared;
    for (const std::string& output : outputs) {
        declared += "out " + output + "\n";
    }
    for (int group = 0; group < 12; ++group) {
        const std::string n = std::to_string(group);
        text += "\n# group " + n + "\n";
        text += "share" + n + " = total * " + std::to_string(group + 1) + " / 78\n";
        text += "grade" + n + " = branch { share" + n + " > 50.0 and isLocal -> \"high\", share" +
                n + " > 10.0 -> \"mid\", otherwise -> \"low ${discount}\" }\n";
        declared += "out grade" + n + "\n";
    }
    text += "\n" + declared;
    return {
        std::move(text),
        R"({"customer": {"name": "Ann", "tier": 3, "credit": null, "address": )"
        R"({"street": "1 Main", "city": "Lyon", "country": "FR"}}, "rush": true, "coupon": 5, )"
        R"("items": [{"sku": "a", "quantity": 2, "price": 19.5}, )"
        R"({"sku": "b", "quantity": 1, "price": 120.0}, {"sku": "c", "quantity": 7, "price": 3.25}]})"};
}

Workload largeWorkload() {
    std::string text =
        "# A fleet of vehicles, judged depot by depot\n"
        "type Position = { lat: Float, lon: Float }\n"
        "type Vehicle = { id: String, speed: Float, fuel: Optional<Float>, at: Position }\n"
        "type Depot = { name: String, at: Position, open: Boolean }\n"
        "\n"
        "in vehicle: Vehicle\n"
        "in depot: Depot\n"
        "in readings: List<Float>\n"
        "in limit: Float\n"
        "in night: Boolean\n"
        "in note: Optional<String>\n"
        "\n"
        "speed = vehicle.speed\n"
        "fuel = vehicle.fuel ?? 0.0\n"
        "north = vehicle.at.lat - depot.at.lat\n"
        "east = vehicle.at.lon - depot.at.lon\n"
        "distance = north * north + east * east\n"
        "isFast = speed > limit\n"
        "isLow = fuel < list-sum(readings) or night\n"
        "label = note ?? \"no note on ${vehicle.id}\"\n";
    std::string declared = "out distance\nout label\n";
    for (int group = 0; group < 34; ++group) {
        const std::string n = std::to_string(group);
        text += "\n# zone " + n + "\n";
        text += "range" + n + " = distance * " + std::to_string(group + 1) + ".5 + fuel\n";
        switch (group % 3) {
        case 0:
            text += "zone" + n + " = if (isFast and range" + n + " > limit) \"stop\" else label\n";
            break;
        case 1:
            text += "zone" + n + " = (speed when range" + n + " < 50.0 and not isLow) ?? limit\n";
            break;
        default:
            text += "zone" + n + " = branch { range" + n +
                    " > 90.0 -> \"far\", depot.open -> \"near\", otherwise -> depot.name }\n";
            break;
        }
        declared += "out zone" + n + "\n";
    }
    text += "\n" + declared;
    return {
        std::move(text),
        R"({"vehicle": {"id": "v7", "speed": 61.5, "fuel": 12.0, "at": {"lat": 1.5, "lon": 2.5}}, )"
        R"("depot": {"name": "west", "at": {"lat": 1.0, "lon": 2.0}, "open": true}, )"
        R"("readings": [1.5, 2.5], "limit": 50.0, "night": false, "note": null})"};
}

Workload stressWorkload(int statements) {
    std::string text = "in p: Boolean\nin q: Boolean\nin n: Int\nb0 = p\n";
    const auto b = [](int i) { return "b" + std::to_string(i); };
    for (int i = 1; i < statements; ++i) {
        const std::string last = b(i - 1);
        const std::string older = b(i > 1 ? i - 2 : 0);
        text += b(i) + " = ";
        switch (i % 4) {
        case 0: text += last + " and q"; break;
        case 1: text += last + " or " + older; break;
        case 2: text += "not " + last; break;
        default: text += "(" + last + " and p) or not " + older; break;
        }
        text += "\n";
    }
    const std::string end = b(statements - 1);
    text += "first = n when " + end + "\nsecond = n when not " + end +
            "\nchosen = first ?? second ?? 0\nsize = if (" + end + ") chosen else n\nout " + end +
            "\nout chosen\nout size\n";
    return {text, R"({"p": true, "q": false, "n": 7})"};
}

Workload callsWorkload(int calls) {
    constexpr int kWidth = 20;
    // None of them makes more of what it is given: a thousand calls do no work worth mentioning.
    // By kind of value: what its calls look like, `%` for a value of that kind, `#` for a number.
    // Kinds stand side by side in a layer: 10 numbers, 6 texts, 4 lists.
    const std::array<std::vector<std::string>, 3> forms{{
        {"max(%, %)", "min(%, %)"},
        {"Replace(%, %, %)", "Replace(%, %, %)", "Trim(%)"},
        {"FilterGreaterThan(%, #)", "MultiplyEach(%, #)"},
    }};
    const auto kindOf = [](int place) { return place < 10 ? 0U : place < 16 ? 1U : 2U; };
    const std::array<std::string, 3> names{"n", "t", "l"};
    std::string text = "use stdlib.math\nuse stdlib.string\nuse stdlib.list\n\n";
    std::array<std::vector<std::string>, 3> values;  // by kind, in the order of the text
    const std::array<std::string, 3> types{"Int", "String", "List<Int>"};
    const std::array<std::array<std::string, 3>, 3> examples{
        {{"1", "1", "1"}, {"\"abc\"", "\"xyz\"", "\"123\""}, {"[1, 2]", "[3]", "[]"}}};
    for (unsigned kind = 0; kind < 3; ++kind) {
        for (int i = 0; i < 3; ++i) {
            values[kind].push_back(names[kind] + "In" + std::to_string(i));
            text += "@example(" + examples[kind][static_cast<unsigned>(i)] + ")\nin " +
                    values[kind].back() + ": " + types[kind] + "\n";
        }
    }
    std::mt19937 random(1);
    const auto before = [&](unsigned kind, std::size_t end, int place) {
        const std::size_t width = std::array<std::size_t, 3>{10, 6, 4}[kind];
        // Mostly near by: pipelines are not random graphs.
        const std::size_t layer = random() % 4 == 0 ? random() % 3 : 0;
        const std::size_t about = static_cast<std::size_t>(place) + width - 1 + random() % 3;
        const std::size_t back = 1 + layer * width + (2 * width - about % width) % width;
        return values[kind][end > back ? end - back : random() % end];
    };
    std::array<std::size_t, 3> ends{};
    for (int i = 0; i < calls; ++i) {
        const int place = i % kWidth;
        if (place == 0) {
            for (unsigned kind = 0; kind < 3; ++kind) ends[kind] = values[kind].size();
        }
        const unsigned kind = kindOf(place);
        const int inKind = place - std::array{0, 10, 16}[kind];
        const std::string& form = forms[kind][random() % forms[kind].size()];
        const std::string name = names[kind] + std::to_string(i);
        text += name + " = ";
        for (const char c : form) {
            text += c == '%'   ? before(kind, ends[kind], inKind)
                    : c == '#' ? before(0, ends[0], inKind * 2)
                               : std::string(1, c);
        }
        text += "\n";
        values[kind].push_back(name);
    }
    text += "last = {number: " + values[0].back() + ", text: " + values[1].back() +
            ", list: " + values[2].back() + "}\nout last\n";
    return {std::move(text), R"({"nIn0": 1, "nIn1": 1, "nIn2": 1, "tIn0": "abc", "tIn1": "xyz", )"
                             R"("tIn2": "123", "lIn0": [1, 2], "lIn1": [3], "lIn2": []})"};
}

Workload independentWorkload(int statements) {
    std::string text =
        "use stdlib.math\n\nin a: Int\nin b: Int\nin x: Float\nin s: String\nin p: Boolean\n\n";
    for (int i = 0; i < statements; ++i) {
        const std::string n = std::to_string(i);
        text += "_v" + n + " = ";  // `_`: most of them are not used
        switch (i % 5) {
        case 0: text += "a * " + n + " + b"; break;
        case 1: text += "if (a > " + n + " and p) x * 2.5 else x"; break;
        case 2: text += "\"${s} number " + n + "\""; break;
        case 3: text += "add(a, b + " + n + ")"; break;
        default: text += "(p or a < " + n + ") and not p"; break;
        }
        text += "\n";
    }
    for (int i = 0; i < statements; i += 100) {
        text += "out _v" + std::to_string(i) + "\n";
    }
    return {text, R"({"a": 3, "b": 4, "x": 1.5, "s": "one", "p": true})"};
}

}  // namespace cst::bench
