package io.malmoi.models;

import io.malmoi.torchscript.Initial;
import io.malmoi.torchscript.Keyword;
import io.malmoi.torchscript.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The decoder of GPT-2 (Radford et al., 2019): learned positions, layer normalisation before each part, GELU in its tanh form, and
 * residual projections initialised smaller by the square root of their number.
 */
record Gpt2(Gpt2Config config) implements LanguageModel {
    private static final String ROOT = "transformer";
    private static final String TOKENS = "wte";
    private static final String POSITIONS = "wpe";
    private static final String HEAD = "lm_head";

    @Override
    public List<UnaryOperator<Value>> stages(Layers root, Value positions, Attention attention) {
        Layers model = root.at(ROOT);
        List<UnaryOperator<Value>> stages = new ArrayList<>();
        stages.add(tokens -> embedded(model, tokens, positions));
        for (int i = 0; i < config.layers(); i++) {
            int index = i;
            stages.add(x -> block(model.at("h").at(index), index, x, attention));
        }
        stages.add(x -> norm(model, "ln_f", x));
        return stages;
    }

    private Value embedded(Layers model, Value tokens, Value positions) {
        Value x = model.embedding(TOKENS, tokens, initial(), config.vocabularySize(), config.width())
                .plus(model.embedding(POSITIONS, positions, initial(), config.blockSize(), config.width()));
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
        return Set.of(ROOT + "." + TOKENS + ".weight", ROOT + "." + POSITIONS + ".weight");
    }

    /** Published checkpoints leave out the root, and hold masks and copies of a tied head. */
    @Override
    public Optional<String> parameter(String published) {
        boolean mask = published.endsWith(".attn.bias") || published.endsWith(".attn.masked_bias");
        boolean ofHead = published.startsWith(HEAD + ".");
        if (mask || ofHead && config.tiedHead()) {
            return Optional.empty();
        }
        boolean complete = ofHead || published.startsWith(ROOT + ".");
        return Optional.of(complete ? published : ROOT + "." + published);
    }

    private Value block(Layers block, int i, Value x, Attention attention) {
        Value afterAttention = x.plus(attention(block.at("attn"), i, norm(block, "ln_1", x), attention));
        return afterAttention.plus(feedForward(block.at("mlp"), norm(block, "ln_2", afterAttention)));
    }

    private Value norm(Layers place, String name, Value x) {
        return place.layerNorm(name, x, config.width(), config.normEpsilon());
    }

    private Value attention(Layers layers, int i, Value x, Attention attention) {
        int width = config.width();
        Value[] parts = layers.transposedLinear("c_attn", x, initial(), width, 3L * width, config.queryKeyValueBias())
                .unflatten(-1, 3, config.heads(), config.headDimension())
                .unbind(-3, 3);
        Value y = attention.attend(i, parts[0], parts[1], parts[2]);
        return layers.dropout(
                layers.transposedLinear("c_proj", y.flatten(-2, -1), residual(), width, width, true), config.dropout());
    }

    private Value feedForward(Layers layers, Value x) {
        int width = config.width();
        Value inner = layers.transposedLinear("c_fc", x, initial(), width, 4L * width, true)
                .op("gelu", Keyword.of("approximate", "tanh"));
        return layers.dropout(
                layers.transposedLinear("c_proj", inner, residual(), 4L * width, width, true), config.dropout());
    }

    private Initial initial() {
        return Initial.normal(config.initializerRange());
    }

    private Initial residual() {
        return Initial.normal(config.initializerRange() / Math.sqrt(2.0 * config.layers()));
    }
}
