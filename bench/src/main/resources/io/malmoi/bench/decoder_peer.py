"""PyTorch and Hugging Face transformers at the work of the benchmarks of models, once for each line on standard input.

train FOLDER THREADS FLOAT32|BFLOAT16 BATCH STEPS: training steps of the model in FOLDER, as one writes them in eager PyTorch.
generate FOLDER THREADS BATCH PROMPT NEW: greedy generation with the model in FOLDER.
"""

import contextlib
import json
import os
import resource
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

os.environ["HF_HUB_OFFLINE"] = "1"

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


class Block(nn.Module):
    """A block of GPT-2."""

    def __init__(self, width, heads, epsilon):
        super().__init__()
        self.heads = heads
        self.ln_1 = nn.LayerNorm(width, epsilon)
        self.attn = nn.Linear(width, 3 * width)
        self.attn_proj = nn.Linear(width, width)
        self.ln_2 = nn.LayerNorm(width, epsilon)
        self.fc = nn.Linear(width, 4 * width)
        self.fc_proj = nn.Linear(4 * width, width)

    def forward(self, x):
        batch, time_, width = x.shape
        q, k, v = (
            part.view(batch, time_, self.heads, -1).transpose(1, 2)
            for part in self.attn(self.ln_1(x)).split(width, dim=2)
        )
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.attn_proj(y.transpose(1, 2).reshape(batch, time_, width))
        return x + self.fc_proj(F.gelu(self.fc(self.ln_2(x)), approximate="tanh"))


class Gpt(nn.Module):
    """GPT-2 with a tied head."""

    def __init__(self, config):
        super().__init__()
        width = config["n_embd"]
        self.wte = nn.Embedding(config["vocab_size"], width)
        self.wpe = nn.Embedding(config["n_positions"], width)
        self.h = nn.ModuleList(
            Block(width, config["n_head"], config["layer_norm_epsilon"]) for _ in range(config["n_layer"])
        )
        self.ln_f = nn.LayerNorm(width, config["layer_norm_epsilon"])

    def forward(self, tokens, targets):
        x = self.wte(tokens) + self.wpe(torch.arange(tokens.shape[1], device=tokens.device))
        for block in self.h:
            x = block(x)
        logits = F.linear(self.ln_f(x), self.wte.weight)
        return F.cross_entropy(logits.view(-1, logits.shape[-1]), targets.reshape(-1))


class LlamaBlock(nn.Module):
    """A block of LLaMA; the names of its weights are Hugging Face's."""

    def __init__(self, config):
        super().__init__()
        width, inner = config["hidden_size"], config["intermediate_size"]
        self.dim = width // config["num_attention_heads"]
        keys = self.dim * config["num_key_value_heads"]
        self.shared = config["num_attention_heads"] // config["num_key_value_heads"]
        self.input_layernorm = nn.RMSNorm(width, config["rms_norm_eps"])
        self.post_attention_layernorm = nn.RMSNorm(width, config["rms_norm_eps"])
        self.self_attn = nn.ModuleDict(
            {
                name: nn.Linear(width, out, bias=False)
                for name, out in (("q_proj", width), ("k_proj", keys), ("v_proj", keys), ("o_proj", width))
            }
        )
        self.mlp = nn.ModuleDict(
            {
                "gate_proj": nn.Linear(width, inner, bias=False),
                "up_proj": nn.Linear(width, inner, bias=False),
                "down_proj": nn.Linear(inner, width, bias=False),
            }
        )

    def forward(self, x, cos, sin):
        batch, time_, width = x.shape
        inside = self.input_layernorm(x)
        q, k, v = (
            self.self_attn[name](inside).view(batch, time_, -1, self.dim).transpose(1, 2)
            for name in ("q_proj", "k_proj", "v_proj")
        )
        q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=self.shared > 1)
        x = x + self.self_attn["o_proj"](y.transpose(1, 2).reshape(batch, time_, width))
        inside = self.post_attention_layernorm(x)
        return x + self.mlp["down_proj"](F.silu(self.mlp["gate_proj"](inside)) * self.mlp["up_proj"](inside))


def rotate(x, cos, sin):
    a, b = x.chunk(2, dim=-1)
    return x * cos.to(x.dtype) + torch.cat((-b, a), dim=-1) * sin.to(x.dtype)


