#!/usr/bin/env python3
"""`constellation diff` as a user meets it. test_diff.py PATH-OF-constellation"""
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import unittest

import on_a_terminal

PROGRAM = ""
ROW = ["key", "beforeUs", "afterUs", "change", "verdict", "noiseLow", "noiseHigh", "reason"]


def run(*words, **more):
    more = {"env": {**os.environ, "NO_COLOR": "1"}, "timeout": 60, "check": False, **more}
    return subprocess.run([PROGRAM, "diff", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)


def node(key, times):
    ordered = sorted(times) or [0]
    median = ordered[len(ordered) // 2]
    return {"key": key, "count": len(times), "meanUs": median, "minUs": ordered[0], "p50Us": median,
            "p95Us": ordered[-1], "p99Us": ordered[-1], "maxUs": ordered[-1], "cpuUs": None, "waitUs": 0, "share": 0.5,
            "critical": True, "slackUs": 0, "lastUs": times}


def profile(seed=1, runs=60, **nodes):
    """The saved profile of `nodes` (name = microseconds), with noise of 5 percent."""
    noise = random.Random(seed)
    rows = [node(key, [round(us * noise.lognormvariate(0, 0.05), 3) for _ in range(runs)])
            for key, us in nodes.items()]
    phase = dict.fromkeys(["parse", "check", "plan", "decode", "run", "encode"])
    return {"format": "constellation-profile", "version": 1, "sourceHash": "00", "threads": 2, "runs": runs,
            "nodes": rows, "phases": phase, "cache": {"hits": 0, "misses": 0, "evictions": 0, "bytes": 0},
            "pool": {"leases": 0, "hits": 0}, "allocations": 0, "overheadPercent": 0.1}


class Diff(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def file(self, name, content):
        path = os.path.join(self.folder.name, name)
        with open(path, "wb") as handle:
            handle.write(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    def pair(self):
        before = self.file("a.json", profile(1, fetch=1000, parse=20, sort=300, old=5, quick=50))
        after = self.file("b.json", profile(2, fetch=1300, parse=20, sort=300, new=7, quick=25))
        return before, after

    def test_the_json_says_what_became_of_each_node(self):
        answer = run(*self.pair(), "--json")
        told = json.loads(answer.stdout)
        self.assertEqual(answer.stderr, b"")
        self.assertEqual(list(told), ["nodes", "verdict", "total", "notes", "error"])
        verdicts = {row["key"]: row["verdict"] for row in told["nodes"]}
        self.assertEqual(verdicts, {"fetch": "slower", "parse": "same", "sort": "same", "new": "new",
                                    "quick": "faster", "old": "gone"})
        for row in told["nodes"]:
            self.assertEqual(list(row), ROW)
        fetch = told["nodes"][0]
        self.assertAlmostEqual(fetch["change"], fetch["afterUs"] / fetch["beforeUs"])
        self.assertAlmostEqual(fetch["change"], 1.3, delta=0.05)
        self.assertTrue(fetch["noiseLow"] < 1 < fetch["noiseHigh"] < fetch["change"])
        gone = told["nodes"][-1]
        self.assertIsNone(gone["afterUs"])
        self.assertIsNone(gone["change"])
        self.assertIsNone(told["nodes"][3]["beforeUs"])

    def test_a_profile_is_the_same_as_another_of_the_same(self):
        a = self.file("a.json", profile(1, fetch=1000, parse=20))
        b = self.file("b.json", profile(9, fetch=1000, parse=20))
        for pair in [(a, a), (a, b)]:
            answer = run(*pair, "--json")
            self.assertEqual(answer.returncode, 0)
            told = json.loads(answer.stdout)
            self.assertEqual(told["verdict"], "same")
            self.assertEqual({row["verdict"] for row in told["nodes"]}, {"same"})

    def test_the_table_starts_with_the_largest_change(self):
        answer = run(*self.pair())
        lines = answer.stdout.decode().splitlines()
        self.assertEqual([line.split()[0] for line in lines[1:5]], ["quick", "fetch", "new", "old"])
        self.assertRegex(lines[1], r"^quick +\d.* µs +2\d.* µs +-\d+ % +-\d.* % … \+\d.* %  faster$")
        self.assertIn("2 nodes are the same within the noise", lines)
        self.assertEqual(lines[-1], "verdict: mixed")
        ends = [line.rindex("  ") for line in lines[1:5]]
        self.assertEqual(len(set(ends)), 1, "columns do not stand below each other")
        self.assertNotIn(b"\x1b", answer.stdout)

    def test_exit_statuses(self):
        before, after = self.pair()
        missing = os.path.join(self.folder.name, "missing.json")
        bad = self.file("bad.json", b"{\"format\":")
        for expected, words in [
            (1, [before, after]),
            (1, [before, after, "--fail-over", "20"]),
            (1, [before, after, "--fail-over=20%"]),
            (0, [before, after, "--fail-over", "50"]),
            (0, [before, before]),
            (0, [before, before, "--fail-over", "0"]),
            (3, [before, bad]),
            (3, [bad, before, "--json"]),
            (3, [before, self.file("list.json", [])]),
            (3, [before, self.file("p.cst", b"a = 1\nout a\n")]),
            (64, []),
            (64, [before]),
            (64, [before, after, after]),
            (64, ["-", "-"]),
            (64, [before, after, "--nonsense"]),
            (64, [before, after, "--fail-over"]),
            (64, [before, after, "--fail-over", "much"]),
            (64, [before, after, "--fail-over", "-1"]),
            (64, [before, after, "--fail-over", "nan"]),
            (66, [before, missing]),
            (66, [missing, bad]),
            (66, [self.folder.name, before]),
            (0, ["--help"]),
        ]:
            with self.subTest(words=words):
                answer = run(*words)
                self.assertEqual(answer.returncode, expected, answer.stderr.decode())
                if expected >= 3:
                    self.assertTrue(answer.stderr.strip(), "no word about what went wrong")

    def test_a_refused_profile_is_told_with_its_place(self):
        before, _ = self.pair()
        wrong = profile(1, a=1)
        wrong["nodes"][0]["p50Us"] = -1
        path = self.file("wrong.json", wrong)
        answer = run(before, path, "--json")
        self.assertEqual(answer.returncode, 3)
        told = json.loads(answer.stdout)
        self.assertEqual(told["error"], path + ": nodes[0].p50Us: expected a time in microseconds, 0 to 1e15")
        self.assertEqual((told["nodes"], told["verdict"]), ([], None))

    def test_one_of_them_comes_through_a_pipe(self):
        before, after = self.pair()
        with open(after, "rb") as handle:
            answer = run(before, "-", "--json", stdin=handle)
        self.assertEqual(answer.stdout, run(before, after, "--json").stdout)

    def test_too_few_runs_give_no_verdict_but_a_reason(self):
        before = self.file("a.json", profile(1, runs=3, fetch=100))
        after = self.file("b.json", profile(2, runs=3, fetch=900))
        answer = run(before, after)
        self.assertEqual(answer.returncode, 0)
        self.assertIn("1 node: no verdict, too few runs to tell (3 before, 3 after)", answer.stdout.decode())
        row = json.loads(run(before, after, "--json").stdout)["nodes"][0]
        self.assertEqual((row["verdict"], row["noiseHigh"]), ("same", None))
        self.assertIn("too few runs", row["reason"])

    def test_the_whole_run_has_the_last_word(self):
        before, after = (profile(seed, fetch=1000, parse=20) for seed in (1, 2))
        noise = random.Random(3)
        for each, us in [(before, 2000), (after, 1000)]:
            each["phases"]["run"] = {"count": 60, "lastUs": [us * noise.lognormvariate(0, 0.05) for _ in range(60)]}
        answer = run(self.file("a.json", before), self.file("b.json", after))
        self.assertIn("whole run", answer.stdout.decode().splitlines()[1])
        self.assertTrue(answer.stdout.decode().endswith("verdict: faster\n"))

    def test_rows_verdict_and_status_agree(self):
        before, after = self.pair()
        slower = self.file("s.json", profile(2, fetch=1300, parse=20, sort=300, old=5, quick=50))
        faster = self.file("f.json", profile(2, fetch=600, parse=20, sort=300, old=5, quick=50))
        for other, verdict, status in [(before, "same", 0), (slower, "slower", 1), (faster, "faster", 0),
                                       (after, "mixed", 1)]:
            with self.subTest(verdict=verdict):
                answer = run(before, other, "--json")
                told = json.loads(answer.stdout)
                rows = {row["verdict"] for row in [*told["nodes"], told["total"]]}
                self.assertEqual((told["verdict"], answer.returncode), (verdict, status))
                self.assertEqual("slower" in rows, status == 1)
                self.assertEqual("faster" in rows, verdict in ("faster", "mixed"))

    def test_two_pipelines_are_measured_in_turns(self):
        text = "use stdlib.list\n@example(5)\nin a: Int\nb = list-sum(Range(a, 2000))\nout b\n"
        one = self.file("one.pipeline", text.encode())
        same = self.file("same.cst", (text + "# the same\n").encode())
        slow = self.file("slow.cst", text.replace("2000", "20000").encode())
        answer = run(one, same, "--runs", "40", "--json")
        self.assertEqual(answer.stderr, b"")
        told = json.loads(answer.stdout)
        self.assertEqual(list(told), ["nodes", "verdict", "total", "notes", "error"])
        # Which one it is is for tst_comparison: here it would be a test of the machine.
        self.assertEqual(answer.returncode, 1 if told["verdict"] in ("slower", "mixed") else 0)
        self.assertEqual({row["key"] for row in told["nodes"]}, {"b", "b/args.0"})
        answer = run(one, slow, "--runs", "40", "--json", "--input", "a=1")
        self.assertEqual(answer.returncode, 1)
        self.assertEqual(json.loads(answer.stdout)["verdict"], "slower")

    def stopped(self, when, *words):
        return on_a_terminal.stopped([PROGRAM, "diff", *words], self.folder.name, when, signal.SIGINT)

    def test_what_both_had_run_until_it_was_stopped_is_compared(self):
        text = "use stdlib.list\n@example(5)\nin a: Int\nb = list-sum(Range(a, 20000))\nout b\n"
        one = self.file("one.cst", text.encode())
        same = self.file("same.cst", (text + "# the same\n").encode())
        some = rb"\r[1-9][0-9,]*( of 100,000)? runs of each"
        for words, of in [(["--runs", "100000"], " of 100,000 runs"), (["--seconds", "600"], " runs?")]:
            with self.subTest(words=words):
                out, said, status = self.stopped(some, one, same, *words)
                self.assertEqual(status, 5, said)
                self.assertRegex(out, r"note: stopped after [1-9][0-9,]*" + of + " of each: compared by these\n")
                self.assertIn("\nverdict: ", out)
                out, said, status = self.stopped(some, one, same, *words, "--json")
                self.assertEqual(status, 5, said)
                told = json.loads(out)
                self.assertRegex(told["notes"][0], "^stopped after [1-9][0-9,]*" + of + " of each")
                self.assertEqual({row["key"] for row in told["nodes"]}, {"b", "b/args.0"})
                self.assertIsNone(told["error"])

    def test_wrong_use_of_measuring_is_told(self):
        before, after = self.pair()
        good = self.file("good.cst", b"in a: Int\nb = a * 2\nout b\n")
        bad = self.file("bad.cst", b"out nothing\n")
        for status, words, said in [
            (64, [before, after, "--runs", "5"], "--runs is for two pipelines"),
            (64, [good, good, "--runs", "0"], "--runs needs a number"),
            (3, [good, before], "is a pipeline"),
            (4, [good, good], "missing input: a"),
            (1, [good, bad, "--input", "a=1"], "bad.cst has errors"),
            (3, [good, good, "--input", "a=true"], "good.cst: "),
        ]:
            with self.subTest(words=words):
                answer = run(*words)
                self.assertEqual(answer.returncode, status, answer.stderr.decode())
                self.assertIn(said, answer.stderr.decode())

    def test_what_is_neither_profile_nor_pipeline_is_told(self):
        before, _ = self.pair()
        good = self.file("good.cst", b"a = 1\nout a\n")
        random_bytes = bytes(random.Random(5).randrange(256) for _ in range(4000))
        for name, content, why in [("empty.json", b"", "it is empty"), ("blank.json", b" \n\n", "it is empty"),
                                   ("odd.json", b"\x80" + random_bytes, "its bytes are no text"),
                                   ("words.json", b"hello there, world", "does not read as a pipeline"),
                                   ("number.json", b"12", "does not read as a pipeline"),
                                   ("odd", b"\x80" + random_bytes, "its bytes are no text")]:
            path = self.file(name, content)
            for words in [[before, path], [path, good], [path, path]]:
                with self.subTest(name=name, words=words):
                    answer = run(*words)
                    said = answer.stderr.decode()
                    self.assertEqual(answer.returncode, 3, said)
                    self.assertIn(f"{path} is neither a saved profile nor a pipeline: ", said)
                    self.assertIn(why, said)
                    self.assertIn("give two profiles (of constellation profile --format json) or two pipelines", said)
        # What a file holds counts, not its name.
        named = self.file("pipeline.json", b"a = 1\nout a\n")
        self.assertEqual(run(named, good, "--runs", "1").returncode, 0)

    def test_what_a_change_is_of_is_told(self):
        answer = run(*self.pair())
        self.assertEqual(answer.stdout.decode().splitlines()[0].split(), ["before", "after", "change", "noise"])
        text = b"in a: Int\nb = list-sum(Range(a, 2000))\nout b\n"
        one, two = self.file("one.cst", text), self.file("two.cst", text.replace(b"2000", b"90000"))
        answer = run(one, two, "--runs", "30", "--input", "a=1")
        lines = answer.stdout.decode().splitlines()
        self.assertEqual(lines[0].split(), ["before", "after", "by", "pairs", "noise"], answer.stderr.decode())
        self.assertTrue(any(line.startswith("by pairs: each run of B against the run of A beside it") for line in lines))

    def test_keys_do_not_write_to_the_terminal(self):
        before = self.file("a.json", profile(1, **{"a\x1b[31m": 1}))
        after = self.file("b.json", profile(1, b=1))
        self.assertNotIn(b"\x1b", run(before, after).stdout)


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
