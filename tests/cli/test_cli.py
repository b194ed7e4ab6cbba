#!/usr/bin/env python3
"""The command line as a user meets it. test_cli.py PATH-OF-constellation FOLDER-OF-SAMPLES"""
import fcntl
import glob
import json
import os
import random
import resource
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import unittest

PROGRAM = ""
SAMPLES = ""
SLOW = 20 if os.environ.get("ASAN_OPTIONS") and "asan" in sys.argv[1] else 1


def run(*words, stdin=b"", timeout=60, **more):
    return subprocess.run([PROGRAM, *words], input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=timeout, check=False, **more)


class Folder(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def file(self, name, content):
        path = os.path.join(self.folder.name, name)
        with open(path, "wb") as handle:
            handle.write(content if isinstance(content, bytes) else content.encode())
        return path


class ExitStatuses(Folder):
    def test_each_outcome_has_its_exit_status(self):
        good = self.file("good.cst", "in x: Int\na = x + 1\nout a\n")
        wrong = self.file("wrong.cst", "a = b\nout a\n")
        fails = self.file("fails.cst", "in x: Int\na = 1 / x\nout a\n")
        slow = self.file("slow.cst", 'a = ExpensiveCompute("x")\nout a\n')
        inputs = self.file("inputs.json", '{"x": 1}')
        for expected, words in [
            (0, ["run", good, "--input", "x=1"]),
            (0, ["run", good, "--inputs", inputs]),
            (0, ["check", good]),
            (1, ["check", good, wrong]),
            (1, ["run", wrong]),
            (1, ["graph", wrong]),
            (2, ["run", fails, "--input", "x=0"]),
            (3, ["run", good, "--input", "x=yes"]),
            (3, ["run", good, "--input", "y=1"]),
            (3, ["run", good, "--inputs", good]),
            (4, ["run", good]),
            (5, ["run", slow, "--timeout", "50ms"]),
            (64, []),
            (64, ["nonsense"]),
            (64, ["run"]),
            (64, ["run", good, "--nonsense"]),
            (64, ["run", good, "--input"]),
            (64, ["run", good, "--input", "x"]),
            (64, ["run", good, "--input", "x=1", "--input", "x=2"]),
            (64, ["run", good, "--timeout", "5"]),
            (64, ["run", good, "--threads", "0"]),
            (64, ["graph", good, "--format", "png"]),
            (66, ["run", os.path.join(self.folder.name, "missing.cst")]),
            (66, ["run", self.folder.name]),
            (66, ["check", os.path.join(self.folder.name, "missing.cst")]),
            (66, ["run", good, "--inputs", os.path.join(self.folder.name, "missing.json")]),
            (3, ["run", good, "--sample", "one"]),
            (0, ["--help"]),
            (0, ["--version"]),
            (0, ["modules"]),
            (0, ["modules", "add"]),
            (64, ["modules", "nonsense"]),
        ]:
            with self.subTest(words=words):
                answer = run(*words)
                self.assertEqual(answer.returncode, expected, answer.stderr.decode())
                if expected >= 64:
                    self.assertTrue(answer.stderr.strip(), "no word about what went wrong")

    def test_json_is_told_also_where_a_file_is_missing(self):
        good = self.file("good.cst", "in x: Int\na = x + 1\nout a\n")
        none = os.path.join(self.folder.name, "none")
        for words in [[none], [good, "--inputs", none], [good, "--resume", none]]:
            answer = run("run", *words, "--json")
            self.assertEqual(answer.returncode, 66)
            told = json.loads(answer.stdout)
            self.assertEqual(told["status"], "bad-input")
            self.assertIn(none, told["error"]["message"])
            self.assertEqual(set(told), set(json.loads(run("run", good, "--json").stdout)))

    def test_a_file_that_others_may_not_read_is_status_66(self):
        path = self.file("secret.cst", "a = 1\nout a\n")
        os.chmod(path, 0)
        os.chmod(self.folder.name, 0o755)
        words = ["setpriv", "--reuid", "65534", "--clear-groups", PROGRAM, "check", path] if os.geteuid() == 0 \
            else [PROGRAM, "check", path]
        answer = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        self.assertEqual(answer.returncode, 66, answer.stderr.decode())
        self.assertIn(b"secret.cst", answer.stderr)


class Stopping(Folder):
    PIPELINE = 'quick = Uppercase("q")\nslow = ExpensiveCompute("x")\nout quick\nout slow\n'

    def started(self, *words, **more):
        """A run that has begun its slow call: its log line says so."""
        file = self.file("p.cst", self.PIPELINE + 'said = stdlib.debug.log("begun with ${quick}")\nout said\n')
        process = subprocess.Popen([PROGRAM, "run", file, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   start_new_session=True, **more)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.kill)
        while b"begun" not in process.stderr.readline():
            self.assertIsNone(process.poll())
        return process

    def test_a_signal_stops_the_run_and_what_finished_is_printed(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            process = self.started("--json")
            process.send_signal(number)
            output, _ = process.communicate(timeout=30)
            self.assertEqual(process.returncode, 5, number)
            answer = json.loads(output)
            self.assertEqual(answer["status"], "cancelled")
            self.assertEqual(answer["outputs"]["quick"], "Q")
            self.assertIn("slow", answer["pending"])

    def test_a_signal_ends_the_reading_of_inputs(self):
        file = self.file("p.cst", self.PIPELINE)
        process = subprocess.Popen([PROGRAM, "run", file, "--inputs", "-"], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
        self.addCleanup(process.kill)
        # It blocks on an empty pipe from the moment that it has taken what we write.
        process.stdin.write(b"{")
        process.stdin.flush()
        while struct.unpack("i", fcntl.ioctl(process.stdin, termios.FIONREAD, bytes(4)))[0] > 0:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=30), 5)
        self.assertEqual(process.stderr.read(), b"cancelled\n")
        for stream in (process.stdin, process.stdout, process.stderr):
            stream.close()

    def test_the_limit_of_a_run_ends_the_reading_of_inputs(self):
        file = self.file("p.cst", self.PIPELINE)
        process = subprocess.Popen([PROGRAM, "run", file, "--inputs", "-", "--timeout", "200ms"],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(process.kill)
        self.assertEqual(process.wait(timeout=30), 5)
        self.assertIn(b"timed out", process.stderr.read())
        for stream in (process.stdin, process.stdout, process.stderr):
            stream.close()

    def test_a_signal_ends_the_printing(self):
        file = self.file("p.cst", "l = Range(1, 3000000)\nout l\n")
        process = subprocess.Popen([PROGRAM, "run", file], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(process.kill)
        self.assertEqual(process.stdout.read(1), b"l")  # the rest does not fit into the pipe
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=30), 5)
        process.stdout.close()
        process.stderr.close()

    def test_a_closed_descriptor_says_so(self):
        file = self.file("p.cst", "in x: Int\nout x\n")
        for closed, words in [("<&-", "--inputs -"), (">&-", "--input x=1")]:
            answer = subprocess.run(["bash", "-c", f'"$0" run "$1" {words} {closed}', PROGRAM, file],
                                    stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
            self.assertEqual(answer.returncode, 66)
            self.assertIn(b"Bad file descriptor", answer.stderr)

    def test_the_limit_of_a_run_counts_the_reading_of_its_inputs(self):
        file = self.file("p.cst", "in xs: List<List<Int>>\nn = list-length(xs)\nout n\n")
        inputs = self.file("big.json", '{"xs": [' + "[1, 2, 3]," * 200_000 + "[1]]}")
        self.assertEqual(run("run", file, "--inputs", inputs, "--timeout", "1ms").returncode, 5)
        self.assertEqual(run("run", file, "--inputs", inputs, "--timeout", "5min").returncode, 0)

    def test_an_ignored_signal_stays_ignored(self):
        process = self.started(preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        process.send_signal(signal.SIGHUP)
        output, _ = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0)
        self.assertIn(b"Computed: X", output)

    def test_samples_behind_a_signal_do_not_run(self):
        file = self.file("p.cst", 'in x: String\na = ExpensiveCompute(x)\nsaid = log("begun")\nout a\nout said\n')
        self.file("p.samples.json", json.dumps({"version": 1, "samples": [
            {"name": str(i), "inputs": {"x": "x"}} for i in range(50)]}))
        process = subprocess.Popen([PROGRAM, "run", file, "--all-samples", "--json"], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        self.addCleanup(process.kill)
        while b"begun" not in process.stderr.readline():
            self.assertIsNone(process.poll())
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 5)
        statuses = [run["status"] for run in json.loads(output)["samples"]]
        self.assertEqual(len(statuses), 50)
        self.assertEqual(set(statuses[20:]), {"cancelled"})

    def test_output_that_does_not_get_out_is_status_66(self):
        file = self.file("p.cst", "a = 1\nout a\n")
        for words in (["run", file], ["run", file, "--json"], ["check", file], ["--help"], ["modules"],
                      ["graph", file]):
            with open("/dev/full", "wb") as full:
                answer = subprocess.run([PROGRAM, *words], stdout=full, stderr=subprocess.PIPE, check=False)
            self.assertEqual(answer.returncode, 66, words)
            self.assertIn(b"cannot write standard output: No space left on device", answer.stderr)


    def test_a_large_output_that_does_not_get_out_is_status_66(self):
        file = self.file("p.cst", "in xs: List<String>\nout xs\n")
        inputs = json.dumps({"xs": ["x" * 100] * 10_000}).encode()
        for words in (["run", file, "--inputs", "-"], ["run", file, "--inputs", "-", "--json"]):
            with open("/dev/full", "wb") as full:
                answer = subprocess.run([PROGRAM, *words], input=inputs, stdout=full, stderr=subprocess.PIPE,
                                        check=False)
            self.assertEqual(answer.returncode, 66, words)
            self.assertEqual(answer.stderr.count(b"cannot write standard output: No space left on device"), 1)

    @unittest.skipIf(SLOW > 1, "a sanitizer takes memory of its own")
    def test_what_does_not_fit_into_memory_fails_alone(self):
        def limited():
            resource.setrlimit(resource.RLIMIT_AS, (1_000_000_000, 1_000_000_000))
        doubled = "".join(f'v{i} = "${{v{i - 1}}}${{v{i - 1}}}"\n' for i in range(1, 33))
        text = self.file("text.cst", "in v0: String\n" + doubled + 'a = v0\nout v32\nout a\n')
        lists = self.file("lists.cst", "l = Range(1, 20000)\nm = map(l, (e) => l)\nn = list-length(m)\n"
                          'a = "x"\nout n\nout a\n')
        for words in (["run", text, "--input", "v0=x", "--threads", "2"], ["run", lists]):
            answer = run(*words, "--json", preexec_fn=limited)
            self.assertEqual(answer.returncode, 2, answer.stderr)
            said = json.loads(answer.stdout)
            self.assertEqual(said["outputs"], {"a": "x"})
            self.assertEqual([error["code"] for error in said["errors"]], ["R001"])
            self.assertIn("not enough memory", said["error"]["message"])

    @unittest.skipIf(SLOW > 1, "a sanitizer takes memory of its own")
    def test_printing_takes_no_memory_of_the_text(self):
        def printed_and_peak(words, inputs):
            process = subprocess.Popen([PROGRAM, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            process.stdin.write(inputs)
            process.stdin.close()
            size = sum(len(piece) for piece in iter(lambda: process.stdout.read(1 << 16), b""))
            process.stdout.close()
            _, status, use = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            self.assertEqual(process.returncode, 0)
            return size, use.ru_maxrss * 1024

        # One list in the memory, sixty in the text.
        fields = ", ".join(f"f{i}: xs" for i in range(60))
        file = self.file("p.cst", f"in xs: List<String>\na = {{{fields}}}\nout a\n")
        for words in (["run", file, "--inputs", "-"], ["run", file, "--inputs", "-", "--json"]):
            _, least = printed_and_peak(words, b'{"xs": ["x"]}')
            size, most = printed_and_peak(words, json.dumps({"xs": ["a text of 25 characters.."] * 30_000}).encode())
            self.assertGreater(size, 40_000_000)
            self.assertLess(most, least + size // 2, words)


class JsonShapes(Folder):
    RUN_KEYS = ["status", "outputs", "missing", "pending", "pendingReasons", "nodes", "timing", "diagnostics",
                "warnings", "error", "errors", "expectations"]
    NODE_KEYS = ["key", "label", "kind", "module", "line", "status", "readyUs", "queueUs", "waitUs", "runUs",
                 "cpuUs", "attempts", "reason", "fusedInto", "sharedWith", "folded", "error"]

    def test_every_key_of_a_run_is_there_whatever_happened(self):
        file = self.file("p.cst", "in x: Int\na = 10 / x\nb = a when x > 0\nout a\nout b\n")
        for words in [["--input", "x=1"], ["--input", "x=0"], ["--input", "x=no"], []]:
            with self.subTest(words=words):
                answer = json.loads(run("run", file, "--json", *words).stdout)
                self.assertEqual(list(answer), self.RUN_KEYS)
                self.assertEqual(list(answer["timing"]),
                                 ["compileUs", "inputUs", "runUs", "outputUs", "totalUs"])
                for node in answer["nodes"]:
                    self.assertEqual(list(node), self.NODE_KEYS)
        wrong = self.file("wrong.cst", "a = b\nout a\n")
        answer = json.loads(run("run", wrong, "--json").stdout)
        self.assertEqual(list(answer), self.RUN_KEYS)
        self.assertEqual(answer["status"], "invalid")

    def test_queue_wait_and_run_add_up_and_waiting_is_told_apart(self):
        file = self.file("p.cst", 'a = RateLimitedApi("x")\nout a\n')
        answer = json.loads(run("run", file, "--json").stdout)
        node = next(n for n in answer["nodes"] if n["key"] == "a")
        # On a busy machine the call may hold its worker for a while before it lets go.
        self.assertGreaterEqual(node["waitUs"] + node["runUs"], 49000)
        self.assertGreater(node["waitUs"], node["runUs"])
        self.assertLess(node["runUs"], 40000)
        total = node["readyUs"] + node["queueUs"] + node["waitUs"] + node["runUs"]
        self.assertLessEqual(total, answer["timing"]["runUs"] + 1)

    def test_a_diagnostic_has_place_hint_suggestions_and_fix(self):
        file = self.file("a.cst", "in order: { userId: Int }\na = order.userID\nout a\n")
        answer = json.loads(run("check", file, "--json").stdout)
        diagnostic = answer["files"][0]["diagnostics"][0]
        self.assertEqual(list(diagnostic), ["severity", "code", "message", "line", "column", "endLine", "endColumn",
                                            "hint", "suggestions", "notes", "fixes"])
        self.assertEqual((diagnostic["code"], diagnostic["line"], diagnostic["column"], diagnostic["endColumn"]),
                         ("E007", 2, 11, 17))
        self.assertEqual(diagnostic["suggestions"], ["userId"])
        self.assertEqual(diagnostic["fixes"][0]["edits"][0]["text"], "userId")

    def test_a_graph_has_nodes_edges_layers_and_critical_path(self):
        file = self.file("p.cst", "in x: Int\na = add(x, 1)\nb = max(a, 2)\nout b\n")
        answer = json.loads(run("graph", file, "--json").stdout)
        self.assertEqual(list(answer), ["nodes", "edges", "layers", "criticalPath", "optimizer"])
        self.assertEqual(list(answer["nodes"][0]), ["key", "label", "kind", "type", "module", "line", "inline"])
        self.assertEqual(list(answer["edges"][0]), ["from", "to", "port", "type", "kind"])
        self.assertEqual(answer["criticalPath"], ["in:x", "a", "b", "out:b"])
        self.assertEqual(sorted(key for layer in answer["layers"] for key in layer),
                         sorted(node["key"] for node in answer["nodes"]))

    def test_groups_are_in_the_drawings_for_others(self):
        file = os.path.join(SAMPLES, "order-enrichment.cst")
        svg = subprocess.run(["dot", "-Tsvg"], input=run("graph", file, "--format", "dot").stdout,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
        self.assertEqual((svg.returncode, svg.stderr), (0, b""))
        mermaid = run("graph", file, "--format", "mermaid").stdout
        for name in (b"Amounts", b"Customers", b"Score", b"Packing", b"Report"):
            self.assertIn(b'["' + name + b'"]', mermaid)
        self.assertEqual(mermaid.count(b"\n    end\n"), 5)
        self.assertEqual(svg.stdout.count(b'class="cluster"'), 5)
        picture = run("graph", file, "--format", "svg").stdout
        for name in (b"Amounts", b"Customers", b"Score", b"Packing", b"Report"):
            self.assertIn(b"<title>" + name + b"</title></rect>", picture)
        for words in (b"String", b"List", b"Record"):
            self.assertIn(b">" + words + b"</text>", picture)

    def test_dot_is_a_graph_for_graphviz(self):
        file = self.file("p.cst", 'in x: String\na = concat(x, "say \\"hi\\"\\n")\nout a\n')
        answer = run("graph", file, "--format", "dot")
        self.assertTrue(answer.stdout.startswith(b"digraph"))
        svg = subprocess.run(["dot", "-Tsvg"], input=answer.stdout, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, check=False)
        self.assertEqual((svg.returncode, svg.stderr), (0, b""))

    def test_modules_are_listed_with_documentation_and_example(self):
        answer = json.loads(run("modules", "--json").stdout)
        self.assertGreater(len(answer["modules"]), 60)
        for module in answer["modules"]:
            self.assertEqual(list(module), ["name", "namespace", "parameters", "result", "pure", "doc", "example"])
            self.assertTrue(module["doc"] and module["example"])

    def test_every_example_of_a_module_compiles(self):
        modules = json.loads(run("modules", "--json").stdout)["modules"]
        for module in modules:
            file = self.file("e.cst", f"a = {module['example']}\nout a\n")
            answer = run("check", file)
            self.assertEqual(answer.returncode, 0, f"{module['name']}: {answer.stdout.decode()}")


class Inputs(Folder):
    def test_later_sources_of_an_input_win(self):
        file = self.file("p.cst", "@example(1)\nin x: Int\nout x\n")
        self.file("p.samples.json", '{"version":1,"samples":[{"name":"two","inputs":{"x":2},"expect":{"x":2}}]}')
        inputs = self.file("i.json", '{"x": 3}')
        for expected, words in [(1, []), (2, ["--sample", "two"]), (3, ["--sample", "two", "--inputs", inputs]),
                                (4, ["--sample", "two", "--inputs", inputs, "--input", "x=4"])]:
            answer = json.loads(run("run", file, "--json", *words).stdout)
            self.assertEqual(answer["outputs"], {"x": expected})
        self.assertEqual(run("run", file, "--no-examples").returncode, 4)
        self.assertEqual(run("run", file, "--inputs", "-", stdin=b'{"x": 9}').stdout, b"x = 9\n")

    def test_expectations_are_judged_and_fail_the_command(self):
        file = self.file("p.cst", "in x: Int\nout x\n")
        self.file("p.samples.json", '{"version":1,"samples":['
                  '{"name":"good","inputs":{"x":2},"expect":{"x":2}},'
                  '{"name":"bad","inputs":{"x":2},"expect":{"x":3}}]}')
        self.assertEqual(run("run", file, "--sample", "good").returncode, 0)
        answer = run("run", file, "--sample", "bad", "--json")
        self.assertEqual(answer.returncode, 2)
        self.assertEqual(json.loads(answer.stdout)["expectations"],
                         [{"sample": "bad", "output": "x", "ok": False, "expected": 3, "got": 2}])
        self.assertEqual(run("run", file, "--all-samples").returncode, 2)
        missing = run("run", file, "--sample", "ugly", "--json")
        self.assertEqual((missing.returncode, json.loads(missing.stdout)["status"]), (3, "bad-input"))
        alone = self.file("alone.cst", "in x: Int\nout x\n")
        missing = run("run", alone, "--sample", "ugly", "--json")
        self.assertEqual((missing.returncode, json.loads(missing.stdout)["status"]), (3, "bad-input"))

    def test_what_the_time_limit_cut_off_says_so(self):
        file = self.file("p.cst", 'q = SlowQuery("a")\nr = Uppercase(q)\nout r\n')
        answer = run("run", file, "--timeout", "50ms", "--json")
        result = json.loads(answer.stdout)
        self.assertEqual((answer.returncode, result["status"]), (5, "timed-out"))
        call = next(node for node in result["nodes"] if node["key"] == "q")
        self.assertEqual((call["status"], call["attempts"]), ("cancelled", 1))
        self.assertGreaterEqual(call["waitUs"], 40_000)
        self.assertEqual([error["code"] for error in result["errors"]], ["R010"])

    def test_an_input_that_is_wrong_is_not_missing(self):
        file = self.file("p.cst", "in x: Int\nin y: Int\nout x\n")
        result = json.loads(run("run", file, "--input", "x=z", "--json").stdout)
        self.assertEqual((result["status"], result["missing"]), ("bad-input", ["y"]))

    def test_wrong_inputs_name_the_place_and_nothing_runs(self):
        file = self.file("p.cst", "in r: { a: Int, b: List<{ c: Float }> }\n"
                                  'a = stdlib.debug.log("ran")\nout r\nout a\n')
        for inputs, path in [('{"r": {"b": []}}', "r.a"), ('{"r": {"a": 1.5, "b": []}}', "r.a"),
                             ('{"r": {"a": 99999999999999999999, "b": []}}', "r.a"),
                             ('{"r": {"a": 1, "b": [{"c": 1}, {"c": "x"}]}}', "r.b[1].c"), ('{"r": null}', "r")]:
            with self.subTest(inputs=inputs):
                answer = run("run", file, "--json", "--inputs", "-", stdin=inputs.encode())
                self.assertEqual(answer.returncode, 3)
                body = json.loads(answer.stdout)
                self.assertEqual((body["error"]["code"], body["error"]["path"]), ("R007", path))
                self.assertNotIn(b"ran", answer.stderr)
        for broken in [b"", b"{", b'{"r": 1}x', b"\xff", b"[" * 100000]:
            self.assertEqual(run("run", file, "--inputs", "-", stdin=broken).returncode, 3)

    def test_an_unknown_key_is_a_warning(self):
        file = self.file("p.cst", "in x: Int\nout x\n")
        answer = run("run", file, "--json", "--inputs", "-", stdin=b'{"x": 1, "z": 2}')
        self.assertEqual(answer.returncode, 0)
        self.assertEqual(json.loads(answer.stdout)["warnings"][0]["code"], "R008")

    def test_limits_on_json_are_kept(self):
        file = self.file("p.cst", "in x: List<List<Int>>\nout x\n")
        self.assertEqual(run("run", file, "--input", "x=[[1]]", "--max-depth", "2").returncode, 0)
        self.assertEqual(run("run", file, "--input", "x=[[1]]", "--max-depth", "1").returncode, 3)
        few = run("run", file, "--input", "x=[[1]]", "--max-elements", "2")
        self.assertEqual(few.returncode, 0, few.stderr)
        many = run("run", file, "--input", "x=[[1, 2]]", "--max-elements", "2")
        self.assertEqual(many.returncode, 3)
        self.assertIn(b"2 list elements", many.stderr)

    def test_wrong_values_beyond_a_hundred_are_counted(self):
        file = self.file("p.cst", "in x: List<Int>\nout x\n")
        answer = run("run", file, "--json", "--input", "x=" + json.dumps(["no"] * 150))
        self.assertEqual(answer.returncode, 3)
        errors = json.loads(answer.stdout)["errors"]
        self.assertEqual(len(errors), 101)
        self.assertEqual(errors[99]["path"], "x[99]")
        self.assertEqual(errors[100]["message"], "… and 50 more values that do not fit")
        inputs = self.file("big.json", '{"x": [' + "[1]," * 100 + "[1]]}")
        self.assertEqual(run("run", file, "--inputs", inputs, "--max-bytes", "50").returncode, 3)


    def test_a_node_that_never_ran_took_no_time(self):
        file = self.file("p.cst", 'in x: Int\nbad = 1 / x\nslow = SlowQuery("s")\nboth = "${bad} ${slow}"\n'
                                  "in never: Int\nout both\nout never\n")
        answer = json.loads(run("run", file, "--input", "x=0", "--json").stdout)
        for node in answer["nodes"]:
            if node["attempts"] == 0:
                self.assertIn(node["runUs"], (0, None), node)

    def test_a_fused_node_names_who_worked_it_out(self):
        file = self.file("p.cst", "in x: Int\nsum = abs(x * 2 + 1)\nout sum\n")
        answer = json.loads(run("run", file, "--input", "x=3", "--json").stdout)
        nodes = {node["key"]: node for node in answer["nodes"]}
        for key in ("sum/args.0", "sum/args.0/args.0"):
            self.assertEqual((nodes[key]["fusedInto"], nodes[key]["runUs"], nodes[key]["status"]),
                             ("sum", None, "completed"), nodes[key])
        self.assertIsNone(nodes["sum"]["fusedInto"])
        self.assertEqual(answer["outputs"], {"sum": 7})

    def test_every_node_is_kept_and_timed_on_request(self):
        file = self.file("p.cst", "in x: Int\nsum = abs(x * 2 + 1)\nless = if (sum > 3) sum - 1 else x\nout less\n")
        plain, every = (json.loads(run("run", file, "--input", "x=3", "--json", *words).stdout)
                        for words in ([], ["--every-node"]))
        self.assertEqual(plain["outputs"], every["outputs"])
        self.assertEqual([node["key"] for node in plain["nodes"]], [node["key"] for node in every["nodes"]])
        own = [node["key"] for node in every["nodes"] if node["runUs"]]
        self.assertEqual(own, ["sum", "sum/args.0", "sum/args.0/args.0", "less", "less/cond", "less/then"])
        self.assertTrue(all(node["fusedInto"] is None for node in every["nodes"]))
        self.assertEqual([node["key"] for node in plain["nodes"] if node["fusedInto"]],
                         ["sum/args.0", "sum/args.0/args.0", "less/cond", "less/then"])
        said = run("run", file, "--input", "x=3", "--every-node").stderr.decode()
        for key in own:
            self.assertRegex(said, rf"(?m)^  {key} +[0-9.]+ ")

    def test_what_nobody_can_hear_is_not_logged(self):
        file = self.file("p.cst", 'in x: String\na = stdlib.debug.log(x)\nout a\n')
        words = ["run", file, "--input", 'x="heard"', "--json"]
        self.assertIn(b"heard", run(*words).stderr)
        closed = subprocess.run(["sh", "-c", '"$@" 2>&-', "sh", PROGRAM, *words], stdout=subprocess.PIPE, check=False)
        self.assertEqual((closed.returncode, json.loads(closed.stdout)["outputs"]), (0, {"a": "heard"}))

    def test_examples_are_not_json_of_the_command_line(self):
        file = self.file("p.cst", "@example([[1]])\nin x: List<List<Int>>\nout x\n")
        self.assertEqual(run("run", file, "--max-depth", "1", "--max-bytes", "1").returncode, 0)

    def test_a_byte_order_mark_before_the_inputs_is_no_matter(self):
        file = self.file("p.cst", "in x: Int\nout x\n")
        inputs = self.file("i.json", b"\xef\xbb\xbf{\"x\": 1}")
        self.assertEqual(run("run", file, "--inputs", inputs).returncode, 0)

    def test_a_samples_file_says_what_is_wrong_with_it(self):
        file = self.file("p.cst", "in x: Int\nout x\n")
        for content, words in [
            ('{"version": 1,\n "samples": [}', b"line 2, column 14"),
            ('{"version": 1, "samples": []}', b"has no samples"),
            ('{"version": 1, "samples": [{"name": "a", "expct": {"x": 1}}]}', b"did you mean `expect`?"),
        ]:
            self.file("p.samples.json", content)
            answer = run("run", file, "--all-samples")
            self.assertEqual(answer.returncode, 3, content)
            self.assertIn(words, answer.stderr)
        self.file("p.samples.json", '{"version": 1, "samples": [{"name": "a", "inputs": {"x": 1}, "expect": {"y": 1}}]}')
        answer = run("run", file, "--all-samples")
        self.assertEqual(answer.returncode, 2)
        self.assertIn("✗ y: the pipeline has no such output".encode(), answer.stdout)


class Resuming(Folder):
    TEXT = 'in x: Int\nin y: Int\n_l = stdlib.debug.log("once ${x}")\na = x + 1\nb = a + y\nout a\nout b\n'

    def setUp(self):
        super().setUp()
        self.source = self.file("a.cst", self.TEXT)
        self.state = os.path.join(self.folder.name, "state")

    def save(self, *words):
        return run("run", self.source, "--input", "x=1", "--save-state", self.state, *words)

    def resume(self, *words, source=None, state=None):
        done = run("run", source or self.source, "--resume", state or self.state, "--json", *words)
        return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr.decode()

    def test_a_suspended_run_says_where_its_state_is_and_how_to_go_on(self):
        done = self.save()
        self.assertEqual(done.returncode, 4)
        self.assertTrue(os.path.exists(self.state))
        told = done.stderr.decode()
        self.assertIn(f"state saved in {self.state}; to go on: constellation run {self.source} "
                      f"--resume {self.state} --input y=", told)

    def test_what_was_done_is_not_done_again(self):
        self.assertEqual(self.save().stderr.decode().count("once"), 1)
        status, result, log = self.resume("--input", "y=10")
        self.assertEqual((status, result["status"], result["outputs"]), (0, "completed", {"a": 2, "b": 12}))
        self.assertNotIn("once", log)
        nodes = {node["key"]: node for node in result["nodes"]}
        self.assertEqual(nodes["_l"]["reason"], "kept from the run before")
        self.assertEqual((nodes["_l"]["status"], nodes["_l"]["attempts"]), ("completed", 0))
        self.assertEqual(nodes["b"]["reason"], "first run")

    def test_a_state_may_replace_the_one_that_it_goes_on_from(self):
        text = self.TEXT.replace("in y: Int\n", "in y: Int\nin z: Int\n").replace("a + y", "a + y + z")
        self.source = self.file("three.cst", text)
        self.save()
        status, result, _ = self.resume("--input", "y=2", "--save-state", self.state)
        self.assertEqual((status, result["missing"]), (4, ["z"]))
        status, result, log = self.resume("--input", "z=3", "--save-state", self.state)
        self.assertEqual((status, result["outputs"]["b"]), (0, 7))
        self.assertNotIn("once", log)

    def test_a_run_that_failed_or_was_stopped_is_saved_too(self):
        fails = self.file("fails.cst", "in x: Int\na = 1 / x\nout a\n")
        slow = self.file("slow.cst", 'in x: Int\na = ExpensiveCompute("x")\nout a\n')
        for source, words, status in [(fails, [], 2), (slow, ["--timeout", "100ms"], 5)]:
            state = source + ".state"
            done = run("run", source, "--input", "x=0", "--save-state", state, *words)
            self.assertEqual(done.returncode, status)
            self.assertTrue(os.path.exists(state), source)
        self.assertEqual(self.resume(source=fails, state=fails + ".state")[0], 2)

    def test_a_run_that_completed_is_not_saved(self):
        self.assertEqual(self.save("--input", "y=2").returncode, 0)
        self.assertFalse(os.path.exists(self.state))

    def test_a_state_that_does_not_fit_is_bad_input_with_the_reason(self):
        self.save()
        with open(self.state, "rb") as handle:
            good = handle.read()
        other = self.file("other.cst", self.TEXT.replace("x + 1", "x + 2"))
        typed = self.file("typed.cst", self.TEXT.replace("in x: Int", "in x: Float"))
        commented = self.file("commented.cst", "# more\n" + self.TEXT)
        for words, reason in [
            ({"source": other}, "another pipeline"),
            ({"source": typed}, "input `x` had type `Int`, now `Float`"),
            ({"state": self.file("text", "x = 1\n")}, "not a state file"),
            ({"state": self.file("cut", good[:-1])}, "damaged or cut short"),
            ({"state": self.file("version", good[:8] + b"\x07" + good[9:])}, "another version"),
        ]:
            status, result, log = self.resume("--input", "y=1", **words)
            self.assertEqual((status, result["status"]), (3, "bad-input"), reason)
            self.assertIn(reason, result["errors"][0]["message"])
            self.assertEqual(result["errors"][0]["code"], "R014")
            self.assertNotIn("once", log)
        self.assertEqual(self.resume("--input", "y=1", source=commented)[0], 0)

    def test_inputs_that_contradict_the_state_are_bad_input(self):
        self.save()
        for words, code, path in [
            (["--input", "x=2"], "R014", "x"),
            (["--input", "y=true"], "R007", "y"),
            (["--input", "z=1"], "R008", "z"),
            (["--inputs", self.file("i.json", '{"y": 1, "z": 1}')], "R008", "z"),
        ]:
            status, result, log = self.resume(*words)
            self.assertEqual((status, result["status"]), (3, "bad-input"), words)
            self.assertEqual((result["errors"][0]["code"], result["errors"][0]["path"]), (code, path))
            self.assertNotIn("once", log)
        self.assertEqual(self.resume("--input", "x=1", "--input", "y=2")[0], 0)

    def test_only_one_process_resumes_a_state(self):
        self.save()
        with open(self.state, "rb") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            status, result, _ = self.resume("--input", "y=1")
            self.assertEqual((status, result["status"]), (3, "bad-input"))
            self.assertIn("being resumed by another process", result["errors"][0]["message"])
        self.assertEqual(self.resume("--input", "y=1")[0], 0)

    def test_a_run_holds_its_state_to_its_end(self):
        slow = self.file("slow.cst", 'in x: Int\nin y: Int\na = ExpensiveCompute("${y}")\nout a\n')
        run("run", slow, "--input", "x=0", "--save-state", self.state)
        first = subprocess.Popen([PROGRAM, "run", slow, "--resume", self.state, "--input", "y=1"],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(self.state, "rb") as handle:
            while first.poll() is None:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    fcntl.flock(handle, fcntl.LOCK_UN)
                    time.sleep(0.01)
                except BlockingIOError:
                    break
        self.assertIsNone(first.poll())
        self.assertEqual(self.resume("--input", "y=1", source=slow)[0], 3)
        first.terminate()
        self.assertEqual(first.wait(60), 5)

    def test_files_that_are_not_there_or_cannot_be_written_are_status_66(self):
        self.assertEqual(run("run", self.source, "--resume", self.state).returncode, 66)
        for path in [os.path.join(self.folder.name, "no", "state"), self.folder.name]:
            done = run("run", self.source, "--input", "x=1", "--save-state", path, "--json")
            self.assertEqual(done.returncode, 66)
            self.assertEqual(json.loads(done.stdout)["status"], "bad-input")
            self.assertIn("--save-state: cannot write the state to " + path, done.stderr.decode())
            self.assertNotIn("once", done.stderr.decode())

    def test_a_state_is_written_over_nothing_but_a_state(self):
        inputs = self.file("i.json", '{"x": 1}')
        precious = self.file("precious.txt", "years of work\n")
        magic = self.file("magic.cst", "CSTSTATE = 1\nin x: Int\nout CSTSTATE\n")
        link = os.path.join(self.folder.name, "link")
        os.symlink(self.source, link)
        for source, target in [(self.source, self.source), (self.source, inputs), (self.source, precious),
                               (self.source, link), (magic, magic)]:
            with open(target, "rb") as handle:
                before = handle.read()
            done = run("run", source, "--inputs", inputs, "--save-state", target)
            self.assertEqual(done.returncode, 64, (source, target))
            self.assertIn("--save-state: the state would be written to " + target, done.stderr.decode())
            self.assertNotIn("once", done.stderr.decode(), "it ran")
            with open(target, "rb") as handle:
                self.assertEqual(handle.read(), before)
        self.state = self.file("empty", "")
        for _ in range(2):
            self.assertEqual(self.save().returncode, 4)
            with open(self.state, "rb") as handle:
                self.assertTrue(handle.read().startswith(b"CSTSTATE"))

    def test_a_full_disk_keeps_the_state_that_was_there(self):
        self.save()
        with open(self.state, "rb") as handle:
            before = handle.read()
        long = self.file("long.json", json.dumps({"x": 1, "s": "x" * 100_000}))
        source = self.file("long.cst", "in x: Int\nin y: Int\nin s: String\nout s\nout x\n")
        done = subprocess.run(
            [PROGRAM, "run", source, "--inputs", long, "--save-state", self.state, "--json"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60, check=False,
            preexec_fn=lambda: (signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
                                resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))))
        self.assertEqual(done.returncode, 66)
        self.assertIn("the state is not saved", done.stderr.decode())
        with open(self.state, "rb") as handle:
            self.assertEqual(handle.read(), before)
        self.assertEqual(sorted(os.listdir(self.folder.name)), ["a.cst", "long.cst", "long.json", "state"])

    def test_misuse_is_status_64(self):
        for words in [["--all-samples", "--save-state", "s"], ["--all-samples", "--resume", "s"],
                      ["--save-state"], ["--resume", ""], ["--to", ""]]:
            self.assertEqual(run("run", self.source, *words).returncode, 64, words)


class RunTo(Folder):
    TEXT = ("in x: Int\nin y: Int\nsum = add(x, 1)\nboth = add(sum, y)\n"
            '_l = stdlib.debug.log("once")\nout both\nout sum\n')

    def setUp(self):
        super().setUp()
        self.source = self.file("a.cst", self.TEXT)

    def test_one_node_is_run_with_what_it_needs(self):
        done = run("run", self.source, "--input", "x=1", "--to", "sum", "--json")
        result = json.loads(done.stdout)
        self.assertEqual((done.returncode, result["status"]), (0, "completed"))
        self.assertEqual(result["outputs"], {"sum": 2})
        self.assertEqual((result["missing"], result["pending"]), ([], ["both"]))
        self.assertEqual(result["pendingReasons"], {"both": "not run: only `sum` was asked for"})
        states = {node["key"]: node["status"] for node in result["nodes"]}
        self.assertEqual((states["sum"], states["both"], states["_l"], states["in:y"]),
                         ("completed", "skipped", "skipped", "skipped"))
        self.assertNotIn(b"once", done.stderr)

    def test_people_see_the_value_under_its_key(self):
        for key, shown in [("sum", b"sum = 2\n"), ("out:sum", b"sum = 2\n"), ("in:x", b"in:x = 1\n")]:
            self.assertEqual(run("run", self.source, "--input", "x=1", "--to", key).stdout, shown)

    def test_an_input_that_it_needs_suspends(self):
        done = run("run", self.source, "--input", "x=1", "--to", "both", "--json")
        result = json.loads(done.stdout)
        self.assertEqual((done.returncode, result["missing"]), (4, ["y"]))
        self.assertEqual((result["outputs"], result["pending"]), ({}, ["both", "sum"]))

    def test_what_was_worked_out_on_the_way_was_not_asked_for(self):
        done = run("run", self.source, "--input", "x=1", "--input", "y=2", "--to", "out:both", "--json")
        result = json.loads(done.stdout)
        self.assertEqual((result["outputs"], result["pending"]), ({"both": 4}, ["sum"]))
        self.assertIn("not asked for", result["pendingReasons"]["sum"])

    def test_what_is_gone_on_with_goes_to_the_same_node(self):
        state = os.path.join(self.folder.name, "state")
        done = run("run", self.source, "--input", "x=1", "--to", "both", "--save-state", state)
        self.assertIn(f"--resume {state} --to both --input y=", done.stderr.decode())

    def test_an_input_is_suggested_by_its_key(self):
        self.assertIn("did you mean `in:y`", run("run", self.source, "--to", "y").stderr.decode())

    def test_an_unknown_key_is_status_64_with_a_suggestion(self):
        done = run("run", self.source, "--to", "som")
        self.assertEqual(done.returncode, 64)
        self.assertIn("no node has the key som; did you mean `sum`?", done.stderr.decode())


class Fmt(Folder):
    UGLY = "a=1 # one\nout   a"
    PRETTY = "a = 1  # one\nout a\n"

    def content(self, path):
        with open(path, "rb") as handle:
            return handle.read().decode()

    def test_without_an_option_the_text_goes_to_standard_output(self):
        file = self.file("a.cst", self.UGLY)
        other = self.file("b.cst", "b = 2\n")
        answer = run("fmt", file, other)
        self.assertEqual((answer.returncode, answer.stdout.decode()), (0, self.PRETTY + "b = 2\n"))
        self.assertEqual(self.content(file), self.UGLY)
        answer = run("fmt", "-", stdin=self.UGLY.encode())
        self.assertEqual((answer.returncode, answer.stdout.decode()), (0, self.PRETTY))

    def test_check_names_the_files_to_format_and_fails(self):
        ugly = self.file("ugly.cst", self.UGLY)
        pretty = self.file("pretty.cst", self.PRETTY)
        answer = run("fmt", ugly, pretty, "--check")
        self.assertEqual((answer.returncode, answer.stdout.decode()), (1, f"{ugly}: not formatted\n"))
        self.assertEqual(self.content(ugly), self.UGLY)
        answer = run("fmt", pretty, "--check")
        self.assertEqual((answer.returncode, answer.stdout), (0, b""))
        self.assertEqual(run("fmt", "-", "--check", stdin=self.UGLY.encode()).returncode, 1)

    def test_write_replaces_a_file_and_keeps_its_permissions(self):
        ugly = self.file("ugly.cst", self.UGLY)
        os.chmod(ugly, 0o750)
        pretty = self.file("pretty.cst", self.PRETTY)
        os.utime(pretty, (1, 1))
        link = os.path.join(self.folder.name, "link.cst")
        os.symlink(ugly, link)
        answer = run("fmt", link, pretty, "--write")
        self.assertEqual((answer.returncode, answer.stdout.decode()), (0, f"{link}: formatted\n"))
        self.assertEqual(self.content(ugly), self.PRETTY)
        self.assertEqual(os.stat(ugly).st_mode & 0o777, 0o750)
        self.assertTrue(os.path.islink(link))
        self.assertEqual(os.stat(pretty).st_mtime, 1, "an unchanged file was written")
        self.assertEqual(sorted(os.listdir(self.folder.name)), ["link.cst", "pretty.cst", "ugly.cst"])
        self.assertEqual(run("fmt", ugly, "--check").returncode, 0)

    def test_a_file_that_does_not_parse_is_refused_and_the_others_are_tried(self):
        broken = self.file("broken.cst", "a=1\nb = (1\nout a\n")
        ugly = self.file("ugly.cst", self.UGLY)
        missing = os.path.join(self.folder.name, "missing.cst")
        answer = run("fmt", broken, ugly, "--write")
        self.assertEqual(answer.returncode, 1)
        self.assertIn(b"broken.cst:3:1", answer.stderr)
        self.assertIn(b"E020", answer.stderr)
        self.assertEqual(self.content(broken), "a=1\nb = (1\nout a\n")
        self.assertEqual(self.content(ugly), self.PRETTY)
        answer = run("fmt", missing, broken, ugly)
        self.assertEqual((answer.returncode, answer.stdout.decode()), (66, self.PRETTY))

    def test_a_pipeline_with_other_errors_is_formatted(self):
        file = self.file("wrong.cst", "a=b+\"x\"")
        answer = run("fmt", file)
        self.assertEqual((answer.returncode, answer.stdout), (0, b'a = b + "x"\n'))

    def test_json_tells_what_became_of_each_file(self):
        ugly = self.file("ugly.cst", self.UGLY)
        pretty = self.file("pretty.cst", self.PRETTY)
        broken = self.file("broken.cst", "a = (1\n")
        missing = os.path.join(self.folder.name, "missing.cst")
        answer = run("fmt", "--json", "--check", ugly, pretty, broken, missing)
        self.assertEqual(answer.returncode, 66)
        files = json.loads(answer.stdout)["files"]
        self.assertEqual([list(each) for each in files], [["file", "changed", "error"]] * 4)
        self.assertEqual([each["changed"] for each in files], [True, False, False, False])
        self.assertEqual([each["file"] for each in files], [ugly, pretty, broken, missing])
        self.assertEqual([each["error"] for each in files[:2]], [None, None])
        self.assertTrue(files[2]["error"].startswith("2:1: E020: expected"), files[2]["error"])
        self.assertIn("missing.cst", files[3]["error"])
        self.assertEqual(json.loads(run("fmt", "--json", ugly).stdout)["files"],
                         [{"file": ugly, "changed": True, "error": None}])

    def test_misuse_is_status_64_and_changes_nothing(self):
        ugly = self.file("ugly.cst", self.UGLY)
        for words in [["fmt"], ["fmt", ugly, "--check", "--write"], ["fmt", "-", "--write"],
                      ["fmt", ugly, "--indent"], ["fmt", ugly, "--check=yes"]]:
            answer = run(*words)
            self.assertEqual(answer.returncode, 64, words)
            self.assertTrue(answer.stderr.strip())
        self.assertEqual(self.content(ugly), self.UGLY)

    def test_a_file_that_cannot_be_written_is_status_66(self):
        self.assertEqual(run("fmt", self.folder.name, "--write").returncode, 66)
        read_only = os.path.join(self.folder.name, "locked")
        os.mkdir(read_only)
        ugly = self.file("locked/ugly.cst", self.UGLY)
        os.chmod(ugly, 0o644)
        os.chmod(read_only, 0o555)
        os.chmod(self.folder.name, 0o755)
        words = [PROGRAM, "fmt", ugly, "--write"]
        if os.geteuid() == 0:
            words = ["setpriv", "--reuid", "65534", "--clear-groups", *words]
        answer = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        os.chmod(read_only, 0o755)
        self.assertEqual(answer.returncode, 66, answer.stderr.decode())
        self.assertIn(b"ugly.cst", answer.stderr)
        self.assertEqual(self.content(ugly), self.UGLY)

    def test_formatting_a_sample_changes_nothing_but_its_looks(self):
        for file in sorted(glob.glob(os.path.join(SAMPLES, "*.cst"))):
            formatted = self.file("formatted.cst", run("fmt", file).stdout)
            self.assertEqual(run("fmt", formatted, "--check").returncode, 0)
            before = json.loads(run("graph", file, "--json").stdout)
            after = json.loads(run("graph", formatted, "--json").stdout)
            for graph in (before, after):
                for node in graph["nodes"]:
                    node.pop("line")
            self.assertEqual(after, before)


class HostileText(Folder):
    def checked(self, file):
        """The answer of check and its processor time, its own only: others may keep the machine busy."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        answer = run("check", file, "--json", timeout=200)
        return answer, resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before

    def answers_in_time(self, content):
        file = self.file("h.cst", content)
        answer, taken = self.checked(file)
        self.assertIn(answer.returncode, (0, 1), answer.stderr.decode("utf-8", "replace"))
        diagnostics = json.loads(answer.stdout)["files"][0]["diagnostics"]
        self.assertLess(taken, 2 * SLOW)
        return diagnostics

    def test_any_bytes_get_an_answer_within_two_seconds(self):
        chance = random.Random(7)
        for name, content in [
            ("empty", b""),
            ("random bytes", bytes(chance.randrange(256) for _ in range(100_000))),
            ("invalid utf-8", b"a = \"\xff\xfe\"\nout a\n"),
            ("nul", b"a = 1\x00\nout a\n"),
            ("20,000 open brackets", b"a = " + b"(" * 20_000),
            ("20,000 open squares", b"a = " + b"[" * 20_000),
            ("20,000 open braces", b"a = " + b"{" * 20_000),
            ("20,000 open strings", b"a = " + b'"${' * 20_000),
            ("a line of 10 MB", b"a = " + b"x" * 10_000_000),
            ("a sum of 1 MB", b"a = 1" + b" + 1" * 250_000 + b"\nout a\n"),
            ("a text of 10 MB", b'a = "' + b"x" * 10_000_000 + b'"\nout a\n'),
        ]:
            with self.subTest(name=name):
                diagnostics = self.answers_in_time(content)
                if name not in ("a sum of 1 MB", "a text of 10 MB"):
                    self.assertTrue(diagnostics)


    @staticmethod
    def declarations(line, size):
        """`a0 = …`, `a1 = …` and so on, about so many bytes."""
        count = max(1, size // (len(line) + 8))
        return "".join(f"a{i} = {line}\n" for i in range(count)) + "out a0\n"

    @classmethod
    def large_texts(cls, size):
        """About so many bytes of everything that has no limit, and of what has one."""
        def nested(opening, inside, closing):
            return cls.declarations(opening * 1000 + inside + closing * 1000, size)

        def fields(separator, value):
            return separator.join(f"f{i}: {value}" for i in range(size // 13))

        return {
            "one sum": "a = 1" + "+1" * (size // 2) + "\nout a\n",
            "one condition": "a = true" + " and true" * (size // 9) + "\nout a\n",
            "one chain of defaults": "a = 1" + " ?? 1" * (size // 5) + "\nout a\n",
            "one list": "a = [1" + ", 1" * (size // 3) + "]\nout a\n",
            "one text": 'a = "' + "${1}" * (size // 4) + '"\nout a\n',
            "one record": "a = { " + fields(", ", "1") + " }\nout a\n",
            "one type": "type A = { " + fields(", ", "Int") + " }\na = 1\nout a\n",
            "one chain of fields": "a = x" + ".b" * (size // 2) + "\nout a\n",
            "question marks": "a = " + "?" * size + "\nout a\n",
            "open parentheses": "a = " + "(" * size + "\nout a\n",
            "too many parentheses": "a = " + "(" * (size // 2) + "1" + ")" * (size // 2) + "\nout a\n",
            "too many nots": "a = " + "not " * (size // 4) + "true\nout a\n",
            "too many minuses": "a = " + "-" * size + "1\nout a\n",
            "too many texts": "a = " + '"${' * (size // 5) + "1" + '}"' * (size // 5) + "\nout a\n",
            "parentheses": nested("(", "1", ")"),
            "lists": nested("[", "1", "]"),
            "records": nested("{ x: ", "1", "}"),
            "calls": nested("add(1, ", "1", ")"),
            "ifs": nested("if (true) 1 else ", "1", ""),
            "conditions": nested("if (", "true", ") true else false"),
            "branches": nested("branch { true -> 1, otherwise -> ", "1", "}"),
            "nots": nested("not ", "true", ""),
            "minuses": nested("-", "1", ""),
            "interpolations": nested('"${', "1", '}"'),
            "declarations": "a0 = 1\n" + "".join(f"a{i + 1} = a{i} + 1\n" for i in range(size // 16)) + "out a0\n",
            "unknown names": cls.declarations("b", size),
            "broken lines": "a = 1 +\n" * (size // 8),
        }

    @unittest.skipIf(SLOW > 1, "a sanitizer has a pace of its own")
    def test_the_time_of_a_check_grows_with_the_text(self):
        size = 500_000
        quarters = self.large_texts(size // 4)
        for name, text in self.large_texts(size).items():
            with self.subTest(name=name):
                answer, whole = self.checked(self.file("whole.cst", text))
                self.assertIn(answer.returncode, (0, 1), answer.stderr.decode("utf-8", "replace"))
                _, quarter = self.checked(self.file("quarter.cst", quarters[name]))
                # Linear is 4 times, quadratic 16; a busy machine blurs it.
                self.assertLess(whole, 11 * quarter + 0.2)

    def test_one_root_cause_is_one_error_however_large_the_text(self):
        size = 1_000_000 // SLOW
        texts = self.large_texts(size)
        for name in ["one chain of fields", "question marks", "open parentheses", "too many parentheses",
                     "too many nots", "too many minuses", "too many texts"]:
            with self.subTest(name=name):
                answer = run("check", self.file("h.cst", texts[name]), "--json", timeout=200)
                codes = [each["code"] for each in json.loads(answer.stdout)["files"][0]["diagnostics"]]
                self.assertEqual(codes, ["E020"])


class Samples(unittest.TestCase):
    def test_every_sample_is_formatted(self):
        answer = run("fmt", "--check", *glob.glob(os.path.join(SAMPLES, "*.cst")))
        self.assertEqual((answer.returncode, answer.stdout), (0, b""))

    def test_every_sample_runs_and_meets_its_expectations(self):
        files = sorted(glob.glob(os.path.join(SAMPLES, "*.cst")))
        self.assertGreaterEqual(len(files), 4)
        for file in files:
            with self.subTest(file=os.path.basename(file)):
                answer = run("run", file, "--json")
                self.assertEqual(answer.returncode, 0, answer.stderr.decode())
                self.assertEqual(json.loads(answer.stdout)["diagnostics"], [])
                answer = run("run", file, "--all-samples", "--json")
                self.assertEqual(answer.returncode, 0, answer.stdout.decode())
                samples = json.loads(answer.stdout)["samples"]
                self.assertTrue(samples)
                for sample in samples:
                    self.assertTrue(sample["expectations"])
                    self.assertTrue(all(row["ok"] for row in sample["expectations"]))

    def test_slow_calls_of_fan_out_run_at_the_same_time(self):
        answer = json.loads(run("run", os.path.join(SAMPLES, "fan-out.cst"), "--json").stdout)
        calls = [n for n in answer["nodes"] if n["kind"] == "call" and n["waitUs"] > 0]
        self.assertGreaterEqual(len(calls), 8)
        apart = sum(n["waitUs"] + n["runUs"] for n in calls)
        self.assertGreater(apart, 2 * answer["timing"]["runUs"])


class CompiledTextsOnDisk(Folder):
    TEXT = "in x: Int\na = x + 1\nout a\n" + "# a text that is worth a file\n" * 200

    def setUp(self):
        super().setUp()
        self.pipeline = self.file("p.cst", self.TEXT)
        self.cache = os.path.join(self.folder.name, "cache")
        self.environment = {**os.environ, "XDG_CACHE_HOME": self.cache,
                            "XDG_STATE_HOME": os.path.join(self.folder.name, "state")}

    def files(self):
        return glob.glob(os.path.join(self.cache, "constellation/compiled/*"))

    def commands(self):
        data = self.file("in.jsonl", '{"x": 1}\n{"x": 2}\n')
        return [["run", self.pipeline, "--input", "x=1"], ["check", self.pipeline],
                ["batch", self.pipeline, "--data", data, "--out", data + ".out"]]

    def out(self, words, **more):
        ended = run(*words, env={**self.environment, **more})
        self.assertEqual(ended.returncode, 0, ended.stderr)
        return ended.stdout

    def test_every_command_that_compiles_finds_what_the_one_before_left(self):
        for words in [*self.commands(), ["graph", self.pipeline]]:
            for path in self.files():
                os.remove(path)
            cold = self.out(words)
            [path] = self.files()
            os.utime(path, (1, 1))
            self.assertEqual(self.out(words), cold)
            self.assertGreater(os.stat(path).st_mtime, 1, words)  # it was used
            self.assertEqual(self.files(), [path])

    def test_no_cache_neither_reads_nor_writes_a_file(self):
        for words in [*self.commands(), ["graph", self.pipeline]]:
            self.out([*words, "--no-cache"])
            self.assertFalse(os.path.exists(self.cache), words)
        self.out(["check", self.pipeline])
        [path] = self.files()
        os.utime(path, (1, 1))
        self.out(["check", self.pipeline, "--no-cache"])
        self.assertEqual(os.stat(path).st_mtime, 1)

    def test_a_text_with_errors_is_told_the_same_from_its_file(self):
        wrong = self.file("wrong.cst", self.TEXT + "out nobody\n")
        cold = run("check", wrong, env=self.environment)
        [path] = self.files()
        os.utime(path, (1, 1))
        again = run("check", wrong, env=self.environment)
        self.assertGreater(os.stat(path).st_mtime, 1)
        self.assertEqual((again.returncode, again.stdout), (1, cold.stdout))

    def test_a_damaged_file_is_ignored_and_replaced(self):
        cold = self.out(["check", self.pipeline])
        [path] = self.files()
        with open(path, "rb") as handle:
            whole = handle.read()
        for damaged in [b"", whole[:100], whole[:-1], b"x" * len(whole)]:
            with open(path, "wb") as handle:
                handle.write(damaged)
            self.assertEqual(self.out(["check", self.pipeline]), cold)
            with open(path, "rb") as handle:
                self.assertEqual(handle.read(), whole)

    def test_a_folder_that_cannot_be_written_is_a_note_and_changes_nothing(self):
        cold = run("check", self.pipeline, env=self.environment)
        for place in ["/proc/nowhere", self.pipeline]:
            for which in ["XDG_CACHE_HOME", "XDG_STATE_HOME"]:
                ended = run("check", self.pipeline, env={**self.environment, which: place})
                self.assertEqual((ended.returncode, ended.stdout), (0, cold.stdout))
                self.assertRegex(ended.stderr, b"^constellation: note: .*\n$")


if __name__ == "__main__":
    PROGRAM, SAMPLES = (os.path.abspath(word) for word in sys.argv[1:3])
    unittest.main(argv=sys.argv[:1], verbosity=1)
