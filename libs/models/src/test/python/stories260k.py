"""Makes src/test/resources/stories260K/expected.json: what the published model continues "Once upon a time" with, greedily.

pip install torch==2.7.1 transformers==5.23.0; python stories260k.py ../resources/stories260K tok512.bin

The folder has stories260K.bin of llama2.c (A. Karpathy, MIT licence, https://github.com/karpathy/llama2.c) and story.txt, the text that
its documentation gives for temperature 0. The weights are put into transformers' LLaMA; the continuation must be that text.
"""

import json
import struct
import sys
from pathlib import Path

import torch
from transformers import LlamaConfig, LlamaForCausalLM

folder, tokenizer = Path(sys.argv[1]), Path(sys.argv[2])
data = (folder / "stories260K.bin").read_bytes()
width, inner, layers, heads, kv_heads, vocabulary, block = struct.unpack("7i", data[:28])
numbers, dim = torch.frombuffer(bytearray(data[28:]), dtype=torch.float32), width // heads
at = 0


def take(*shape):
    global at
    size = torch.Size(shape).numel()
    at += size
    return numbers[at - size:at].view(shape).clone()


def halves(weight):
    """From pairs of neighbours to pairs of halves."""
    return weight.view(-1, dim // 2, 2, width).transpose(1, 2).reshape(-1, width)


weights = {"model.embed_tokens.weight": take(vocabulary, width)}
for name, shape in [
    ("input_layernorm", (width,)), ("self_attn.q_proj", (width, width)), ("self_attn.k_proj", (kv_heads * dim, width)),
    ("self_attn.v_proj", (kv_heads * dim, width)), ("self_attn.o_proj", (width, width)), ("post_attention_layernorm", (width,)),
    ("mlp.gate_proj", (inner, width)), ("mlp.down_proj", (width, inner)), ("mlp.up_proj", (inner, width)),
]:
    for layer in range(layers):
        value = take(*shape)
        weights[f"model.layers.{layer}.{name}.weight"] = halves(value) if name[-6:] in ("q_proj", "k_proj") else value
weights["model.norm.weight"] = take(width)
model = LlamaForCausalLM(LlamaConfig(
    vocab_size=vocabulary, max_position_embeddings=block, hidden_size=width, intermediate_size=inner, num_hidden_layers=layers,
    num_attention_heads=heads, num_key_value_heads=kv_heads, tie_word_embeddings=True, rms_norm_eps=1e-5,
))
missing = model.load_state_dict(weights, strict=False)
assert missing.missing_keys == ["lm_head.weight"] and not missing.unexpected_keys, missing
model.tie_weights()
model.eval()

pieces, raw, offset = [], tokenizer.read_bytes(), 4
for _ in range(vocabulary):
    _, size = struct.unpack("fi", raw[offset:offset + 8])
    pieces.append(raw[offset + 8:offset + 8 + size])
    offset += 8 + size
story = (folder / "story.txt").read_bytes().rstrip()


def text(ids):
    joined = b"".join(pieces[i] if not pieces[i].startswith(b"<0x") else bytes([int(pieces[i][3:5], 16)]) for i in ids)
    return joined.strip()


ids = [1]
with torch.no_grad():
    while len(ids) < block and not (len(ids) > 1 and ids[-1] == 1):
        ids.append(model(torch.tensor([ids])).logits[0, -1].argmax().item())
        if len(text(ids[1:])) >= len(story):
            break
assert text(ids[1:]).startswith(story), text(ids[1:]).decode()
prompt = next(n for n in range(1, len(ids)) if text(ids[1:n]) == b"Once upon a time")
(folder / "expected.json").write_text(json.dumps({"prompt": ids[:prompt], "greedy": ids}))