class Llama(nn.Module):
    """LLaMA with a tied head."""

    def __init__(self, config):
        super().__init__()
        self.embed_tokens = nn.Embedding(config["vocab_size"], config["hidden_size"])
        self.layers = nn.ModuleList(LlamaBlock(config) for _ in range(config["num_hidden_layers"]))
        self.norm = nn.RMSNorm(config["hidden_size"], config["rms_norm_eps"])
        dim = config["hidden_size"] // config["num_attention_heads"]
        theta = config.get("rope_theta") or config["rope_parameters"]["rope_theta"]
        angles = torch.outer(
            torch.arange(config["max_position_embeddings"]).float(), theta ** (-torch.arange(0, dim, 2).float() / dim)
        ).repeat(1, 2)
        self.cos, self.sin = angles.cos().to(DEVICE), angles.sin().to(DEVICE)

    def forward(self, tokens, targets):
        x = self.embed_tokens(tokens)
        cos, sin = self.cos[: tokens.shape[1]], self.sin[: tokens.shape[1]]
        for block in self.layers:
            x = block(x, cos, sin)
        logits = F.linear(self.norm(x), self.embed_tokens.weight)
        return F.cross_entropy(logits.view(-1, logits.shape[-1]), targets.reshape(-1))


def some_tokens(count, vocabulary):
    return (torch.arange(count) * 48271 % 2147483647 % vocabulary).to(DEVICE)


def load(folder):
    from safetensors.torch import load_file

    with open(os.path.join(folder, "config.json"), encoding="utf-8") as file:
        config = json.load(file)
    model = Gpt(config) if config["model_type"] == "gpt2" else Llama(config)
    state = {}
    for name, tensor in load_file(os.path.join(folder, "model.safetensors")).items():
        name = name.removeprefix("transformer.").removeprefix("model.")
        for theirs, ours in (
            ("attn.c_attn", "attn"),
            ("attn.c_proj", "attn_proj"),
            ("mlp.c_fc", "fc"),
            ("mlp.c_proj", "fc_proj"),
        ):
            if theirs in name:
                name = name.replace(theirs, ours)
                tensor = tensor.t().contiguous() if tensor.dim() == 2 else tensor
        state[name] = tensor
    model.load_state_dict(state)
    return model.to(DEVICE), config["vocab_size"], config.get("n_positions") or config["max_position_embeddings"]


def groups(model):
    embeddings = {m.weight for m in model.modules() if isinstance(m, nn.Embedding)}
    matrices = [p for p in model.parameters() if p.dim() == 2 and p not in embeddings]
    others = [p for p in model.parameters() if p.dim() != 2 or p in embeddings]
    return [{"params": matrices, "weight_decay": 0.1}, {"params": others, "weight_decay": 0.0}]


def training(folder, precision, batch, steps):
    model, vocabulary, block_size = load(folder)
    ids = some_tokens(batch * block_size + 1, vocabulary)
    tokens, targets = ids[:-1].view(batch, -1), ids[1:].view(batch, -1)
    optimizer = torch.optim.AdamW(groups(model), lr=1e-4, betas=(0.9, 0.95), eps=1e-8, fused=True)

    def cast():
        return torch.autocast(DEVICE, dtype=torch.bfloat16) if precision == "BFLOAT16" else contextlib.nullcontext()

    with torch.no_grad(), cast():
        first = model(tokens, targets).item()

    def work():
        for _ in range(steps):
            with cast():
                loss = model(tokens, targets)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            loss.item()
        return {"firstLoss": first}

    return "PyTorch " + torch.__version__, work


def generation(folder, batch, prompt, new):
    import transformers

    model = transformers.AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval().to(DEVICE)
    ids = some_tokens(batch * prompt, model.config.vocab_size).view(batch, prompt)

    def work():
        with torch.inference_mode():
            out = model.generate(
                ids,
                attention_mask=torch.ones_like(ids),
                max_new_tokens=new,
                min_new_tokens=new,
                do_sample=False,
                use_cache=True,
                pad_token_id=0,
            )
        return {"tokens": out[:, prompt:].tolist()}

    return "transformers " + transformers.__version__ + ", PyTorch " + torch.__version__, work


def main(kind, folder, threads, *arguments):
    torch.set_num_threads(int(threads))
    torch.manual_seed(0)
    if kind == "train":
        precision, batch, steps = arguments
        peer, work = training(folder, precision, int(batch), int(steps))
    else:
        peer, work = generation(folder, *map(int, arguments))
    for _ in sys.stdin:
        cpu, start = time.process_time(), time.perf_counter()
        answer = work()
        answer |= {"seconds": time.perf_counter() - start, "cpuSeconds": time.process_time() - cpu}
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        print(json.dumps(answer | {"peer": peer, "peakBytes": peak}), flush=True)


main(*sys.argv[1:])
