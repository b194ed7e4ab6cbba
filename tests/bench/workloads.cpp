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

}  // namespace cst::bench
