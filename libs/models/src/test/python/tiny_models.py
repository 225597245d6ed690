"""Makes the folders of tiny random models in src/test/resources: in Hugging Face's layout, with what PyTorch computes with them.

pip install torch==2.7.1 transformers==5.23.0 safetensors; python tiny_models.py ../resources

Each folder has expected.json: logits of two rows of tokens, a greedy continuation, and a batch with its loss. Its gradients.safetensors
has the gradient of that loss by every number of every parameter, from differences in float64. Some have after-ten-steps.safetensors:
the weights after ten steps of AdamW. The llama folder has its weights in parts, others have them in 16 bits.
"""

import copy
import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch.func import functional_call, vmap
from torch.nn.functional import cross_entropy
from transformers import (
    GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM, Qwen2Config, Qwen2ForCausalLM, Qwen3Config, Qwen3ForCausalLM,
)

VOCABULARY, BLOCK = 96, 32
GPT2 = dict(
    vocab_size=VOCABULARY, n_positions=BLOCK, n_embd=32, n_layer=2, n_head=4, bos_token_id=0, eos_token_id=0,
    embd_pdrop=0.0, attn_pdrop=0.0, resid_pdrop=0.0,
)
LLAMA = dict(
    vocab_size=VOCABULARY, max_position_embeddings=BLOCK, hidden_size=32, intermediate_size=48, num_hidden_layers=2,
    num_attention_heads=4, num_key_value_heads=2, bos_token_id=0, eos_token_id=0,
)
# A short original length, so that all three ranges of frequencies occur in 32 positions.
LLAMA3 = {
    "rope_type": "llama3", "rope_theta": 500.0, "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
    "original_max_position_embeddings": 16,
}
ROPE = {"rope_type": "default", "rope_theta": 10000.0}


def randomize(model):
    """Larger than trained weights begin with, so that mistakes show in the logits; biases and norms random, too."""
    for name, parameter in model.named_parameters():
        norm = "norm" in name or "ln_" in name
        parameter.data = torch.randn_like(parameter) * 0.2 + (1.0 if norm and name.endswith("weight") else 0.0)


def rounded(model, dtype):
    for parameter in model.parameters():
        parameter.data = parameter.data.to(dtype).float()


def read(model):
    tokens = torch.randint(0, VOCABULARY, (2, 16))
    with torch.no_grad():
        logits = model(tokens).logits
        prompt = tokens[:1, :5]
        greedy = prompt
        while greedy.shape[1] < BLOCK:
            greedy = torch.cat([greedy, model(greedy).logits[:, -1:].argmax(-1)], dim=1)
    return {
        "tokens": tokens.tolist(), "logits": [[[round(v, 6) for v in row] for row in s] for s in logits.tolist()],
        "prompt": prompt[0].tolist(), "greedy": greedy[0].tolist(),
    }


def loss_of(model, inputs, targets, reduction="mean"):
    return cross_entropy(model(inputs).logits.flatten(0, 1), targets.flatten(), reduction=reduction)


def in_float64(model):
    """Transformers computes RMS norms in float32 whatever the type; PyTorch's own do not."""
    exact = copy.deepcopy(model)
    for path, module in model.named_modules():
        if type(module).__name__.endswith("RMSNorm"):
            norm = torch.nn.RMSNorm(module.weight.shape, module.variance_epsilon)
            norm.weight.data = module.weight.data.clone()
            parent, _, name = path.rpartition(".")
            setattr(exact.get_submodule(parent), name, norm)
    return exact.double()


def differences(model, folder):
    """The gradient of one batch, by central differences in float64."""
    exact = in_float64(model)
    batch = torch.randint(0, VOCABULARY, (2, 9))
    inputs, targets = batch[:, :-1], batch[:, 1:].clone()
    targets[1, :3] = -100
    step, gradients = 1e-5, {}

    def loss(name, value):
        logits = functional_call(exact, {name: value}, (inputs,), {"use_cache": False}).logits
        return cross_entropy(logits.flatten(0, 1), targets.flatten())

    with torch.no_grad():
        for name, parameter in exact.named_parameters():
            numbers = torch.eye(parameter.numel(), dtype=torch.float64).view(-1, *parameter.shape) * step
            losses = vmap(lambda value: loss(name, value), chunk_size=512)
            slope = (losses(parameter + numbers) - losses(parameter - numbers)) / (2 * step)
            gradients[name] = slope.view_as(parameter).float().contiguous()
        whole = loss(name, parameter)
    save_file(gradients, folder / "gradients.safetensors")
    return {"batch": {"inputs": inputs.tolist(), "targets": targets.tolist(), "loss": whole.item()}}


def ten_steps(model, folder):
    """Ten AdamW steps over two micro-batches of 3 x 16 each, with ignored targets of unequal number."""
    batches = torch.randint(0, VOCABULARY, (10, 2, 3, 17))
    inputs, targets = batches[..., :-1], batches[..., 1:].clone()
    targets[:, 0, 0, :7] = -100
    named = dict(model.named_parameters())
    embeddings = ("wte", "wpe", "embed_tokens")
    decayed = [p for n, p in named.items() if p.dim() == 2 and not any(e in n for e in embeddings)]
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
        loss = sum(loss_of(model, inputs[step, m], targets[step, m], "sum") for m in range(2)) / count
        optimizer.zero_grad()
        loss.backward()
        norms.append(torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0).item())
        optimizer.step()
        losses.append(loss.item())
        rates.append(rate)
    save_file({n: p.detach().contiguous() for n, p in named.items()}, folder / "after-ten-steps.safetensors")
    return {"steps": {
        "inputs": inputs.tolist(), "targets": targets.tolist(), "losses": losses, "norms": norms, "rates": rates,
    }}


def make(folder, model, dtype=torch.float32, parts=None, steps=False, change=None):
    folder.mkdir(parents=True, exist_ok=True)
    model.eval()
    randomize(model)
    if change:
        change(model)
    rounded(model, dtype)
    stored = copy.deepcopy(model).to(dtype)
    stored.save_pretrained(folder, **({"max_shard_size": parts} if parts else {}))
    expected = read(model) | differences(model, folder)
    if steps:
        expected |= ten_steps(model, folder)
    (folder / "expected.json").write_text(json.dumps(expected))


def without_query_key_value_bias(model):
    for block in model.transformer.h:
        block.attn.c_attn.bias.data.zero_()
    model.config.qkv_bias = False


def main(resources):
    torch.set_num_threads(1)
    torch.manual_seed(20250101)
    make(resources / "gpt2-tiny", GPT2LMHeadModel(GPT2Config(**GPT2)), steps=True)
    make(resources / "gpt2-untied", GPT2LMHeadModel(GPT2Config(**GPT2, tie_word_embeddings=False)), torch.float16,
         change=without_query_key_value_bias)
    make(resources / "llama-tiny", LlamaForCausalLM(LlamaConfig(**LLAMA, rope_parameters=LLAMA3)), steps=True, parts="40KB")
    make(resources / "qwen2-tiny", Qwen2ForCausalLM(Qwen2Config(**LLAMA, rope_parameters=ROPE, tie_word_embeddings=True)),
         torch.bfloat16)
    make(resources / "qwen3-tiny", Qwen3ForCausalLM(Qwen3Config(**LLAMA, rope_parameters=ROPE, head_dim=12)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
