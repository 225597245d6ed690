package io.malmoi.models;

import io.malmoi.torchscript.Value;
import java.util.Optional;
import java.util.Set;

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

    /** Hidden states [batch, time, width] of token ids [batch, time] at positions [time] or [batch, time]. */
    Value hidden(Layers root, Value tokens, Value positions, Attention attention);

    /** Logits [..., vocabulary] of hidden states [..., width]. */
    Value logits(Layers root, Value hidden);

    /** Name of the head's weight. */
    String head();

    /** Names of the tables of embeddings, which weight decay leaves alone. */
    Set<String> embeddings();

    /** Our name of a tensor in a published file; empty for what is no weight. */
    Optional<String> parameter(String published);
}
