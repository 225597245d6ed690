"""The usual cleaning as a classic script does it: regular expressions over the whole text. Usage: cleaning_peer.py FILE RUNS"""

import html
import json
import os
import platform
import re
import statistics
import sys
import time
import unicodedata

INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>")
BLANKS = re.compile(r"[^\S\n]+")
LINE_ENDS = re.compile(r" *\n *")
EMPTY_LINES = re.compile(r"\n{3,}")


def clean(path):
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    text = INVISIBLE.sub("", text)
    text = unicodedata.normalize("NFC", text)
    text = html.unescape(TAG.sub("", text))
    text = BLANKS.sub(" ", text)
    text = LINE_ENDS.sub("\n", text)
    text = EMPTY_LINES.sub("\n\n", text).strip() + "\n"
    with open(path + ".peer", "w", encoding="utf-8", newline="") as file:
        file.write(text)
    return os.path.getsize(path + ".peer")


def main(path, runs):
    seconds = []
    for _ in range(int(runs)):
        start = time.perf_counter()
        size = clean(path)
        seconds.append(time.perf_counter() - start)
    os.remove(path + ".peer")
    print(json.dumps({"peer": "Python " + platform.python_version() + " re", "seconds": statistics.median(seconds), "bytes": size}))


main(*sys.argv[1:])
