package io.malmoi.models;

import io.malmoi.torchscript.Initial;
import io.malmoi.torchscript.Keyword;
import io.malmoi.torchscript.Parameter;
import io.malmoi.torchscript.Value;

/**
 * The decoder of GPT-2 (Radford et al., 2019): learned positions, layer normalisation before each part, GELU in its tanh form, and
 * residual projections initialised smaller by the square root of their number.
 */
record Gpt2(Gpt2Config config) {
    /** What all parameters' names but that of an untied head begin with. */
    static final String PREFIX = "transformer.";

    private static final String TOKENS = "wte";
    private static final String POSITIONS = "wpe";
    private static final String HEAD = "lm_head";

    /** Hidden states [batch, time, width] of token ids and positions [batch, time]. */
    Value hidden(Layers root, Value tokens, Value positions, Attention attention) {
        Layers model = root.at("transformer");
        Value x = model.embedding(TOKENS, tokens, initial(), config.vocabularySize(), config.width())
                .plus(model.embedding(POSITIONS, positions, initial(), config.blockSize(), config.width()));
        x = model.dropout(x, config.dropout());
        for (int i = 0; i < config.layers(); i++) {
            x = block(model.at("h").at(i), i, x, attention);
        }
        return model.layerNorm("ln_f", x, config.width(), config.normEpsilon());
    }

    /** Logits [..., vocabulary] of hidden states [..., width]. */
    Value logits(Layers root, Value hidden) {
        Layers place = config.tiedHead() ? root.at("transformer") : root;
        return place.linear(
                config.tiedHead() ? TOKENS : HEAD, hidden, initial(), config.width(), config.vocabularySize());
    }

    /** Name of the head's weight. */
    String head() {
        return config.tiedHead() ? PREFIX + TOKENS + ".weight" : HEAD + ".weight";
    }

    /** Whether weight decay applies: to matrices, but not to embeddings. */
    static boolean decays(Parameter parameter) {
        String name = parameter.name();
        return parameter.shape().size() == 2 && !name.contains(TOKENS) && !name.contains(POSITIONS);
    }

    private Value block(Layers block, int i, Value x, Attention attention) {
        Value afterAttention = x.plus(attention(block.at("attn"), i, norm(block, "ln_1", x), attention));
        return afterAttention.plus(feedForward(block.at("mlp"), norm(block, "ln_2", afterAttention)));
    }

    private Value norm(Layers block, String name, Value x) {
        return block.layerNorm(name, x, config.width(), config.normEpsilon());
    }

    private Value attention(Layers layers, int i, Value x, Attention attention) {
        int width = config.width();
        Value[] parts = layers.transposedLinear("c_attn", x, initial(), width, 3L * width)
                .split(width, -1, 3);
        Value y = attention.attend(i, heads(parts[0]), heads(parts[1]), heads(parts[2]));
        return layers.dropout(
                layers.transposedLinear("c_proj", y.flatten(-2, -1), residual(), width, width), config.dropout());
    }

    private Value heads(Value x) {
        return x.unflatten(-1, config.heads(), config.headDimension());
    }

    private Value feedForward(Layers layers, Value x) {
        int width = config.width();
        Value inner = layers.transposedLinear("c_fc", x, initial(), width, 4L * width)
                .op("gelu", Keyword.of("approximate", "tanh"));
        return layers.dropout(
                layers.transposedLinear("c_proj", inner, residual(), 4L * width, width), config.dropout());
    }

    private Initial initial() {
        return Initial.normal(config.initializerRange());
    }

    private Initial residual() {
        return Initial.normal(config.initializerRange() / Math.sqrt(2.0 * config.layers()));
    }
}
