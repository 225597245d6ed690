"""Makes pipelines.json: what Hugging Face tokenizers 0.23.3 trains and encodes with every kind of normalizer and pre-tokenizer.

python3 -m venv v && v/bin/pip install tokenizers==0.23.3
v/bin/python golden_pipelines.py
"""

import hashlib
import json
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from golden import ADVERSARIAL

FOLDER = Path(__file__).parent.parent / "resources/io/malmoi/tokenization/golden"
END = "<|endoftext|>"
CL100K = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
O200K = (
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
KOREAN = (
    r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
TEXTS = ADVERSARIAL + [
    "Hello  World\t123 4567\n\n  IT'S \u017f'ſ we'LL  X\r\n", "서울 12345원, 2024년!  값이\n", "ÀÉÎ İstanbul ΑΣ ǅ straße",
    "foo_bar\u200dbaz x²y a\u203fb", "▁already ▁▁ spaced", "path/to/file//\n\nx", "…!?  ...", "①2③ ½ Ⅷ x٣", "끝.\n\n그 \n \r\n  '다음'\r\n…\r\r가 \u2028\n나\n",
]


def byte_level(*parts):
    return pre_tokenizers.Sequence([*parts, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])


def split(pattern, behavior="isolated", invert=False):
    return pre_tokenizers.Split(Regex(pattern), behavior, invert)


def bytes_case(name, size, normalizer, pre_tokenizer, **more):
    return case(name, size, normalizer, pre_tokenizer, decoders.ByteLevel(), (END,), None, True, **more)


def case(name, size, normalizer, pre_tokenizer, decoder=None, special=("<unk>", END), unknown="<unk>", bytes_first=False, **more):
    return locals()


N, P, D = normalizers, pre_tokenizers, decoders
CASES = [
    bytes_case("cl100k", 1500, N.NFC(), byte_level(split(CL100K))),
    bytes_case("o200k", 1500, None, byte_level(split(O200K))),
    bytes_case("korean", 1500, N.NFC(), byte_level(split(KOREAN))),
    bytes_case("digits", 900, N.NFC(), byte_level(P.Digits(True), split(CL100K))),
    bytes_case("prefix-space", 900, None, P.ByteLevel(add_prefix_space=True)),
    bytes_case("max-token-length", 1200, N.NFC(), P.ByteLevel(add_prefix_space=False), max_token_length=6),
    case("whitespace", 2500, None, P.Whitespace(), special=("[PAD]", "[UNK]", "[BOS]", "[EOS]"), unknown="[UNK]"),
    case("alphabet", 1800, N.NFC(), P.Whitespace(),
         initial_alphabet=list("가힣あ\U00020000"), limit_alphabet=743),
    case("metaspace", 2500, N.NFKC(), P.Metaspace(), D.Metaspace()),
    case("metaspace-first", 2500, None, P.Metaspace(prepend_scheme="first"), D.Metaspace(prepend_scheme="first")),
    case("changed", 2500, N.Sequence([N.Lowercase(), N.Strip(), N.Replace("e", "ée"), N.Replace(Regex(r"\d+"), "0"), N.NFD()]),
         P.WhitespaceSplit()),
    case("merged-with-previous", 2500, N.NFKD(), split(r"\s+|[.,!?]", "merged_with_previous")),
    case("merged-with-next", 2500, None, split(r"\s", "merged_with_next")),
    case("contiguous", 2500, None, split(r"[\s\p{P}]", "contiguous")),
    case("removed", 2500, None, P.Sequence([P.Split(" ", "removed"), P.Digits(False)])),
]


def train(case):
    tokenizer = Tokenizer(models.BPE(unk_token=case["unknown"]))
    if case["normalizer"]:
        tokenizer.normalizer = case["normalizer"]
    tokenizer.pre_tokenizer = case["pre_tokenizer"]
    if case["decoder"]:
        tokenizer.decoder = case["decoder"]
    more = dict(case["more"])
    if case["bytes_first"]:
        more["initial_alphabet"] = pre_tokenizers.ByteLevel.alphabet()
    tokenizer.train(
        [str(FOLDER / "koconovel.txt"), str(FOLDER / "the-verdict.txt")],
        trainers.BpeTrainer(vocab_size=case["size"], min_frequency=2, special_tokens=list(case["special"]),
                            show_progress=False, **more))
    return tokenizer


def encoded(tokenizer, text):
    encoding = tokenizer.encode(text)
    return {"ids": encoding.ids, "offsets": [i for pair in encoding.offsets for i in pair],
            "decoded": tokenizer.decode(encoding.ids, skip_special_tokens=False)}


def main():
    results = []
    for case in CASES:
        tokenizer = train(case)
        results.append({
            "name": case["name"],
            "sha256": hashlib.sha256(tokenizer.to_str(pretty=True).encode()).hexdigest(),
            "encodings": [encoded(tokenizer, text) for text in TEXTS],
        })
    content = {"texts": TEXTS, "pipelines": results}
    (FOLDER / "pipelines.json").write_text(json.dumps(content, ensure_ascii=False) + "\n", encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
