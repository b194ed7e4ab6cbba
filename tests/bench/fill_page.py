#!/usr/bin/env python3
"""Writes what was measured into the page of the optimisations.

    build/release/bin/constellation-bench --json > rows.jsonl
    tests/bench/fill_page.py rows.jsonl

Of rows that were measured several times the best counts: what else the machine does only adds.
Lines whose row is not among them, or that say `not measured apart`, stay as they are."""

import json
import pathlib
import re
import sys

PAGE = pathlib.Path(__file__).resolve().parents[2] / "resources/help/optimisations.md"
ROW = re.compile(r"`([a-z]+/[a-zA-Z0-9-]+)` \|")
SHARES = {"engine/speedup-8us": "two plain threads"}  # a ratio already: there is nothing before
UNITS = {"us": " µs", "count": "", "x": "", "%": " %"}


def number(value):
    size = abs(value)
    return "0" if value == 0 else f"{value:,.{0 if size >= 99.95 else 1 if size >= 9.995 else 2}f}"


def quantity(value, unit):
    if unit == "B":
        return f"{number(value / 1e6)} MB" if value >= 1e6 else f"{number(value / 1e3)} KB"
    if unit == "elements/s":
        return f"{number(value / 1e6)} million/s"
    if unit == "ns" and value >= 1e4:
        return number(value / 1e3) + " µs"
    if unit == "us" and value >= 1e4:
        return number(value / 1e3) + " ms"
    return number(value) + UNITS.get(unit, " " + unit)


def best_of(lines):
    rows = {}
    for line in lines:
        row = json.loads(line)
        if row["error"] or row["ours"] is None:
            continue
        best = rows.get(row["row"])
        more = row["unit"] in ("MB/s", "elements/s")
        if best is None or (row["ours"] > best["ours"]) == more:
            rows[row["row"]] = row
    return rows


def told(row):
    now = quantity(row["ours"], row["unit"])
    if row["row"] in SHARES:
        return f"{now} of {SHARES[row['row']]}"
    if row["peer"] and row["peer_value"] is not None:
        return f"{quantity(row['peer_value'], row['unit'])} ({row['peer']}) → {now}"
    return f"not measured → {now}"


def filled(line, rows):
    found = ROW.search(line)
    row = rows.get(found[1]) if found else None
    if row is None or "not measured apart" in line:
        return line
    cells = line.split(" | ")
    if cells[-1].startswith("`"):  # of the targets: what is asked for, and ours before the row
        cells[-2] = quantity(row["ours"], row["unit"])
    else:
        cells[-1] = told(row) + " |"
    return " | ".join(cells)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    measured = best_of(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8").splitlines())
    page = PAGE.read_text(encoding="utf-8").splitlines()
    PAGE.write_text("\n".join(filled(line, measured) for line in page) + "\n", encoding="utf-8")
