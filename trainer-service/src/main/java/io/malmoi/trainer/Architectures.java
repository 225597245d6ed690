package io.malmoi.trainer;

import io.malmoi.models.Gpt2Config;
import io.malmoi.models.LlamaConfig;
import io.malmoi.models.ModelConfig;
import io.malmoi.models.RotaryEmbedding;
import io.malmoi.v1.Architecture;
import io.malmoi.v1.Architecture.Family;
import java.util.Locale;
import java.util.Optional;

/** Between the shape of a model in the contract and its configuration. */
final class Architectures {
    private static final double GPT2_NORM_EPSILON = 1e-5;
    private static final double LLAMA_NORM_EPSILON = 1e-6;
    private static final double INITIALIZER_RANGE = 0.02;

    private Architectures() {}

    /** The configuration of a shape whose defaults are filled in. */
    static ModelConfig config(Architecture shape, int vocabularySize, int endOfText) {
        return shape.getFamily() == Family.GPT2
                ? gpt2(shape, vocabularySize, endOfText)
                : llama(shape, vocabularySize, endOfText);
    }

    private static Gpt2Config gpt2(Architecture shape, int vocabularySize, int endOfText) {
        return new Gpt2Config(
                vocabularySize,
                shape.getBlockSize(),
                shape.getWidth(),
                shape.getLayers(),
                shape.getHeads(),
                shape.getQueryKeyValueBias(),
                shape.getDropout(),
                GPT2_NORM_EPSILON,
                INITIALIZER_RANGE,
                shape.getTiedHead(),
                endOfText);
    }

    private static LlamaConfig llama(Architecture shape, int vocabularySize, int endOfText) {
        return new LlamaConfig(
                LlamaConfig.Family.valueOf(shape.getFamily().name()),
                vocabularySize,
                shape.getBlockSize(),
                shape.getWidth(),
                shape.getInnerWidth(),
                shape.getLayers(),
                shape.getHeads(),
                shape.getKeyValueHeads(),
                shape.getHeadDimension(),
                new RotaryEmbedding(shape.getRopeTheta(), Optional.empty()),
                shape.getDropout(),
                LLAMA_NORM_EPSILON,
                INITIALIZER_RANGE,
                shape.getTiedHead(),
                endOfText);
    }

    /** The shape of a configuration. */
    static Architecture of(ModelConfig config) {
        Architecture.Builder shape = Architecture.newBuilder()
                .setFamily(Family.valueOf(config.architecture().toUpperCase(Locale.ROOT)))
                .setLayers(config.layers())
                .setHeads(config.heads())
                .setKeyValueHeads(config.keyValueHeads())
                .setHeadDimension(config.headDimension())
                .setWidth(config.width())
                .setBlockSize(config.blockSize())
                .setDropout(config.dropout())
                .setTiedHead(config.tiedHead());
        if (config instanceof LlamaConfig llama) {
            shape.setInnerWidth(llama.innerWidth())
                    .setRopeTheta(llama.rotary().theta())
                    .setQueryKeyValueBias(llama.family() == LlamaConfig.Family.QWEN2);
        } else if (config instanceof Gpt2Config gpt2) {
            shape.setInnerWidth(4 * gpt2.width()).setQueryKeyValueBias(gpt2.queryKeyValueBias());
        }
        return shape.build();
    }
}
