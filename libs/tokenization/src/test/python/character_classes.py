"""Prints character-classes.txt: the class of every code point, asked of Hugging Face tokenizers.

python3 -m venv v && v/bin/pip install tokenizers==0.23.3 unicodedata2==18.0.0
v/bin/python character_classes.py > ../../main/resources/io/malmoi/tokenization/pattern/character-classes.txt
"""

from itertools import groupby

import unicodedata2
from tokenizers import Regex, normalizers, pre_tokenizers

POINTS = [c for c in range(0x110000) if c not in range(0xD800, 0xE000)]
TEXT = "".join(map(chr, POINTS))
CATEGORIES = "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Co".split()
nfc = normalizers.NFC()
digits = pre_tokenizers.Digits(individual_digits=True)


def members(pattern):
    """Code points that the library's patterns match."""
    finder = pre_tokenizers.Split(Regex(pattern), "removed", invert=True)
    return {ord(match) for match, _ in finder.pre_tokenize_str(TEXT)}


def late_mark(code_point):
    """Whether Unicode, but not the library's older NFC, orders this among other marks."""
    order = unicodedata2.combining(chr(code_point))
    if not order:
        return False
    neighbours = [before + chr(code_point) for before in "\u0334\u093c\u3099\u0301\u0323\u0345"]
    neighbours += [chr(code_point) + after for after in "\u0334\u093c\u3099\u0301\u0323\u0345"]
    return any(nfc.normalize_str("x" + n) != unicodedata2.normalize("NFC", "x" + n) for n in neighbours)


def show(name, code_points):
    for there, run in groupby(range(0x110000), code_points.__contains__):
        run = list(run)
        if there:
            print(f"{name} {run[0]:X} {run[-1]:X}")


print("# How Hugging Face tokenizers 0.23.3 sees characters: general category, first, last code point; then its white space,")
print("# marks that its NFC, of an older Unicode, does not know; numbers that only its Digits, of a newer one, knows; and what")
print("# is of a word besides letters, marks, decimal digits and connectors. Made by src/test/python/character_classes.py.")
categories = {category: members(rf"\p{{{category}}}") for category in CATEGORIES}
for category, code_points in categories.items():
    show(category, code_points)
show("space", members(r"\s"))
numeric = {ord(piece) for piece, _ in digits.pre_tokenize_str(" ".join(TEXT)) if len(piece) == 1 and piece != " "}
show("late-number", numeric - set.union(*(categories[c] for c in CATEGORIES if c[0] == "N")))
show("word", members(r"\w") - set.union(*(categories[c] for c in CATEGORIES if c[0] in "LM" or c in ("Nd", "Pc"))))
show("late-mark", {c for c in POINTS if late_mark(c)})
