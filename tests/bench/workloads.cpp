#include "tests/bench/workloads.h"

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

}  // namespace cst::bench
