"""Makes the golden files of token bins and sliding windows, with GPT-2's tokenizer and numpy.

    pip install tokenizers==0.23.3 numpy
    python golden.py the-verdict.txt encoder.json vocab.bpe ../resources/io/malmoi/datasets/golden

The loops are those of the books' code, in plain numpy: the data loader of Raschka, "Build a Large Language Model (From Scratch)"
(2024), chapter 2, without shuffling, and `get_batch` of nanoGPT (train.py), which reads bins as `np.memmap(..., dtype=np.uint16)`.
"""

import hashlib
import json
import sys
from pathlib import Path

import numpy as np
from tokenizers import ByteLevelBPETokenizer


def loader(ids, max_length, stride, batch_size, drop_last):
    rows = [(ids[i : i + max_length], ids[i + 1 : i + max_length + 1]) for i in range(0, len(ids) - max_length, stride)]
    end = len(rows) // batch_size * batch_size if drop_last else len(rows)
    return [
        (np.stack([x for x, _ in rows[i : i + batch_size]]), np.stack([y for _, y in rows[i : i + batch_size]]))
        for i in range(0, end, batch_size)
    ]


def sha256(batches):
    digest = hashlib.sha256()
    for inputs, targets in batches:
        digest.update(inputs.astype("<u4").tobytes())
        digest.update(targets.astype("<u4").tobytes())
    return digest.hexdigest()


def main(text, vocabulary, merges, folder):
    folder = Path(folder)
    tokenizer = ByteLevelBPETokenizer(vocabulary, merges)
    ids = np.array(tokenizer.encode(Path(text).read_text(encoding="utf-8")).ids)
    bin_file = folder / "the-verdict.bin"
    ids.astype(np.uint16).tofile(bin_file)
    cases = []
    for max_length, stride, batch_size, drop_last in [(4, 4, 8, True), (4, 1, 8, True), (4, 4, 8, False), (256, 128, 4, False), (7, 10, 3, False)]:
        batches = loader(ids, max_length, stride, batch_size, drop_last)
        cases.append({
            "max_length": max_length, "stride": stride, "batch_size": batch_size, "drop_last": drop_last,
            "batches": len(batches), "last_batch_rows": len(batches[-1][0]), "sha256": sha256(batches),
            "first_inputs": batches[0][0][0].tolist(), "first_targets": batches[0][1][0].tolist(),
        })
    data = np.memmap(bin_file, dtype=np.uint16, mode="r")  # nanoGPT's get_batch
    offsets = [0, 1, 1000, len(data) - 64 - 1]
    x = np.stack([data[i : i + 64].astype(np.int64) for i in offsets])
    y = np.stack([data[i + 1 : i + 1 + 64].astype(np.int64) for i in offsets])
    nanogpt = {"tokens": len(data), "offsets": offsets, "inputs": x.tolist(), "targets": y.tolist()}
    (folder / "batches.json").write_text(json.dumps({"loader": cases, "nanogpt": nanogpt}, indent=1) + "\n")


main(*sys.argv[1:])
