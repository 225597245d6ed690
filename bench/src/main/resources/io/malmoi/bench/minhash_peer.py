"""datasketch's MinHash with locality-sensitive hashing, 14 bands of 8 rows, runs of five letters. Usage: minhash_peer.py FILE DOCUMENTS"""

import itertools
import json
import re
import sys
import time

import datasketch

NO_LETTERS = re.compile(r"[\W_]+")


def runs(text):
    letters = NO_LETTERS.sub("", text).lower()
    return {letters[i : i + 5].encode("utf-8") for i in range(max(1, len(letters) - 4))}


def main(path, documents):
    with open(path, encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in itertools.islice(file, int(documents))]
    start = time.perf_counter()
    index = datasketch.MinHashLSH(num_perm=112, params=(14, 8))
    kept = 0
    for number, line in enumerate(lines):
        signature = datasketch.MinHash(num_perm=112)
        signature.update_batch(runs(line))
        if not index.query(signature):
            kept += 1
        index.insert(number, signature)
    seconds = time.perf_counter() - start
    peer = "datasketch " + datasketch.__version__
    print(json.dumps({"peer": peer, "seconds": seconds, "kept": kept}))


main(*sys.argv[1:])
