"""Hugging Face tokenizers and tiktoken at the work of the tokenization benchmarks, once for each line on standard input.

train FILE SIZE: Hugging Face tokenizers trains a byte-level BPE tokenizer.
tokenizers FILE TOKENIZER lines|document: Hugging Face tokenizers encodes the lines of FILE in one batch, or all of it at once.
tiktoken FILE TOKENIZER lines|document: tiktoken does, with the tokens of the same tokenizer.json. It does not normalize, so NFC
is done beforehand.
"""

import json
import os
import resource
import sys
import time
import unicodedata

GPT2 = r"'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"


def training(path, size):
    import tokenizers
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

    def work():
        tokenizer = Tokenizer(models.BPE())
        tokenizer.normalizer = normalizers.NFC()
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        trainer = trainers.BpeTrainer(
            vocab_size=int(size),
            min_frequency=2,
            special_tokens=["<|endoftext|>"],
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        )
        tokenizer.train([path], trainer)
        return tokenizer.get_vocab_size()

    return "Hugging Face tokenizers " + tokenizers.__version__, work


def texts(path, how):
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    if how == "document":
        return [text]
    lines = [line + "\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    return lines + ([last] if last else [])


def hugging_face(path, tokenizer_path, how):
    import tokenizers

    tokenizer = tokenizers.Tokenizer.from_file(tokenizer_path)
    tokenizer.encode_special_tokens = True
    batch = texts(path, how)
    work = lambda: sum(len(encoding.ids) for encoding in tokenizer.encode_batch_fast(batch))
    return "Hugging Face tokenizers " + tokenizers.__version__, work


def byte_spelling():
    """The byte that each character of a byte-level vocabulary stands for."""
    shown = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in shown]
    return {chr(byte): byte for byte in shown} | {chr(256 + i): byte for i, byte in enumerate(others)}


def tiktoken(path, tokenizer_path, how):
    import tiktoken as library

    with open(tokenizer_path, encoding="utf-8") as file:
        written = json.load(file)
    special = {token["content"] for token in written["added_tokens"]}
    spelling = byte_spelling()
    vocabulary = written["model"]["vocab"].items()
    ranks = {bytes(spelling[c] for c in token): rank for token, rank in vocabulary if token not in special}
    encoding = library.Encoding("same", pat_str=GPT2, mergeable_ranks=ranks, special_tokens={})
    batch = [unicodedata.normalize("NFC", text) for text in texts(path, how)]
    threads = os.cpu_count()
    work = lambda: sum(len(ids) for ids in encoding.encode_ordinary_batch(batch, num_threads=threads))
    if how == "document":
        work = lambda: len(encoding.encode_ordinary(batch[0]))
    return "tiktoken " + library.__version__, work


def main(kind, *arguments):
    peer, work = {"train": training, "tokenizers": hugging_face, "tiktoken": tiktoken}[kind](*arguments)
    for _ in sys.stdin:
        cpu, start = time.process_time(), time.perf_counter()
        tokens = work()
        answer = {"seconds": time.perf_counter() - start, "cpuSeconds": time.process_time() - cpu, "tokens": tokens}
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        print(json.dumps(answer | {"peer": peer, "peakBytes": peak}), flush=True)


main(*sys.argv[1:])
