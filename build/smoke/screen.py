"""The accessible tree of a window, as a screen reader sees it."""

import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE = 30.0  # seconds until something shows up in the tree


class NotFound(Exception):
    """Something did not show up in time."""


def until(what, look, patience=PATIENCE):
    """Asks `look` until it answers something, and answers that."""
    end = time.monotonic() + patience
    while True:
        try:
            found = look()
        except GLib.Error:  # the tree changed while it was read
            found = None
        if found:
            return found
        if time.monotonic() > end:
            raise NotFound(f"waited {patience:.0f} s for {what}")
        time.sleep(0.02)


class Screen:
    """One program's windows. Things are found by role and by accessible name."""

    def __init__(self, pid):
        self.pid = pid

    def _program(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            app = desktop.get_child_at_index(i)
            if app and app.get_process_id() == self.pid:
                app.clear_cache()  # the page has changed since
                return app
        return None

    def _walk(self, node, depth=0):
        yield node
        if depth > 60:
            return
        for i in range(node.get_child_count()):
            child = node.get_child_at_index(i)
            if child:
                yield from self._walk(child, depth + 1)

    def all(self):
        """Everything in the tree: (role, name, node)."""
        app = self._program()
        if not app:
            return []
        return [(n.get_role_name(), n.get_name() or "", n) for n in self._walk(app)]

    def find(self, role, start):
        """Waits for a node of a role whose name starts like this."""
        return until(f"{role} “{start}”", lambda: next(
            (n for r, name, n in self.all() if r == role and name.startswith(start)), None))

    def text(self, words):
        """Waits until something on the screen says these words."""
        return until(f"“{words}”", lambda: any(words in name or words in self._words(n) for _, name, n in self.all()))

    @staticmethod
    def _words(node):
        text = node.get_text_iface()
        return Atspi.Text.get_text(text, 0, -1) if text else ""

    def press(self, role, start):
        """Does what a click on it does."""
        node = self.find(role, start)
        action = node.get_action_iface()
        if action and Atspi.Action.get_n_actions(action) > 0:
            Atspi.Action.do_action(action, 0)
        else:
            self.click(node)

    @staticmethod
    def click(node):
        """A click with the mouse in its middle."""
        box = Atspi.Component.get_extents(node.get_component_iface(), Atspi.CoordType.SCREEN)
        subprocess.run(
            ["xdotool", "mousemove", str(box.x + box.width // 2), str(box.y + box.height // 2), "click", "1"],
            check=True, timeout=10)

    def dump(self):
        """The tree in words, for whoever looks at a failure."""
        return "\n".join(f"{role}: {name}" for role, name, _ in self.all() if name)
