package io.malmoi.models;

import io.malmoi.torchscript.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A decoder, as nothing but mathematics. The same lines are trained, evaluated and decoded: how weights are stored and multiplied by
 * is decided by {@link Layers}, how queries find keys and values by {@link Attention}.
 */
sealed interface LanguageModel permits Gpt2, Llama {
    /** The model of a shape. */
    static LanguageModel of(ModelConfig config) {
        return config instanceof LlamaConfig llama ? new Llama(llama) : new Gpt2((Gpt2Config) config);
    }

    /** Its shape. */
    ModelConfig config();

    /**
     * The way from token ids [batch, time] to hidden states [batch, time, width] in stages, each given what the one before has made: the
     * embedding, the blocks, the last norm. What is kept for the backward pass, or made again, is decided between them.
     *
     * @param positions [time] or [batch, time]
     */
    List<UnaryOperator<Value>> stages(Layers root, Value positions, Attention attention);

    /** Hidden states [batch, time, width] of token ids [batch, time] at positions [time] or [batch, time]. */
    default Value hidden(Layers root, Value tokens, Value positions, Attention attention) {
        Value x = tokens;
        for (UnaryOperator<Value> stage : stages(root, positions, attention)) {
            x = stage.apply(x);
        }
        return x;
    }

    /** Logits [batch, time, vocabulary] of hidden states [batch, time, width]. */
    Value logits(Layers root, Value hidden);

    /** Name of the head's weight. */
    String head();

    /** Names of the tables of embeddings, which weight decay leaves alone. */
    Set<String> embeddings();

    /** Our name of a tensor in a published file; empty for what is no weight. */
    Optional<String> parameter(String published);
}
