"""Hugging Face tokenizers at the work of the tokenization benchmarks: train FILE RUNS SIZE, or encode FILE RUNS TOKENIZER."""

import json
import statistics
import sys
import time

import tokenizers
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers


def train(path, size):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        min_frequency=2,
        special_tokens=["<|endoftext|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train([path], trainer)
    return tokenizer.get_vocab_size()


def encoder(path, tokenizer_path):
    tokenizer = Tokenizer.from_file(tokenizer_path)
    tokenizer.encode_special_tokens = True
    with open(path, encoding="utf-8", newline="") as file:
        lines = [line + "\n" for line in file.read().split("\n")]
    last = lines.pop()[:-1]
    lines += [last] if last else []
    return lambda: sum(len(encoding.ids) for encoding in tokenizer.encode_batch_fast(lines))


def main(kind, path, runs, argument):
    work = (lambda: train(path, int(argument))) if kind == "train" else encoder(path, argument)
    tokens = work()
    seconds = []
    for _ in range(int(runs)):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    peer = "Hugging Face tokenizers " + tokenizers.__version__
    print(json.dumps({"peer": peer, "seconds": statistics.median(seconds), "tokens": tokens}))


main(*sys.argv[1:])
