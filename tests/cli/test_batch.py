#!/usr/bin/env python3
"""`constellation batch` as a user meets it. test_batch.py PATH-OF-constellation [TESTS]"""
import json
import os
import pty
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = ""
KILLS = int(os.environ.get("CST_KILLS", "8"))
# Every record waits 10 ms for a call; of 11 one fails.
WAITS = ("in id: Int\nin name: String\nchecked = QuickCheck(name)\n"
         'ok = divide(100, modulo(id, 11))\nlabel = "${checked} ${id}"\nout label\nout ok\n')
PURE = ("in id: Int\nin price: Float\n@example(\"none\")\nin note: String\nin more: Optional<Int>\n"
        "total = price * id\ntext = trim(note)\nextra = more ?? -1\nout total\nout text\nout extra\n")


def run(*words, stdin=b"", timeout=120, **more):
    return subprocess.run([PROGRAM, *words], input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=timeout, check=False, **more)


class Folder(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.out = self.path("out.jsonl")

    def path(self, name):
        return os.path.join(self.folder, name)

    def file(self, name, content):
        with open(self.path(name), "wb") as handle:
            handle.write(content if isinstance(content, bytes) else content.encode())
        return self.path(name)

    def read(self, name):
        with open(self.path(name), "rb") as handle:
            return handle.read()

    def lines(self, name="out.jsonl"):
        return [json.loads(line) for line in self.read(name).splitlines()]

    def batch(self, source, data, *words, name="in.jsonl", out=None, **more):
        pipeline = self.file("p.cst", source)
        return run("batch", pipeline, "--data", self.file(name, data), "--out", out or self.out, *words, **more)


def records(count):
    return "".join(json.dumps({"id": i, "name": "complex" if i % 3 == 0 else "n"}) + "\n" for i in range(count))


class Results(Folder):
    def test_a_line_for_each_record_in_order_and_failures_beside(self):
        done = self.batch(WAITS, records(200))
        self.assertEqual(done.returncode, 2, done.stderr)
        lines = self.lines()
        self.assertEqual([line["line"] for line in lines], list(range(1, 201)))
        self.assertEqual(lines[0], {"line": 1, "error": {
            "code": "R004", "message": lines[0]["error"]["message"], "node": "ok", "attempts": 1}})
        self.assertEqual(lines[3]["outputs"], {"label": "needs-deep-analysis 3", "ok": 33})
        self.assertEqual(self.lines("out.errors.jsonl"), [line for line in lines if "error" in line])

    def test_the_same_bytes_whatever_the_threads_and_jobs(self):
        data = records(120)
        self.batch(WAITS, data)
        expected = self.read("out.jsonl")
        for words in (["--threads", "1"], ["--threads", "4"], ["--jobs", "1", "--threads", "1"], ["--jobs", "1000"]):
            self.batch(WAITS, data, *words)
            self.assertEqual(self.read("out.jsonl"), expected, words)

    def test_calls_that_wait_need_no_thread_of_their_own(self):
        # One after the other they would take 50 s, and the program would be given up.
        self.batch('in q: String\na = SlowQuery(q)\nout a\n', '{"q":"x"}\n' * 100, "--threads", "1", "--jobs", "100",
                   timeout=40)
        self.assertEqual(len(self.lines()), 100)

    def test_a_bad_record_is_no_matter_for_the_others(self):
        data = (b'{"id": 1, "price": 2.5}\n\n{"id": "x", "price": 1}\n{"id": 2\n\xff\xfe\n'
                b'{"id": 3}\n{"id": 4, "price": 1, "note": " a ", "more": 7, "what": 1}\n[1]\n')
        done = self.batch(PURE, data)
        self.assertEqual(done.returncode, 2)
        lines = self.lines()
        self.assertEqual([line["line"] for line in lines], [1, 3, 4, 5, 6, 7, 8])
        self.assertEqual([line.get("error", {}).get("code") for line in lines],
                         [None, "R007", "R007", "R007", "R007", None, "R007"])
        self.assertEqual(lines[0]["outputs"], {"total": 2.5, "text": "none", "extra": -1})
        self.assertEqual(lines[1]["error"]["path"], "id")
        self.assertEqual(lines[5]["outputs"], {"total": 4.0, "text": "a", "extra": 7})
        self.assertIn("price", lines[4]["error"]["message"])
        self.assertIn(b"what", done.stderr)

    def test_csv_is_read_as_the_header_says(self):
        data = '\ufeffid,price,note,more,other\r\n1,2.5,"a ""b"", c",,z\r\n2,3," two\nlines ",5,z\r\n,1,x,,z\r\n3,1\r\n'
        done = self.batch(PURE, data, name="in.CSV")
        self.assertEqual(done.returncode, 2)
        lines = self.lines()
        # The lines of the file that the records begin on: an editor goes there.
        self.assertEqual([line["line"] for line in lines], [2, 3, 5, 6])
        self.assertEqual(lines[0]["outputs"], {"total": 2.5, "text": 'a "b", c', "extra": -1})
        self.assertEqual(lines[1]["outputs"], {"total": 6.0, "text": "two\nlines", "extra": 5})
        self.assertEqual(lines[2]["error"]["code"], "R007")
        self.assertEqual(lines[3]["error"]["code"], "R007")
        self.assertIn(b"R008", done.stderr)

    def test_a_cell_that_does_not_fit_is_told_in_words_of_a_cell(self):
        source = "in n: Int\nin b: Optional<Boolean>\nin l: List<Int>\nout n\nout b\nout l\n"
        cells = ["x,,[]", "007,,[]", "1,TRUE,[]", "1,,x y", "1.5,,[]", "1,true,[1]"]
        self.batch(source, "n , b,l\n" + "\n".join(cells) + "\n", name="in.csv")
        lines = self.lines()
        self.assertEqual([line["line"] for line in lines], list(range(2, 8)))
        told = [(line["error"]["path"], line["error"]["message"]) for line in lines[:5]]
        self.assertEqual(told[:4], [("n", "expected `Int`, found `x`"), ("n", "expected `Int`, found `007`"),
                                    ("b", "expected `Boolean`, found `TRUE`"),
                                    ("l", "expected `List<Int>` as JSON, found `x y`")])
        self.assertEqual(told[4][0], "n")
        self.assertEqual(lines[5]["outputs"], {"n": 1, "b": True, "l": [1]})
        self.batch(source, '{"n":1,"l":[]}\n{"n":1,"l":[}\n')
        self.assertEqual(self.lines()[1]["line"], 2)
        self.assertIn("malformed JSON at column 1", self.lines()[1]["error"]["message"])

    def test_what_waits_for_its_turn_says_so_when_the_time_is_over(self):
        source = 'in q: String\na = SlowQuery(q) with throttle: 1/1h\nout a\n'
        self.batch(source, '{"q":"x"}\n' * 2, "--timeout", "2s", "--jobs", "1")
        error = self.lines()[1]["error"]
        self.assertEqual((error["code"], error["node"]), ("R010", "a"))
        self.assertIn("token", error["message"])

    def test_a_folder_that_keeps_nothing_is_told_once(self):
        self.file(".constellation", "in the way of the folder of the cache\n")
        source = 'in q: String\na = QuickCheck(q) with cache: 1h, cache_backend: "disk"\nout a\n'
        done = self.batch(source, "".join('{"q":"%d"}\n' % i for i in range(200)))
        self.assertEqual(done.returncode, 0)
        self.assertEqual(done.stderr.count(b"the cache on disk keeps nothing"), 1, done.stderr)

    def test_options_of_run_hold_for_each_record(self):
        data = '{"id":1,"price":1}\n{"id":2,"price":1,"note":"n"}\n'
        self.batch(PURE, data, "--input", "id=9", "--input", "note=same")
        self.assertEqual([line["outputs"]["total"] for line in self.lines()], [9.0, 9.0])
        self.assertEqual([line["outputs"]["text"] for line in self.lines()], ["same", "same"])
        self.batch(PURE, data, "--no-examples")
        self.assertEqual(["error" in line for line in self.lines()], [True, False])
        slow = 'in q: String\na = SlowQuery(q)\nout a\n'
        done = self.batch(slow, '{"q":"x"}\n', "--timeout", "50ms")
        self.assertEqual((done.returncode, self.lines()[0]["error"]["code"]), (2, "R010"))
        self.batch(slow, '{"q":"x"}\n', "--call-timeout", "fast")
        self.assertEqual(self.lines()[0]["error"]["code"], "R002")
        self.batch(PURE, '{"id":1,"price":1,"note":"' + "x" * 2000 + '"}\n{"id":1,"price":1}\n', "--max-bytes", "1000")
        self.assertEqual(["error" in line for line in self.lines()], [True, False])

    def test_what_is_printed(self):
        done = self.batch(PURE, '{"id":1,"price":1}\n{"id":1}\n', "--json")
        told = json.loads(done.stdout)
        self.assertEqual(sorted(told), ["failed", "lines", "seconds"])
        self.assertEqual((told["lines"], told["failed"]), (2, 1))
        done = self.batch(PURE, '{"id":1,"price":1}\n{"id":1}\n', "--stream")
        printed = done.stdout.splitlines()
        self.assertEqual(b"\n".join(printed[:2]) + b"\n", self.read("out.jsonl"))
        self.assertEqual(json.loads(printed[2])["lines"], 2)
        done = self.batch(PURE, '{"id":1,"price":1}\n')
        self.assertEqual((done.returncode, done.stdout), (0, b""))
        self.assertIn(b"1 line, 0 failed", done.stderr)

    def test_fail_fast_ends_with_the_first_failure(self):
        done = self.batch(WAITS, records(100).split("\n", 1)[1], "--fail-fast")
        self.assertEqual(done.returncode, 2)
        self.assertEqual(["error" in line for line in self.lines()], [False] * 10 + [True])

    def test_memory_does_not_grow_with_the_data(self):
        data = self.file("big.jsonl", '{"id":1,"price":2.5,"note":"some words to read"}\n' * 300_000)
        code = ("import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stderr=subprocess.DEVNULL);"
                "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
        child = subprocess.run([sys.executable, "-c", code, PROGRAM, "batch", self.file("p.cst", PURE), "--data", data,
                                "--out", self.out], stdout=subprocess.PIPE, check=True)
        self.assertEqual(self.read("out.jsonl").count(b"\n"), 300_000)
        if not os.environ.get("ASAN_OPTIONS"):
            self.assertLess(int(child.stdout), 100_000)


    def test_how_far_it_is_goes_by_the_records_that_are_done(self):
        # What is read ahead does not count, and neither does the size of what is written.
        data = records(300)
        pipeline = self.file("p.cst", 'in id: Int\nin name: String\na = QuickCheck(name)\nlong = split(\n'
                             '    "a very long text that makes what is written larger than what was read", "")\n'
                             'out a\nout long\n')
        words = [PROGRAM, "batch", pipeline, "--data", self.file("in.jsonl", data), "--out", self.out, "--jobs", "4"]
        ours, its = pty.openpty()
        child = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=its)
        os.close(its)
        told = b""
        while True:
            try:
                block = os.read(ours, 4096)
            except OSError:
                break
            if not block:
                break
            told += block
        os.close(ours)
        self.assertEqual(child.wait(60), 0)
        seen = re.findall(rb"\r(\d+) lines, [\d,]+/s, (\d+) %", told)
        self.assertGreater(len(seen), 2, told)
        for lines, percent in seen:
            self.assertAlmostEqual(int(percent), 100 * int(lines) / 300, delta=2)


class Refusals(Folder):
    def test_each_refusal_has_its_status_and_changes_nothing(self):
        good = self.file("good.cst", PURE)
        wrong = self.file("wrong.cst", "a = b\nout a\n")
        data = self.file("d.jsonl", '{"id":1,"price":1}\n')
        out = self.file("keep.jsonl", "precious\n")
        for status, words in [
            (64, ["batch"]),
            (64, ["batch", good, "--data", data]),
            (64, ["batch", good, "--data", data, "--out", data]),
            (64, ["batch", good, "--data", data, "--out", good]),
            (64, ["batch", good, "--data", data, "--out", out, "--jobs", "0"]),
            (66, ["batch", self.path("none.cst"), "--data", data, "--out", out]),
            (66, ["batch", good, "--data", self.path("none.jsonl"), "--out", out]),
            (66, ["batch", good, "--data", data, "--out", self.path("no/folder.jsonl")]),
            (1, ["batch", wrong, "--data", data, "--out", out]),
            (3, ["batch", good, "--data", data, "--out", out, "--input", "id=x"]),
            (3, ["batch", good, "--data", data, "--out", out, "--input", "what=1"]),
            (3, ["batch", good, "--data", data, "--out", out, "--resume"]),
        ]:
            done = run(*words)
            self.assertEqual((done.returncode, words), (status, words), done.stderr)
            self.assertNotEqual(done.stderr, b"", words)
            self.assertEqual(self.read("keep.jsonl"), b"precious\n", words)
            self.assertEqual(self.read("d.jsonl"), b'{"id":1,"price":1}\n', words)

    def test_a_full_disk_is_told_and_gone_on_from(self):
        done = self.batch(PURE, '{"id":1,"price":1}\n' * 100, out="/dev/full")
        self.assertEqual(done.returncode, 66)
        self.assertIn(b"No space left", done.stderr)
        disk = self.path("disk")
        os.mkdir(disk)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", disk], stderr=subprocess.DEVNULL,
                          check=False).returncode != 0:
            self.skipTest("a small disk can be made by root only")
        self.addCleanup(subprocess.run, ["umount", disk], check=False)
        data = records(3000)
        source = WAITS.replace("QuickCheck", "trim")
        out = os.path.join(disk, "out.jsonl")
        done = self.batch(source, data, out=out)
        self.assertEqual(done.returncode, 66)
        self.assertIn(b"No space left", done.stderr)
        subprocess.run(["mount", "-o", "remount,size=8m", disk], check=True)
        self.assertEqual(self.batch(source, data, "--resume", out=out).returncode, 2)
        self.batch(source, data)
        for name in ("out.jsonl", "out.errors.jsonl"):
            self.assertEqual(self.read(os.path.join("disk", name)), self.read(name))


    def test_a_full_disk_tells_how_many_lines_are_there(self):
        # All lines come at once, so the last write stops in the middle of them.
        pipeline = self.file("p.cst", PURE)
        data = self.file("in.jsonl", '{"id":1,"price":1}\n' * 5000)
        done = run("batch", pipeline, "--data", data, "--out", self.out, "--json",
                   preexec_fn=lambda: (signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
                                       resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))))
        self.assertEqual(done.returncode, 66)
        self.assertEqual(json.loads(done.stdout)["lines"], self.read("out.jsonl").count(b"\n"))
        self.assertEqual(self.batch(PURE, '{"id":1,"price":1}\n' * 5000, "--resume").returncode, 0)
        self.assertEqual(self.read("out.jsonl").count(b"\n"), 5000)

    def test_json_is_told_also_where_nothing_can_run(self):
        good = self.file("good.cst", PURE)
        data = self.file("d.jsonl", '{"id":1,"price":1}\n')
        for status, words in [(1, [self.file("wrong.cst", "a = b\nout a\n"), "--data", data]),
                              (66, [self.path("none.cst"), "--data", data]),
                              (66, [good, "--data", self.path("none.jsonl")]),
                              (3, [good, "--data", data, "--input", "id=x"])]:
            done = run("batch", *words, "--out", self.out, "--json")
            self.assertEqual(done.returncode, status, words)
            told = json.loads(done.stdout)
            self.assertEqual((told["lines"], told["failed"], len(told)), (0, 0, 3))
            self.assertNotEqual(done.stderr, b"")

    def test_standard_output_is_no_file_of_that_name(self):
        done = run("batch", self.file("p.cst", PURE), "--data", self.file("d.jsonl", ""), "--out", "-",
                   cwd=self.folder)
        self.assertEqual(done.returncode, 64)
        self.assertIn(b"--stream", done.stderr)
        self.assertFalse(os.path.exists(self.path("-")))


