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
FORMS = {"NFC": nfc, "NFD": normalizers.NFD(), "NFKC": normalizers.NFKC(), "NFKD": normalizers.NFKD()}
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


def late(code_point):
    """Whether Unicode, but not the library's older normalization, makes something else of this."""
    character = chr(code_point)
    return any(
        form.normalize_str(character) != unicodedata2.normalize(name, character) for name, form in FORMS.items()
    )


def late_part(code_point):
    """Of the two that Unicode, but not the library, composes to this, the one that is as new as this."""
    pair = unicodedata2.decomposition(chr(code_point)).split()
    if len(pair) != 2 or pair[0].startswith("<"):
        return None
    first, second = (int(part, 16) for part in pair)
    composed = chr(first) + chr(second)
    if nfc.normalize_str(composed) == unicodedata2.normalize("NFC", composed):
        return None
    return second if second > 0xFFFF else first


def show(name, code_points):
    for there, run in groupby(range(0x110000), code_points.__contains__):
        run = list(run)
        if there:
            print(f"{name} {run[0]:X} {run[-1]:X}")


def lower_case():
    """First and last character, distance between two, and distance of the small letter, of runs that become small letters."""
    small = normalizers.Lowercase()
    pairs = [(c, small.normalize_str(chr(c))) for c in POINTS]
    pairs = [(c, ord(lower) - c) for c, lower in pairs if len(lower) == 1 and lower != chr(c)]
    while pairs:
        first, distance = pairs[0]
        step = pairs[1][0] - first if len(pairs) > 1 else 1
        run = 1
        while run < len(pairs) and pairs[run] == (first + run * step, distance):
            run += 1
        yield first, pairs[run - 1][0], step if run > 1 else 1, distance
        pairs = pairs[run:]


print("# How Hugging Face tokenizers 0.23.3 sees characters: general category, first, last code point; then its white space,")
print("# what its normalization, of an older Unicode, does not know; numbers that only its Digits, of a newer one, knows; and what")
print("# is of a word besides letters, marks, decimal digits and connectors; and capital letters with the distance between two")
print("# and that of the small letter, as its Lowercase has it. Made by src/test/python/character_classes.py.")
categories = {category: members(rf"\p{{{category}}}") for category in CATEGORIES}
for category, code_points in categories.items():
    show(category, code_points)
show("space", members(r"\s"))
numeric = {ord(piece) for piece, _ in digits.pre_tokenize_str(" ".join(TEXT)) if len(piece) == 1 and piece != " "}
show("late-number", numeric - set.union(*(categories[c] for c in CATEGORIES if c[0] == "N")))
show("word", members(r"\w") - set.union(*(categories[c] for c in CATEGORIES if c[0] in "LM" or c in ("Nd", "Pc"))))
show("late", {c for c in POINTS if late_mark(c) or late(c)} | {late_part(c) for c in POINTS} - {None})
for first, last, step, distance in lower_case():
    print(f"lower {first:X} {last:X} {step} {distance}")
