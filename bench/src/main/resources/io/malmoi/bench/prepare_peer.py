"""Reviews to token bins as a classic script does it: regular expressions over the whole text, a format string for each line, the whole
text encoded at once, numpy's tofile. Usage: prepare_peer.py FILE TOKENIZER FOLDER RUNS"""

import html
import json
import platform
import re
import statistics
import sys
import time
import unicodedata

import numpy as np
import tokenizers

INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>")
BLANKS = re.compile(r"[^\S\n]+")
LINE_ENDS = re.compile(r" *\n *")
EMPTY_LINES = re.compile(r"\n{3,}")
SAMPLE = "### Instruction(명령어):\n다음 영화를 본 감상을 쓰세요.\n\n### Response(응답):\n{}<|endoftext|>"


def prepare(path, tokenizer, folder):
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    text = INVISIBLE.sub("", text)
    text = unicodedata.normalize("NFC", text)
    text = html.unescape(TAG.sub("", text))
    text = BLANKS.sub(" ", text)
    text = LINE_ENDS.sub("\n", text)
    text = EMPTY_LINES.sub("\n\n", text).strip()
    samples = [SAMPLE.format(line) for line in text.split("\n") if line]
    cut = len(samples) * 9 // 10
    tokens = 0
    for name, part in (("train", samples[:cut]), ("val", samples[cut:])):
        ids = np.array(tokenizer.encode("".join(part)).ids, dtype=np.uint16)
        ids.tofile(f"{folder}/peer-{name}.bin")
        tokens += len(ids)
    return tokens


def main(path, tokenizer_path, folder, runs):
    tokenizer = tokenizers.Tokenizer.from_file(tokenizer_path)
    seconds = []
    for _ in range(int(runs)):
        start = time.perf_counter()
        tokens = prepare(path, tokenizer, folder)
        seconds.append(time.perf_counter() - start)
    name = "Python " + platform.python_version() + " re, tokenizers " + tokenizers.__version__ + ", numpy " + np.__version__
    print(json.dumps({"peer": name, "seconds": statistics.median(seconds), "tokens": tokens}))


main(*sys.argv[1:])
