package io.malmoi.tokenization;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Trains byte-level BPE tokenizers (Sennrich et al. 2016, on bytes as in GPT-2): NFC, GPT-2's pattern, then the most
 * frequent pair of neighbouring tokens is merged, again and again. Gives the vocabulary and merges, in the same order, that
 * Hugging Face tokenizers' {@code BpeTrainer} gives for the same file and settings. Uses every core. Thread-safe.
 */
public final class BpeTrainer {
    private final BpeSettings settings;

    /** A trainer with these settings. */
    public BpeTrainer(BpeSettings settings) {
        this.settings = settings;
    }

    /**
     * Trains on a text, line by line. Memory grows with the number of different words, not with the length of the text.
     *
     * @param text UTF-8; read to its end, not closed
     * @param bytes length of the text for progress, 0 if unknown
     * @param listener hears how far it is; called on this thread; what it throws stops the training
     * @return the tokenizer; smaller than asked for if the text has no more pairs to merge
     * @throws InvalidTextException if the text is empty or blank, not UTF-8 (naming the offset), or has a word of more than 16 MiB
     * @throws IOException if the text cannot be read
     * @throws E if the listener threw it
     */
    public <E extends Exception> Tokenizer train(InputStream text, long bytes, ProgressListener<E> listener)
            throws IOException, E {
        WordCounts words = WordCounter.count(text, bytes, listener);
        Vocabulary vocabulary = PairMerger.merge(settings, words, listener);
        List<AddedToken> special = IntStream.range(0, settings.specialTokens().size())
                .mapToObj(id -> new AddedToken(id, settings.specialTokens().get(id), true, false))
                .toList();
        return new Tokenizer(new TokenizerModel(Normalization.NFC, vocabulary, special));
    }
}
