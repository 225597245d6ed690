"""Makes src/test/resources/gpt2-tiny: a tiny random GPT-2 in Hugging Face's layout and what PyTorch computes with it.

pip install torch==2.7.1 transformers safetensors; python gpt2_tiny.py ../resources/gpt2-tiny
"""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import GPT2Config, GPT2LMHeadModel

torch.set_num_threads(1)
folder = Path(sys.argv[1])
config = GPT2Config(
    vocab_size=96, n_positions=32, n_embd=32, n_layer=2, n_head=4, bos_token_id=0, eos_token_id=0,
    embd_pdrop=0.0, attn_pdrop=0.0, resid_pdrop=0.0,
)
torch.manual_seed(20250101)
model = GPT2LMHeadModel(config)
# Larger than trained weights begin with, so that mistakes show in the logits; biases and norms random, too.
for parameter in model.parameters():
    parameter.data = torch.randn_like(parameter) * 0.2 + (1.0 if parameter is model.transformer.ln_f.weight else 0.0)
model.save_pretrained(folder, safe_serialization=True)

tokens = torch.randint(0, 96, (2, 16))
with torch.no_grad():
    logits = model(tokens).logits
    prompt = tokens[:1, :5]
    greedy = prompt
    while greedy.shape[1] < 32:
        greedy = torch.cat([greedy, model(greedy).logits[:, -1:].argmax(-1)], dim=1)

# Ten AdamW steps over two micro-batches of 3 x 16 each, with ignored targets of unequal number.
batches = torch.randint(0, 96, (10, 2, 3, 17))
inputs, targets = batches[..., :-1], batches[..., 1:].clone()
targets[:, 0, 0, :7] = -100
named = dict(model.named_parameters())
decayed = [p for n, p in named.items() if p.dim() == 2 and "wte" not in n and "wpe" not in n]
others = [p for n, p in named.items() if not any(p is d for d in decayed)]
optimizer = torch.optim.AdamW(
    [{"params": decayed, "weight_decay": 0.1}, {"params": others, "weight_decay": 0.0}], lr=0.0, betas=(0.9, 0.95), eps=1e-8,
)
losses, norms, rates = [], [], []
for step in range(10):
    rate = 1e-2 * (step + 1) / 10
    for group in optimizer.param_groups:
        group["lr"] = rate
    count = (targets[step] != -100).sum()
    loss = sum(
        torch.nn.functional.cross_entropy(model(inputs[step, m]).logits.flatten(0, 1), targets[step, m].flatten(), reduction="sum")
        for m in range(2)
    ) / count
    optimizer.zero_grad()
    loss.backward()
    norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    losses.append(loss.item())
    norms.append(norm.item())
    rates.append(rate)
save_file({n: p.detach().contiguous() for n, p in named.items()}, folder / "after-ten-steps.safetensors")
(folder / "expected.json").write_text(json.dumps({
    "tokens": tokens.tolist(), "logits": [[[round(v, 6) for v in row] for row in s] for s in logits.tolist()],
    "prompt": prompt[0].tolist(), "greedy": greedy[0].tolist(),
    "inputs": inputs.tolist(), "targets": targets.tolist(), "losses": losses, "norms": norms, "rates": rates,
}))
