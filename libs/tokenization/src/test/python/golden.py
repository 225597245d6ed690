"""Makes the golden files of the tests: what Hugging Face tokenizers 0.23.3 makes of the texts that lie beside them.

python3 -m venv v && v/bin/pip install tokenizers==0.23.3
v/bin/python golden.py
"""

import hashlib
import json
import random
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

FOLDER = Path(__file__).parent.parent / "resources/io/malmoi/tokenization/golden"
TEXTS = ["koconovel", "reviews", "the-verdict", "shakespeare", "unicode", "repeated"]
END = "<|endoftext|>"
SETTINGS = [  # vocabulary size, minimum frequency, special tokens
    (600, 2, [END]),
    (2000, 0, [END]),
    (100000, 2, [END]),
    (3000, 5, [END, "<|pad|>", "<|사용자|>"]),
    (1500, 1, ["the", "Ġof", "a", "!"]),
    (257, 2, [END]),
]
ADVERSARIAL = [
    "", " ", "  ", "\n", "\r\n\r\n", "\t \n x", "a  b   c    ", "it's we'll I'd 'S 's'll'x don''t 've", " 's", "I'm'm",
    "한글 각 각 ᄒ ᅡ ᆫ 한", "가" * 100, "🏳️‍🌈👨‍👩‍👧‍👦🇰🇷 e\u0301 \u1e9b\u0323 Å Å ﬁ ½ ² Ⅷ", "\u0000\u0001\u001f\u007f\u0085\u00a0\u200b\u200d\ufeff\uffff",
    "①②３४५ 二〇二五年", "\u3000전각\u2028줄\u2029문단 \u180e", "𝐀𝑩 𠀀𠀁 \U0010ffff", "<|endoftext|>", "a<|endoftext|> b<|endoftext|><|endoftext|",
    "\u0301 x\u0301 \u0338=\u0338", "x" * 300, "ab" * 200 + "1" * 99 + "!" * 77, "שלום עולם مرحبا नमस्ते สวัสดี",
]


def tokenizer():
    made = Tokenizer(models.BPE())
    made.normalizer = normalizers.NFC()
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    return made


def train(text, size, frequency, special):
    made = tokenizer()
    made.train([str(FOLDER / f"{text}.txt")], trainers.BpeTrainer(
        vocab_size=size, min_frequency=frequency, special_tokens=special, show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    return made


def unicode_text():
    """Every assigned and unassigned corner of Unicode, alone, between letters, and after marks."""
    chosen = random.Random(1)
    points = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000 and c != 0x0A]
    parts = [chr(c) for c in points if c < 0x3400 or c % 97 == 0]
    for _ in range(20000):
        parts.append("".join(chr(chosen.choice(points[:0x3100])) for _ in range(chosen.randint(1, 4))))
    lines = [" ".join(parts[i : i + 20]) for i in range(0, len(parts), 20)]
    return "\n".join(lines) + "\n"


def main():
    (FOLDER / "unicode.txt").write_text(unicode_text(), encoding="utf-8", newline="")
    (FOLDER / "repeated.txt").write_text("a" * 10007, encoding="utf-8")
    trained = [
        {"text": text, "vocabularySize": size, "minimumFrequency": frequency, "specialTokens": special,
         "sha256": hashlib.sha256(train(text, size, frequency, special).to_str(pretty=True).encode()).hexdigest()}
        for text in TEXTS for size, frequency, special in SETTINGS]
    (FOLDER / "trained.json").write_text(json.dumps(trained, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    korean = train("koconovel", 1200, 2, [END])
    korean.save(str(FOLDER / "korean.tokenizer.json"), pretty=True)
    cases = ADVERSARIAL + [
        line for text in TEXTS[:5] for line in (FOLDER / f"{text}.txt").read_text(encoding="utf-8").split("\n")[::40]]
    plain = Tokenizer.from_str(korean.to_str())
    plain.encode_special_tokens = True
    chosen = random.Random(2)
    sequences = [[chosen.randrange(korean.get_vocab_size()) for _ in range(chosen.randint(1, 12))] for _ in range(300)]
    encoded = {
        "texts": [
            {"text": text, "ids": plain.encode(text).ids, "parsed": korean.encode(text).ids,
             "decoded": korean.decode(korean.encode(text).ids, skip_special_tokens=True)}
            for text in cases],
        "sequences": [{"ids": ids, "decoded": korean.decode(ids, skip_special_tokens=False)} for ids in sequences],
    }
    (FOLDER / "encoded.json").write_text(json.dumps(encoded, ensure_ascii=False) + "\n", encoding="utf-8", newline="")

    whole = FOLDER / "koconovel.txt"
    words = korean.encode(whole.read_text(encoding="utf-8")).ids
    (FOLDER / "koconovel.sha256").write_text(hashlib.sha256(" ".join(map(str, words)).encode()).hexdigest() + "\n")


if __name__ == "__main__":
    main()
