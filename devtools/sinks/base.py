"""What both sinks have in common: keeping messages, and waiting for them."""

import threading
from pathlib import Path

HOST = "127.0.0.1"


class Sink:
    """Keeps what arrives, in memory and as one file per message in `folder`.

    `mode` names how it answers, one of `MODES`; `delay` is how many seconds each answer
    takes. Both may be changed while it runs.
    """

    MODES = ("ok",)
    host = HOST

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.messages = []
        self._kept_before = len(list(self.folder.iterdir()))
        self.mode = "ok"
        self.delay = 0
        self._arrived = threading.Condition()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_exception):
        self.stop()

    def mode_for(self, _message):
        """Return how to answer `message`; to be overridden to single some out."""
        if self.mode not in self.MODES:
            raise ValueError(f"no such mode: {self.mode}")
        return self.mode

    def keep(self, message):
        """Remember a message for good and wake who waits for it."""
        with self._arrived:
            self.messages.append(message)
            number = self._kept_before + len(self.messages)
            path = self.folder / f"{number:04}{message.SUFFIX}"
            path.write_bytes(message.to_bytes())
            self._arrived.notify_all()

    def wait_for(self, count, seconds=10):
        """Return the messages, once there are `count` of them or time is up."""
        with self._arrived:
            self._arrived.wait_for(lambda: len(self.messages) >= count, seconds)
            return list(self.messages)
