"""Opens the production window, approves a letter in it and closes it again.

Everything is found as assistive technology finds it: by role and accessible
name. usage: smoke.py PROGRAMS FOLDER
"""

import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
import urllib.request

from screen import NotFound, Screen, until

programs, home = (pathlib.Path(p).resolve() for p in sys.argv[1:3])
sample, data = home / "firm", home / "desk"
started = []


def start(name, *args, **env):
    """Starts a program in a group of its own, with its log in the folder."""
    path = pathlib.Path(name) if name.startswith("/") else programs / name
    log = open(home / f"{path.name}.log", "wb")
    process = subprocess.Popen([str(path), *map(str, args)], stdout=log, stderr=log, env={**os.environ, **env}, start_new_session=True)
    started.append(process)
    return process


def finish():
    for process in reversed(started):
        if process.poll() is None:
            os.killpg(process.pid, 15)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, 9)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def answers(url):
    try:
        return urllib.request.urlopen(url, timeout=1).status == 200
    except OSError:
        return False


def furnish():
    """The sample firm with its relay, and Dana's desk."""
    url = f"http://127.0.0.1:{free_port()}"
    tool = str(programs / "tieout-sample")
    subprocess.run([tool, "build", sample, "--public-url", url], check=True, stdout=subprocess.DEVNULL)
    start("tieout-relay", "--data", sample / "relay", "serve", "--listen", url[len("http://"):], "--url", url)
    until("the relay", lambda: answers(url + "/readyz"))
    subprocess.run([tool, "desk", sample, "--who", "Dana", "--data", data, "--relay", url], check=True)


def memory(pid):
    """Megabytes that a process and its children hold: resident, and their fair share of what is shared."""
    table = subprocess.run(["ps", "-eo", "pid=,ppid="], check=True, capture_output=True, text=True).stdout
    rows = [tuple(map(int, line.split())) for line in table.splitlines()]
    family, size = {pid}, 0
    while len(family) != size:
        size = len(family)
        family |= {p for p, parent in rows if parent in family}

    def total(field):
        lines = [line for p in family for line in pathlib.Path(f"/proc/{p}/smaps_rollup").read_text().splitlines()]
        return sum(int(line.split()[1]) for line in lines if line.startswith(field)) // 1024

    return total("Rss:"), total("Pss:")


def opened(pid, patience=30.0):
    """Waits for the window on the display; answers its X id."""
    def look():
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(pid)], capture_output=True, text=True).stdout.split()
        return found and found[-1]
    return until("the window", look, patience)


def painted(window):
    """Whether the page has drawn more than its background."""
    picture = subprocess.run(["import", "-window", window, "-resize", "160x100!", "rgb:-"], capture_output=True).stdout
    return len({picture[i:i + 3] for i in range(0, len(picture), 3)}) > 64


def journey():
    begin = time.monotonic()
    app = start("tieout", TIEOUT_DATA=str(data), NO_AT_BRIDGE="0")
    window = opened(app.pid)
    until("the first paint", lambda: painted(window))
    print(f"cold start to first paint: {1000 * (time.monotonic() - begin):.0f} ms")

    screen = Screen(app.pid)
    try:
        screen.press("link", "Review")
        screen.press("table row", "Ruth Adeyemi")
        screen.text("draft 1, 2 pages")
        screen.press("push button", "Approve")
        screen.text("Ruth Adeyemi approved")
        screen.press("link", "Publish")
        screen.find("table row", "Ruth Adeyemi")
        resident, share = memory(app.pid)
        print(f"memory with the web processes: {resident} MB resident, {share} MB when shared pages count once")
        screen.press("push button", "Close")
        code = app.wait(30)
    except (NotFound, subprocess.TimeoutExpired):
        print(screen.dump(), file=sys.stderr)
        raise
    assert code == 0, f"the program ended with {code}"


def ended(number, _):
    raise TimeoutError(f"it was ended by signal {number}")


def main():
    signal.signal(signal.SIGTERM, ended)
    signal.signal(signal.SIGALRM, ended)
    signal.alarm(240)
    os.environ.setdefault("GTK_A11Y", "atspi")
    start("/usr/libexec/at-spi-bus-launcher", "--launch-immediately")
    try:
        furnish()
        journey()
        print("ok   the production window opens, a letter is approved in it, and it closes")
    except Exception as error:  # the person sees what failed, and the logs
        print(f"not ok   {error!r}", file=sys.stderr)
        for log in sorted(home.glob("*.log")):
            lines = log.read_text(errors="replace").splitlines()
            print("\n".join([f"--- {log.name}", *lines[:30], *(["..."] if len(lines) > 45 else []), *lines[30:][-15:]]), file=sys.stderr)
        sys.exit(1)
    finally:
        finish()


if __name__ == "__main__":
    main()
