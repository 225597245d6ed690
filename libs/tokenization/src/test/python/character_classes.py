"""Prints character-classes.txt: the class of every code point, asked of Hugging Face tokenizers.

python3 -m venv v && v/bin/pip install tokenizers==0.23.3 unicodedata2==18.0.0
v/bin/python character_classes.py > ../../main/resources/io/malmoi/tokenization/character-classes.txt
"""

from itertools import groupby

import unicodedata2
from tokenizers import normalizers, pre_tokenizers

SURROGATES = range(0xD800, 0xE000)
pattern = pre_tokenizers.ByteLevel(add_prefix_space=False)
nfc = normalizers.NFC()


def joins(before, code_point):
    return len(pattern.pre_tokenize_str(before + chr(code_point))) == 1


def character_class(code_point):
    if code_point in SURROGATES:
        return None
    for before, name in (("a", "L"), ("1", "N"), ("!", None)):
        if joins(before, code_point):
            return name
    return "S"


def late_mark(code_point):
    """Whether Unicode, but not the library's older NFC, orders this among other marks."""
    order = unicodedata2.combining(chr(code_point))
    if not order:
        return None
    neighbours = [before + chr(code_point) for before in "\u0334\u093c\u3099\u0301\u0323\u0345"]
    neighbours += [chr(code_point) + after for after in "\u0334\u093c\u3099\u0301\u0323\u0345"]
    differs = any(nfc.normalize_str("x" + n) != unicodedata2.normalize("NFC", "x" + n) for n in neighbours)
    return "M" if differs else None


print("# How Hugging Face tokenizers 0.23.3 sees characters: class, first, last code point. Letters (L), numbers (N) and white")
print("# space (S) of GPT-2's pattern; marks (M) that its NFC, of an older Unicode, does not know. Made by")
print("# src/test/python/character_classes.py.")
for classify in (character_class, late_mark):
    for name, run in groupby(range(0x110000), classify):
        run = list(run)
        if name:
            print(f"{name} {run[0]:X} {run[-1]:X}")
