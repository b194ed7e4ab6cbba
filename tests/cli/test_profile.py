#!/usr/bin/env python3
"""`constellation profile` as a user meets it. test_profile.py PATH-OF-constellation"""
import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import on_a_terminal

PROGRAM = ""
PHASES = ["parse", "check", "plan", "decode", "run", "encode"]
TIMES = ["count", "meanUs", "minUs", "p50Us", "p95Us", "p99Us", "maxUs"]
TEXT = """in n: Int
# === numbers ===
list = Range(1, n)
total = SumList(list)
# === checks ===
slow = QuickCheck("x")
out total
out slow
"""


def run(*words, timeout=120):
    return subprocess.run([PROGRAM, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout,
                          check=False)


class Folder(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.text = self.file("a.cst", TEXT)
        self.words = [self.text, "--input", "n=2000", "--repeat", "5"]

    def file(self, name, content):
        path = os.path.join(self.folder.name, name)
        with open(path, "w", encoding="utf-8") as handle:
            handle.write(content)
        return path

    def profile(self, *words):
        answer = run("profile", *self.words, *words)
        self.assertEqual(answer.returncode, 0, answer.stderr.decode())
        return answer.stdout.decode()


class Statuses(Folder):
    def test_each_outcome_has_its_exit_status(self):
        fails = self.file("fails.cst", "in x: Int\na = 1 / x\nout a\n")
        wrong = self.file("wrong.cst", "a = b\nout a\n")
        budget = self.file("budget.json", '{"version":1,"total":{"p95Us":1}}')
        torn = self.file("torn.json", '{"version":1,')
        none = os.path.join(self.folder.name, "none")
        for expected, words in [
            (0, self.words),
            (1, [wrong]),
            (1, [*self.words, "--budget", budget]),
            (2, [fails, "--input", "x=0"]),
            (3, [self.text, "--input", "n=yes"]),
            (3, [*self.words, "--sample", "one"]),
            (3, [*self.words, "--budget", torn]),
            (4, [self.text]),
            (5, [*self.words, "--timeout", "1ms"]),
            (64, []),
            (64, [*self.words, "--format", "png"]),
            (64, [*self.words, "--json", "--format", "csv"]),
            (64, [*self.words, "--repeat", "0"]),
            (64, [*self.words, "--to", "nothing"]),
            (64, [*self.words, "--stream"]),
            (66, [none]),
            (66, [*self.words, "--budget", none]),
            (66, [*self.words, "--out", os.path.join(none, "x.json")]),
        ]:
            with self.subTest(words=words):
                answer = run("profile", *words)
                self.assertEqual(answer.returncode, expected, answer.stderr.decode())
                if expected > 0:
                    self.assertTrue(answer.stderr.strip(), "no word about what went wrong")
                if expected > 1:
                    self.assertFalse(answer.stdout.strip(), "a profile of runs that did not complete")

    def test_a_budget_that_is_kept_is_no_word(self):
        budget = self.file("budget.json",
                           '{"version":1,"total":{"p95Us":1e9},"nodes":{"slow":{"p50Us":1e9}}}')
        answer = run("profile", *self.words, "--budget", budget)
        self.assertEqual((answer.returncode, answer.stderr), (0, b""))

    def test_a_broken_budget_is_told_by_node_and_the_profile_comes_all_the_same(self):
        budget = self.file("budget.json", '{"version":1,"nodes":{"slow":{"p50Us":2},"total":{"p50Us":1e9}}}')
        answer = run("profile", *self.words, "--budget", budget, "--json")
        self.assertEqual(answer.returncode, 1)
        self.assertIn("slow", answer.stderr.decode())
        self.assertNotIn("total", answer.stderr.decode())
        self.assertEqual(json.loads(answer.stdout)["runs"], 5)

    def stopped(self, which, *words, when=rb"\r([1-9][0-9,]* of [0-9,]+|[1-9][0-9,]*) runs"):
        """See on_a_terminal; else behind some of its runs."""
        return on_a_terminal.stopped([PROGRAM, "profile", *words], self.folder.name, when, which)

    def test_a_signal_stops_it_and_what_ran_until_then_is_the_profile(self):
        given = [self.text, "--input", "n=20"]
        for which, words, told in [
            (signal.SIGINT, ["--repeat", "10000"], "of 10,000 runs"),
            (signal.SIGTERM, ["--repeat", "1000000", "--concurrency", "2"], "of 1,000,000 runs"),
            (signal.SIGINT, ["--seconds", "600", "--concurrency", "2"], "runs, "),
        ]:
            with self.subTest(words=words):
                out, said, status = self.stopped(which, *given, *words)
                self.assertEqual(status, 5, said)
                self.assertRegex(out, r"\n  stopped after [1-9][0-9,]* " + told)
                self.assertIn("slow", out)
                out, said, status = self.stopped(which, *given, *words, "--json")
                self.assertEqual(status, 5, said)
                profile = json.loads(out)
                count = f"{profile['runs']:,}"
                self.assertIn(f"stopped after {count} " + told, said)
                slow = next(node for node in profile["nodes"] if node["key"] == "slow")
                self.assertEqual(slow["count"], profile["runs"])

    def test_how_long_it_went_until_it_was_stopped_is_one_number(self):
        path = self.file("long.cst", 'a = ResourceIntensiveTask("x")\nout a\n')
        out, said, status = self.stopped(signal.SIGINT, path, "--seconds", "600", "--concurrency", "2")
        self.assertEqual(status, 5, said)
        stopped = re.search(r"stopped after [0-9,]+ runs?, (.*) of 10", out)
        counted = re.search(r"Throughput: .* runs/s for (.*), [0-9.]+ at once", out)
        self.assertTrue(stopped and counted, out)
        self.assertEqual(stopped[1], counted[1])

    def test_a_profile_that_was_stopped_is_written_as_one_that_was_not(self):
        path = os.path.join(self.folder.name, "p.trace.json")
        out, said, status = self.stopped(signal.SIGINT, self.text, "--input", "n=20", "--concurrency", "2",
                                         "--repeat", "1000000", "--format", "chrome", "--out", path)
        self.assertEqual((out, status), ("", 5), said)
        self.assertIn("of 1,000,000 runs: the profile is of those", said)
        with open(path, encoding="utf-8") as handle:
            names = {event.get("name") for event in json.load(handle)["traceEvents"]}
        self.assertLessEqual({"run 1", "slow"}, names)

    def test_a_signal_before_a_run_has_ended_leaves_no_profile(self):
        path = self.file("long.cst", 'a = SlowQuery("x")\nout a\n')
        for words in [[], ["--concurrency", "2"]]:
            out, said, status = self.stopped(signal.SIGINT, path, *words, when=rb"warming up")
            self.assertEqual((out, status), ("", 5), said)
            self.assertIn("stopped before the first run had ended, so there is no profile", said)


class Formats(Folder):
    def test_json_has_all_that_the_interface_promises(self):
        told = json.loads(self.profile("--json"))
        self.assertEqual(told, {**told, "format": "constellation-profile", "version": 1, "runs": 5})
        self.assertRegex(told["sourceHash"], "^[0-9a-f]{32}$")
        self.assertGreaterEqual(told["threads"], 1)
        self.assertEqual([node["key"] for node in told["nodes"] if "/" not in node["key"]], ["list", "total", "slow"])
        for node in told["nodes"]:
            for key in [*TIMES, "cpuUs", "waitUs", "share", "critical", "slackUs", "lastUs"]:
                self.assertIn(key, node)
            self.assertEqual((node["count"], len(node["lastUs"])), (5, 5))
            ordered = [node[key] for key in ["minUs", "p50Us", "p95Us", "p99Us", "maxUs"]]
            self.assertEqual(ordered, sorted(ordered))
        self.assertAlmostEqual(sum(node["share"] for node in told["nodes"]), 1, places=3)
        slow = next(node for node in told["nodes"] if node["key"] == "slow")
        self.assertTrue(slow["critical"])
        self.assertGreater(slow["waitUs"], 0.8 * slow["meanUs"])
        for phase in PHASES:
            self.assertEqual(told["phases"][phase]["count"], 5, phase)
        self.assertEqual(set(told["cache"]), {"hits", "misses", "evictions", "bytes"})
        self.assertEqual(set(told["pool"]), {"leases", "hits"})
        self.assertIn("allocations", told)
        self.assertGreater(told["overheadPercent"], 0)

    def test_nothing_is_taken_from_the_run_before(self):
        path = self.file("c.cst", 'a = QuickCheck("x") with cache: 1h\nout a\n')
        told = json.loads(run("profile", path, "--repeat", "4", "--json").stdout)
        self.assertEqual(told["nodes"][0]["count"], 4)
        self.assertGreater(told["nodes"][0]["minUs"], 1000)

    def test_the_table_begins_with_the_slowest_node_and_is_aligned(self):
        lines = self.profile().splitlines()
        self.assertIn("5 runs behind 5 warm-ups", lines[0])
        head = next(i for i, line in enumerate(lines) if line.split()[:4] == ["node", "p50", "p95", "max"])
        self.assertTrue(lines[head + 1].startswith("* slow"), lines[head + 1])
        end = lines[head].index("share") + len("share")
        for line in lines[head + 1:head + 3]:
            self.assertEqual(line[end - 1], "%", line)
        words = "\n".join(lines)
        for word in [*PHASES, "whole run", "Bound: ", "Parallel:", "Recording took"]:
            self.assertIn(word, words)
        self.assertIsNotNone(re.search(r"\d [µm]s", words))

    def test_chrome_traces_are_pairs_on_each_thread(self):
        told = json.loads(self.profile("--format", "chrome"))
        events = told["traceEvents"] if isinstance(told, dict) else told
        names = {event["name"] for event in events if event["ph"] == "B"}
        self.assertLessEqual({"slow", "run", "decode", "parse"}, names)
        open_spans = {}
        for event in events:
            stack = open_spans.setdefault((event["pid"], event["tid"]), [])
            if event["ph"] == "B":
                stack.append(event["ts"])
            elif event["ph"] == "E":
                self.assertLessEqual(stack.pop(), event["ts"])
        self.assertFalse(any(open_spans.values()))

    def test_speedscope_and_csv_name_the_nodes(self):
        told = json.loads(self.profile("--format", "speedscope"))
        self.assertIn("slow", json.dumps(told["shared"]["frames"]))
        rows = list(csv.DictReader(io.StringIO(self.profile("--format", "csv"))))
        self.assertIn("slow", {row["key"] for row in rows})
        self.assertIn("total", {row["key"] for row in rows})

    def test_what_a_node_waits_for_is_told_by_kind_everywhere(self):
        kinds = ["throttleWaitUs", "permitWaitUs", "retryDelayUs", "cacheWaitUs", "ioWaitUs"]
        self.words = [self.file("held.cst", 'a = QuickCheck("x") with throttle: 1/100ms\nout a\n'), "--repeat", "3"]
        for words in [[], ["--concurrency", "2"]]:
            with self.subTest(words=words):
                held = json.loads(self.profile(*words, "--json"))["nodes"][0]
                self.assertGreater(held["throttleWaitUs"], held["queueUs"])
                self.assertGreater(held["waitUs"], held["meanUs"], "what held it back is no part of what it took")
                self.assertAlmostEqual(sum(held[kind] for kind in kinds), held["waitUs"], delta=1)
        rows = {row["key"]: row for row in csv.DictReader(io.StringIO(self.profile("--format", "csv")))}
        self.assertGreater(float(rows["a"]["throttleWaitUs"]), 0.5 * float(rows["a"]["waitUs"]))
        self.assertEqual({rows["total"][kind] for kind in kinds}, {""})
        self.words[0] = self.file("held.cst", 'a = Trim("x") with throttle: 1/100ms\nout a\n')
        text = self.profile()
        self.assertRegex(text, r"\n  wait, of all nodes in a run: [0-9.]+ m?s for throttles\n")

    def test_runs_at_once_tell_throughput_and_drift(self):
        self.words = [self.text, "--input", "n=2000"]
        text = self.profile("--concurrency", "4", "--repeat", "200")
        self.assertIn("200 runs behind 5 warm-ups", text)
        self.assertRegex(text, r"Throughput: [0-9.]+ runs/s for .*, [0-9.]+ at once on average\.")
        self.assertRegex(text, r"A run took: p50 .*, p95 .*, p99 .*, max .*")
        self.assertRegex(text, r"(The median run |Whether they got slower)")
        self.assertRegex(text, r"\nBound: .*\n")
        self.assertRegex(text, r"\nTry: .*`slow`")
        saved = json.loads(self.profile("--concurrency", "2", "--repeat", "150", "--json"))
        self.assertEqual(saved["runs"], 150)
        nodes = {node["key"]: node for node in saved["nodes"]}
        self.assertEqual(nodes["slow"]["count"], 150)
        self.assertEqual(len(nodes["slow"]["lastUs"]), 128)
        self.assertTrue(any(node["critical"] for node in saved["nodes"]))

    def test_runs_at_once_are_exported_run_by_run(self):
        self.words = [self.text, "--input", "n=2000"]
        told = json.loads(self.profile("--concurrency", "3", "--repeat", "50", "--format", "chrome"))
        begins = [event for event in told["traceEvents"] if event["ph"] == "B"]
        runs = {event["name"] for event in begins if event["name"].startswith("run ")}
        self.assertEqual(runs, {f"run {number}" for number in range(1, 51)})
        slow = [event["args"]["run"] for event in begins
                if event["args"].get("node") == "slow" and event["cat"] == "completed"]
        self.assertEqual(sorted(set(slow)), list(range(1, 51)))
        speed = json.loads(self.profile("--seconds", "1", "--repeat", "20", "--format", "speedscope"))
        self.assertIn("run 20", json.dumps(speed["shared"]["frames"]))

    def test_help_says_what_a_load_allows(self):
        text = run("--help").stdout.decode()
        for words in ["1 to 1,000,000", "1 to 86,400", "1 to 64", "Not with --to"]:
            self.assertIn(words, text)

    def test_runs_for_a_time_end_behind_it(self):
        start = time.monotonic()
        answer = run("profile", self.text, "--input", "n=2000", "--seconds", "1", "--json")
        self.assertEqual(answer.returncode, 0, answer.stderr.decode())
        self.assertGreaterEqual(time.monotonic() - start, 1)
        self.assertGreater(json.loads(answer.stdout)["runs"], 1)

    def test_a_load_that_fails_says_how_often_and_why(self):
        fails = self.file("fails.cst", "in x: Int\na = 1 / x\nout a\n")
        answer = run("profile", fails, "--input", "x=0", "--concurrency", "2")
        self.assertEqual(answer.returncode, 2)
        self.assertRegex(answer.stderr.decode(), r"30 of 30 runs failed.*R004 .*`a`")
        answer = run("profile", fails, "--concurrency", "2")
        self.assertEqual(answer.returncode, 4, answer.stderr.decode())
        for wrong in [["--concurrency", "65"], ["--seconds", "0"],
                      ["--concurrency", "2", "--to", "a"], ["--repeat", "100001"],
                      ["--concurrency", "2", "--repeat", "1000001"]]:
            self.assertEqual(run("profile", fails, *wrong).returncode, 64, wrong)

    def test_json_tells_what_values_take(self):
        path = self.file("s.cst", 'in n: Int\nlist = Range(1, n)\nwords = trim("  some words  ")\n'
                                  'a = QuickCheck(words)\nb = QuickCheck(a)\ntotal = SumList(list)\n'
                                  'out total\nout b\n')
        for words in [["--repeat", "3"], ["--repeat", "30", "--concurrency", "2"]]:
            with self.subTest(words=words):
                told = json.loads(run("profile", path, "--input", "n=100", "--json", *words).stdout)
                nodes = {node["key"]: node for node in told["nodes"]}
                self.assertGreaterEqual(nodes["list"]["bytesOut"], 800)
                self.assertEqual(nodes["total"]["bytesIn"], nodes["list"]["bytesOut"])
                self.assertEqual(nodes["b"]["bytesIn"], nodes["a"]["bytesOut"])
                self.assertGreater(nodes["b"]["bytesOut"], 0)
                # Nothing is taken from one run to another, and nobody counts what is allocated.
                self.assertEqual(set(told["cache"].values()), {None})
                self.assertIsNone(told["allocations"])
        self.assertIn("null is what nobody knows", " ".join(run("--help").stdout.decode().split()))

    def test_failed_attempts_are_spans_of_their_own(self):
        path = self.file("f.cst", 'a = AlwaysFailsService("x") with retry: 2, delay: 1ms, fallback: "y"\nout a\n')
        told = json.loads(run("profile", path, "--repeat", "3", "--format", "chrome").stdout)
        events = sorted((event for event in told["traceEvents"] if event["ph"] == "B"),
                        key=lambda event: event["ts"])  # they may be of several workers
        failed = [event["args"]["attempt"] for event in events if event["cat"] == "failed"]
        self.assertEqual(failed, [1, 2, 3])

    def test_out_writes_to_a_file_and_nothing_else(self):
        path = os.path.join(self.folder.name, "p.json")
        self.assertEqual(self.profile("--format", "json", "--out", path), "")
        with open(path, encoding="utf-8") as handle:
            self.assertEqual(json.load(handle)["runs"], 5)

    def test_every_node_and_to_choose_what_is_timed(self):
        some = json.loads(self.profile("--json", "--to", "total"))
        self.assertEqual([node["key"] for node in some["nodes"]], ["list", "total"])
        path = self.file("d.cst", "in x: Int\na = x + 1\nb = a * 2\nout b\n")
        every = json.loads(run("profile", path, "--input", "x=1", "--json", "--every-node").stdout)
        self.assertEqual([node["key"] for node in every["nodes"]], ["a", "b"])

    def test_cpu_time_is_told_of_what_is_long(self):
        path = self.file("e.cst", "in n: Int\na = SumList(map(Range(1, n), (x) => x * 3))\nout a\n")
        told = json.loads(run("profile", path, "--input", "n=300000", "--json").stdout)
        measured = [node for node in told["nodes"] if node["cpuUs"] is not None]
        self.assertTrue(measured)
        for node in measured:
            self.assertLessEqual(node["cpuUs"], node["meanUs"] + 1)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main(verbosity=1)
