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
ENDING_LINES = (
    "address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " head header hr html legend li main nav ol option p pre section summary table tbody tfoot thead title tr ul"
)
WITHIN_LINES = (
    "a abbr acronym audio b base bdi bdo big button canvas cite code col colgroup data datalist del dfn em embed font frame frameset i"
    " iframe img input ins kbd label link map mark meta meter noframes noscript object optgroup output param picture progress q rp rt ruby"
    " s samp select small source span strike strong sub sup svg template textarea time track tt u var video wbr"
)
TAG = re.compile(rf"</?(?:({ENDING_LINES.replace(' ', '|')})|(td|th)|{WITHIN_LINES.replace(' ', '|')})(?=[\s/>])[^>\n]*>", re.IGNORECASE)
NUMBER = "#(?:[0-9]+|[xX][0-9a-fA-F]+)"
REFERENCE = re.compile(rf"&(?:(?:[a-zA-Z][a-zA-Z0-9]*|{NUMBER});|(?:{NUMBER}|lt|gt|amp|quot|nbsp)(?![a-zA-Z0-9=_-]))")
BLANKS = re.compile(r"[^\S\n]+")
LINE_ENDS = re.compile(r" *\n *")
EMPTY_LINES = re.compile(r"\n{3,}")
SAMPLE = "### Instruction(명령어):\n다음 영화를 본 감상을 쓰세요.\n\n### Response(응답):\n{}<|endoftext|>"


def prepare(path, tokenizer, folder):
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    text = INVISIBLE.sub("", text)
    text = unicodedata.normalize("NFC", text)
    text = TAG.sub(lambda tag: "\n" if tag[1] else " " if tag[2] else "", text)
    text = REFERENCE.sub(lambda reference: html.unescape(reference[0]), text)
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
