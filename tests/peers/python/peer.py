"""What each program in Python shares: it says that it is ready, and answers each line of its input.

In: the engine and the number of tables as arguments, and lines `empty URL`, `idle URL`, `drift URL`.
Out: the seconds that it took and the number of differences that it found, or `error` and the reason.
"""

import sys
import time
from urllib.parse import unquote, urlsplit


def arguments():
    """The engine and the number of tables."""
    return sys.argv[1], int(sys.argv[2])


class Address:
    """An address in the form that the tests have."""

    def __init__(self, url):
        parts = urlsplit(url)
        self.host, self.port, self.user = parts.hostname, parts.port, parts.username
        self.name = parts.path.lstrip("/")
        self.file = unquote(url.removeprefix("sqlite://"))


def serve(version, work, prepare=lambda address: None):
    """Answers until nobody asks. `work` has a function for each word, of an address, that returns a number; what is
    prepared before it is not timed."""
    print(f"ready {version}", flush=True)
    for line in sys.stdin:
        word, url = line.split()
        address = Address(url)
        try:
            prepare(address)
            start = time.perf_counter()
            differences = work[word](address)
            seconds = time.perf_counter() - start
            print(f"{seconds:.9f} {differences}", flush=True)
        except Exception as error:
            reason = " ".join(str(error).split())[:200]
            print(f"error {type(error).__name__}: {reason}", flush=True)
