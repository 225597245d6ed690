package io.malmoi.tokenization.training;

import io.malmoi.tokenization.Tokenizer;
import io.malmoi.tokenization.counting.LeftOutWords;
import io.malmoi.tokenization.counting.ProgressListener;
import io.malmoi.tokenization.counting.WordCounter;
import io.malmoi.tokenization.counting.WordCounts;
import io.malmoi.tokenization.counting.WordRoom;
import io.malmoi.tokenization.definition.AddedToken;
import io.malmoi.tokenization.definition.Model;
import io.malmoi.tokenization.definition.PostProcessor;
import io.malmoi.tokenization.definition.PreTokenizer;
import io.malmoi.tokenization.definition.TokenDecoder;
import io.malmoi.tokenization.definition.TokenizerDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Trains BPE tokenizers (Sennrich et al. 2016; on bytes as in GPT-2 unless the settings say otherwise): the most frequent pair
 * of neighbouring tokens is merged, again and again. Gives the vocabulary and merges, in the same order, that Hugging Face
 * tokenizers' {@code BpeTrainer} gives for the same file and settings; where its result changes from run to run (the order of
 * tokens with a prefix or suffix, equals at the limit of the alphabet), the lower code points go first. Uses every core.
 * Thread-safe.
 */
public final class BpeTrainer {
    private final BpeSettings settings;
    private final WordRoom room;

    /** A trainer with these settings that may use the heap of this process. */
    public BpeTrainer(BpeSettings settings) {
        this(settings, Runtime.getRuntime().maxMemory());
    }

    /** A trainer with these settings that gets along with a heap of so many bytes. */
    public BpeTrainer(BpeSettings settings, long heap) {
        this(settings, WordRoom.toMerge(heap));
    }

    BpeTrainer(BpeSettings settings, WordRoom room) {
        this.settings = settings;
        this.room = room;
    }

    /**
     * Trains on a text, line by line. Memory grows with the number of different words, not with the length of the text, and
     * only up to what the heap allows: words that are too many while they are counted go to a temporary file, and if there are
     * more in the end than can be merged, the rarest are left out, as the listener and the result tell. Then alone the result differs from
     * the reference library's, and depends on the size of the heap: there is room for one byte of different words for
     * every 32 bytes of it beyond 64 MiB.
     *
     * @param text UTF-8; read to its end, not closed
     * @param bytes length of the text for progress, 0 if unknown
     * @param listener hears how far it is; called on this thread; what it throws stops the training
     * @return the tokenizer, smaller than asked for if the text has no more pairs to merge, and what was left out
     * @throws InvalidTextException if the text is empty or blank, not UTF-8 (naming the offset), has a word or, unless the
     *     settings are the usual ones, a line of more than 16 MiB, or has more different characters than the vocabulary has room for
     * @throws IOException if the text cannot be read
     * @throws E if the listener threw it
     */
    public <E extends Exception> Trained train(InputStream text, long bytes, ProgressListener<E> listener)
            throws IOException, E {
        PairMerger merger;
        LeftOutWords leftOut;
        try (WordCounts words =
                new WordCounter(settings.normalizer(), settings.preTokenizer(), room).count(text, bytes, listener)) {
            merger = PairMerger.of(settings, words);
            leftOut = words.leftOut();
        }
        Model.Bpe model = merger.merge(listener);
        List<AddedToken> special = IntStream.range(0, settings.specialTokens().size())
                .mapToObj(id -> AddedToken.special(id, settings.specialTokens().get(id)))
                .toList();
        Tokenizer tokenizer = Tokenizer.of(new TokenizerDefinition(
                special, settings.normalizer(), settings.preTokenizer(), PostProcessor.NONE, decoder(settings), model));
        return new Trained(tokenizer, leftOut);
    }

    /** What undoes the settings' pre-tokenizer and affixes. */
    private static TokenDecoder decoder(BpeSettings settings) {
        PreTokenizer preTokenizer = settings.preTokenizer();
        if (preTokenizer.has(PreTokenizer.ByteLevel.class)) {
            return new TokenDecoder.ByteLevel();
        }
        if (!settings.characters().continuingSubwordPrefix().isEmpty()) {
            return new TokenDecoder.WordPiece(settings.characters().continuingSubwordPrefix(), false);
        }
        if (!settings.characters().endOfWordSuffix().isEmpty()) {
            return new TokenDecoder.Bpe(settings.characters().endOfWordSuffix());
        }
        return preTokenizer
                .find(PreTokenizer.Metaspace.class)
                .map(it -> (TokenDecoder) new TokenDecoder.Metaspace(it.replacement(), it.prependScheme()))
                .orElseGet(TokenDecoder.Spaces::new);
    }
}
