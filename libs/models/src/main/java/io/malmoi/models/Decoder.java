package io.malmoi.models;

import java.nio.file.Path;
import java.util.List;

/**
 * Continues many sequences at once, with their keys and values kept in a preallocated cache.
 *
 * <p>Made for continuous batching: sequences are opened with a prompt at any time while a slot is free, advance together
 * by one token a {@link #step}, and are closed at any time. A scheduler is a loop of
 * {@code prefill new prompts; sample; step all open sequences; close those that ended}.
 *
 * <p>Greedy decoding gives the same tokens whatever else is in the batch. Not thread-safe: one thread at a time may use a decoder
 * and its sequences.
 */
public final class Decoder implements AutoCloseable {
    private Decoder() {}

    /**
     * Opens a model folder ({@code config.json}, {@code model.safetensors}). In float32 the weights stay in the file, which is
     * mapped, so it must not be changed until the decoder is closed.
     *
     * @throws ModelFormatException if the folder is not a model that can be run
     */
    public static Decoder load(Path folder, DecoderOptions options) {
        throw new UnsupportedOperationException();
    }

    /** The shape of the model. */
    public Gpt2Config config() {
        throw new UnsupportedOperationException();
    }

    /** Sequences that can be open at once. */
    public int slots() {
        throw new UnsupportedOperationException();
    }

    /** Sequences that can be opened now. */
    public int freeSlots() {
        throw new UnsupportedOperationException();
    }

    /**
     * Opens a sequence for each prompt, all in one call.
     *
     * @param prompts token ids, each 1 to block size of them; at most {@link #freeSlots} prompts
     * @return the sequences in the order of the prompts, each with the logits of its next token
     */
    public List<Sequence> prefill(List<int[]> prompts) {
        throw new UnsupportedOperationException();
    }

    /**
     * Appends one token to each of the sequences (any of the open ones, each once), in one call. Their {@link Sequence#logits} change.
     *
     * @param sequences open sequences, each shorter than the block size
     * @param tokens one for each sequence
     */
    public void step(List<Sequence> sequences, int[] tokens) {
        throw new UnsupportedOperationException();
    }

    /** Frees the memory. Sequences still open are closed. */
    @Override
    public void close() {}

    /** A sequence in the cache. */
    public final class Sequence implements AutoCloseable {
        private Sequence() {}

        /** Tokens in the cache. */
        public int length() {
            throw new UnsupportedOperationException();
        }

        /** The logits of the next token, one for each id of the vocabulary, in float32. Valid until the sequence's next step. */
        public float[] logits() {
            throw new UnsupportedOperationException();
        }

        /** Gives the slot back. Closing again does nothing. */
        @Override
        public void close() {}
    }
}