class Resumption(Folder):
    """OUT is gone on with only by the batch that it is from."""

    def refused(self, source, data, *words):
        before = self.read("out.jsonl")
        done = self.batch(source, data, "--resume", *words)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertEqual(self.read("out.jsonl"), before)
        return done.stderr.decode()

    def test_of_another_pipeline_or_other_values(self):
        data = '{"id":1,"price":1}\n' * 20
        self.batch(PURE, data, "--input", "note=a")
        self.assertIn("another pipeline", self.refused(PURE.replace("* id", "+ id"), data, "--input", "note=a"))
        self.assertIn("--input", self.refused(PURE, data, "--input", "note=b"))
        self.assertIn("--input", self.refused(PURE.replace("none", "other"), data, "--input", "note=a"))
        done = self.batch("# a comment\n" + PURE, data, "--input", "note=a", "--resume")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(b"20 lines (20 of them from before)", done.stderr)

    def test_of_other_data(self):
        rows = records(200).splitlines(True)
        self.batch(WAITS, "".join(rows[:150]))
        self.assertIn("other data", self.refused(WAITS, "".join(reversed(rows))))
        changed = rows[:120] + [rows[120].replace('"id": 120', '"id": 121')] + rows[121:]
        self.assertIn("other data", self.refused(WAITS, "".join(changed)))
        self.assertIn("the data have 100 records", self.refused(WAITS, "".join(rows[:100])))
        self.assertEqual(self.batch(WAITS, "".join(rows), "--resume").returncode, 2)  # they may have grown
        grown = self.read("out.jsonl")
        self.batch(WAITS, "".join(rows))
        self.assertEqual(self.read("out.jsonl"), grown)

    def test_without_what_was_written_down_it_goes_on_and_says_so(self):
        data = '{"id":1,"price":1}\n' * 20
        self.batch(PURE, data)
        os.remove(self.path("out.jsonl.progress"))
        done = self.batch(PURE, data, "--resume")
        self.assertEqual(done.returncode, 0)
        self.assertIn(b"out.jsonl.progress", done.stderr)
        self.refused(PURE.replace("price * id", "price"), data)

    def test_what_is_written_down_is_small(self):
        self.batch(PURE, '{"id":1,"price":1}\n' * 200_000)
        self.assertLess(len(self.read("out.jsonl.progress")), 30_000)

    def test_a_file_of_somebody_else_is_not_replaced(self):
        self.file("out.jsonl.progress", "years of work\n")
        done = self.batch(PURE, '{"id":1,"price":1}\n')
        self.assertEqual(done.returncode, 64)
        self.assertIn(b"out.jsonl.progress", done.stderr)
        self.assertEqual(self.read("out.jsonl.progress"), b"years of work\n")

    def test_two_at_the_same_time_are_one_too_many(self):
        slow = 'in q: String\na = SlowQuery(q)\nout a\n'
        data = self.file("in.jsonl", '{"q":"x"}\n' * 100_000)
        words = [PROGRAM, "batch", self.file("p.cst", slow), "--data", data, "--out", self.out]
        first = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 60
        while time.monotonic() < end and not (os.path.exists(self.out) and os.path.getsize(self.out) > 0):
            time.sleep(0.01)
        for more in ([], ["--resume"]):
            done = run(*words[1:], *more)
            self.assertEqual(done.returncode, 66)
            self.assertIn(b"another batch is writing it", done.stderr)
        self.assertIsNone(first.poll())
        first.terminate()
        self.assertEqual(first.wait(60), 5)
        numbers = [line["line"] for line in self.lines()]
        self.assertEqual(numbers, list(range(1, len(numbers) + 1)))


