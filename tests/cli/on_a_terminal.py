"""A program with standard error on a terminal, where it shows its progress line."""
import os
import pty
import re
import subprocess


def stopped(command, folder, when, which):
    """Its standard output, what it says, and its status, where signal `which` stops it as soon as what it says
    matches `when` (bytes)."""
    screen, terminal = pty.openpty()
    out = os.path.join(folder, "out")
    with open(out, "wb") as to:
        process = subprocess.Popen(command, stdout=to, stderr=terminal)
    os.close(terminal)
    said = b""
    is_sent = False
    with open(screen, "rb", buffering=0) as reading:
        while True:
            try:
                piece = reading.read(4096)
            except OSError:  # that is how the other end is closed
                break
            if not piece:
                break
            said += piece
            if not is_sent and re.search(when, said):
                process.send_signal(which)
                is_sent = True
    status = process.wait(timeout=60)
    with open(out, encoding="utf-8") as told:
        return told.read(), said.decode(), status
