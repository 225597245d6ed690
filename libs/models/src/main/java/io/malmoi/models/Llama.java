package io.malmoi.models;

import io.malmoi.torchscript.Initial;
import io.malmoi.torchscript.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The decoder of LLaMA (arXiv:2302.13971) and its family: positions that turn queries and keys, RMS normalisation before each part,
 * heads of keys and values shared by several of queries (arXiv:2305.13245), SwiGLU (arXiv:2002.05202). Residual projections are
 * initialised smaller by the square root of their number, as GPT-2's are.
 */
record Llama(LlamaConfig config) implements LanguageModel {
    private static final String ROOT = "model";
    private static final String TOKENS = "embed_tokens";
    private static final String HEAD = "lm_head";

    @Override
    public List<UnaryOperator<Value>> stages(Layers root, Value positions, Attention attention) {
        Layers model = root.at(ROOT);
        List<UnaryOperator<Value>> stages = new ArrayList<>();
        stages.add(tokens -> embedded(model, tokens));
        Rotation rotation = Rotation.at(
                positions,
                config.rotary().frequencies(config.headDimension()),
                model.products().arithmetic().type());
        for (int i = 0; i < config.layers(); i++) {
            int index = i;
            stages.add(x -> block(model.at("layers").at(index), index, x, rotation, attention));
        }
        stages.add(x -> norm(model, "norm", x));
        return stages;
    }

    private Value embedded(Layers model, Value tokens) {
        Value x = model.embedding(TOKENS, tokens, initial(), config.vocabularySize(), config.width());
        return model.dropout(x.to(model.products().arithmetic().type()), config.dropout());
    }

    @Override
    public Value logits(Layers root, Value hidden) {
        Layers place = config.tiedHead() ? root.at(ROOT) : root;
        return place.linear(
                config.tiedHead() ? TOKENS : HEAD, hidden, initial(), config.width(), config.vocabularySize(), false);
    }

    @Override
    public String head() {
        return config.tiedHead() ? ROOT + "." + TOKENS + ".weight" : HEAD + ".weight";
    }

    @Override
    public Set<String> embeddings() {
        return Set.of(ROOT + "." + TOKENS + ".weight");
    }

    /** Some published checkpoints leave out the root, or hold frequencies and copies of a tied head. */
    @Override
    public Optional<String> parameter(String published) {
        boolean ofHead = published.startsWith(HEAD + ".");
        if (published.endsWith(".rotary_emb.inv_freq") || ofHead && config.tiedHead()) {
            return Optional.empty();
        }
        boolean complete = ofHead || published.startsWith(ROOT + ".");
        return Optional.of(complete ? published : ROOT + "." + published);
    }

    private Value block(Layers block, int i, Value x, Rotation rotation, Attention attention) {
        Value seen = attention(block.at("self_attn"), i, norm(block, "input_layernorm", x), rotation, attention);
        Value afterAttention = x.plus(seen);
        Value normal = norm(block, "post_attention_layernorm", afterAttention);
        return afterAttention.plus(feedForward(block.at("mlp"), normal));
    }

    private Value norm(Layers place, String name, Value x) {
        return place.rmsNorm(name, x, config.width(), config.normEpsilon());
    }

    private Value attention(Layers layers, int i, Value x, Rotation rotation, Attention attention) {
        Value query = heads(layers, "q", x, config.heads());
        Value key = heads(layers, "k", x, config.keyValueHeads());
        Value value = heads(layers, "v", x, config.keyValueHeads());
        if (config.family().queryKeyNorm()) {
            query = headNorm(layers, "q_norm", query);
            key = headNorm(layers, "k_norm", key);
        }
        Value y = attention.attend(i, rotation.turn(query), rotation.turn(key), value);
        long inner = (long) config.heads() * config.headDimension();
        return layers.dropout(
                layers.linear("o_proj", y.flatten(-2, -1), residual(), inner, config.width(), false), config.dropout());
    }

    /** Projects [batch, time, width] to [batch, time, heads, dim]. */
    private Value heads(Layers layers, String name, Value x, int heads) {
        long inner = (long) heads * config.headDimension();
        boolean bias = config.family().queryKeyValueBias();
        return layers.linear(name + "_proj", x, initial(), config.width(), inner, bias)
                .unflatten(-1, heads, config.headDimension());
    }

    private Value headNorm(Layers layers, String name, Value x) {
        return layers.rmsNorm(name, x, config.headDimension(), config.normEpsilon());
    }

    private Value feedForward(Layers layers, Value x) {
        int width = config.width();
        int inner = config.innerWidth();
        Value gate = layers.linear("gate_proj", x, initial(), width, inner, false);
        Value up = layers.linear("up_proj", x, initial(), width, inner, false);
        Value gated = gate.op("silu").times(up);
        return layers.dropout(layers.linear("down_proj", gated, residual(), inner, width, false), config.dropout());
    }

    private Initial initial() {
        return Initial.normal(config.initializerRange());
    }

    private Initial residual() {
        return Initial.normal(config.initializerRange() / Math.sqrt(2.0 * config.layers()));
    }
}