class Interruptions(Folder):
    def start(self, data, *words):
        pipeline = self.file("p.cst", WAITS)
        return subprocess.Popen([PROGRAM, "batch", pipeline, "--data", self.file("in.jsonl", data), "--out", self.out,
                                 "--jobs", "16", *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def wait_for(self, size, child):
        end = time.monotonic() + 60
        while time.monotonic() < end and child.poll() is None:
            if os.path.exists(self.out) and os.path.getsize(self.out) >= size:
                return
            time.sleep(0.002)

    def test_a_stop_leaves_a_beginning_that_is_gone_on_from(self):
        data = records(600)
        self.batch(WAITS, data)
        expected, errors = self.read("out.jsonl"), self.read("out.errors.jsonl")
        os.remove(self.out)
        child = self.start(data)
        self.wait_for(1, child)
        child.send_signal(signal.SIGINT)
        self.assertEqual(child.wait(30), 5)
        self.assertIn(b"--resume goes on", child.stderr.read())
        child.stderr.close()
        self.assertTrue(expected.startswith(self.read("out.jsonl")))
        done = self.batch(WAITS, data, "--resume")
        self.assertEqual(done.returncode, 2)
        self.assertEqual((self.read("out.jsonl"), self.read("out.errors.jsonl")), (expected, errors))

    def test_what_was_killed_at_any_moment_is_gone_on_from(self):
        data = records(400)
        self.batch(WAITS, data)
        expected, errors = self.read("out.jsonl"), self.read("out.errors.jsonl")
        seed = int(os.environ.get("CST_SEED", "1"))
        dice = random.Random(seed)
        killed = 0
        while killed < KILLS:
            if dice.random() < 0.5:  # else it begins anew over what was there
                for name in ("out.jsonl", "out.errors.jsonl", "out.jsonl.progress"):
                    if os.path.exists(self.path(name)):
                        os.remove(self.path(name))
            words = []
            while True:
                child = self.start(data, *words)
                size = os.path.getsize(self.out) if os.path.exists(self.out) else 0
                self.wait_for(size + dice.randrange(1, len(expected) // 3), child)
                time.sleep(dice.random() * 0.01)
                child.kill()
                ended = child.wait(30)
                child.stderr.close()
                words = ["--resume"]
                if ended != -signal.SIGKILL:
                    break
                killed += 1
                # What a kill can leave besides: a line that is torn.
                if dice.random() < 0.5 and os.path.exists(self.out):
                    with open(self.out, "r+b") as handle:
                        size = os.path.getsize(self.out)
                        handle.truncate(max(0, size - dice.randrange(0, 40)))
                if dice.random() < 0.3 and os.path.exists(self.path("out.jsonl.progress")):
                    with open(self.path("out.jsonl.progress"), "r+b") as handle:
                        handle.truncate(max(90, os.path.getsize(self.path("out.jsonl.progress")) - dice.randrange(0, 20)))
            self.assertEqual(self.read("out.jsonl"), expected, seed)
            self.assertEqual(self.read("out.errors.jsonl"), errors, seed)


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=1)
