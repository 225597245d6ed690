"""Makes wordpiece.tokenizer.json, unigram.tokenizer.json and bound.json: tokenizers that Malmoi lets the library itself run, and
what Hugging Face tokenizers 0.23.3 encodes with them and with korean.tokenizer.json in batches.

python3 -m venv v && v/bin/pip install tokenizers==0.23.3
v/bin/python golden_bound.py
"""

import json
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

FOLDER = Path(__file__).parent.parent / "resources/io/malmoi/tokenization/golden"
PAIRS = [
    ["봄이 왔다.", "꽃이 피었다! 그리고 새가 울었다."], ["Hello there", None], ["짧다", "a"], ["", None], ["[CLS] x [SEP] 😀가", "y"],
    ["그는 아무 말도 하지 않고 오래 서 있었다", None],
]
OPTIONS = [
    {"special": True}, {"special": False},
    {"special": True, "truncation": [9, "right"]}, {"special": True, "truncation": [9, "left"]},
    {"special": True, "padding": [None, "right"]}, {"special": False, "padding": [20, "left"]},
    {"special": True, "truncation": [6, "right"], "padding": [8, "left"]},
]


def wordpiece():
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer.train([str(FOLDER / "koconovel.txt")], trainers.WordPieceTrainer(
        vocab_size=1500, special_tokens=special, show_progress=False))
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return tokenizer


def unigram():
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.train([str(FOLDER / "koconovel.txt")], trainers.UnigramTrainer(
        vocab_size=1500, special_tokens=["<pad>", "<unk>", "<s>", "</s>"], unk_token="<unk>", show_progress=False))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> $B:1 </s>:1", special_tokens=[("<s>", 2), ("</s>", 3)])
    return tokenizer


def batch(tokenizer, options, padding):
    tokenizer.no_truncation()
    tokenizer.no_padding()
    if "truncation" in options:
        length, side = options["truncation"]
        tokenizer.enable_truncation(length, direction=side)
    if "padding" in options:
        length, side = options["padding"]
        tokenizer.enable_padding(direction=side, length=length, pad_id=tokenizer.token_to_id(padding), pad_token=padding)
    inputs = [first if second is None else (first, second) for first, second in PAIRS]
    return [
        {"ids": e.ids, "types": e.type_ids, "attention": e.attention_mask, "special": e.special_tokens_mask,
         "offsets": [i for pair in e.offsets for i in pair], "decoded": tokenizer.decode(e.ids)}
        for e in tokenizer.encode_batch(inputs, add_special_tokens=options["special"])]


def main():
    made = {"wordpiece": (wordpiece(), "[PAD]"), "unigram": (unigram(), "<pad>")}
    for name, (tokenizer, _) in made.items():
        tokenizer.save(str(FOLDER / f"{name}.tokenizer.json"), pretty=False)
    made["korean"] = (Tokenizer.from_file(str(FOLDER / "korean.tokenizer.json")), "<|endoftext|>")
    content = {"pairs": PAIRS, "options": OPTIONS, "tokenizers": {
        name: {"padding": padding, "batches": [batch(tokenizer, options, padding) for options in OPTIONS]}
        for name, (tokenizer, padding) in made.items()}}
    (FOLDER / "bound.json").write_text(json.dumps(content, ensure_ascii=False) + "\n", encoding="utf-8", newline="")


main()
