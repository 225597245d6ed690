package io.malmoi.tokenization.training;

import io.malmoi.tokenization.Tokenizer;
import io.malmoi.tokenization.counting.LeftOutWords;
import io.malmoi.tokenization.counting.ProgressListener;
import io.malmoi.tokenization.counting.WordCounter;
import io.malmoi.tokenization.counting.WordCounts;
import io.malmoi.tokenization.counting.WordRoom;
import io.malmoi.tokenization.definition.AddedToken;
import io.malmoi.tokenization.definition.Model;
import io.malmoi.tokenization.definition.Normalizer;
import io.malmoi.tokenization.definition.PostProcessor;
import io.malmoi.tokenization.definition.PreTokenizer;
import io.malmoi.tokenization.definition.PreTokenizer.SplitBehavior;
import io.malmoi.tokenization.definition.TextPattern;
import io.malmoi.tokenization.definition.TokenDecoder;
import io.malmoi.tokenization.definition.TokenizerDefinition;
import io.malmoi.tokenization.json.TokenizerReader;
import io.malmoi.tokenization.text.InvalidTextException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Makes word-level tokenizers: every different word of a text is a token, in the order of their code points, and special tokens
 * come last. Words are what stands between white space and the signs {@code , . : ; ? _ ! " ( ) '} and {@code --}, each of which
 * is a word, too. Thread-safe.
 */
public final class WordLevelTrainer {
    /** The token that words outside the vocabulary become, if it is among the special tokens. */
    public static final String UNKNOWN = "<|unk|>";

    private static final PreTokenizer WORDS = new PreTokenizer.Sequence(List.of(
            new PreTokenizer.Split(new TextPattern.Regex("\\s"), SplitBehavior.REMOVED, false),
            new PreTokenizer.Split(new TextPattern.Regex("[,.:;?_!\"()']|--"), SplitBehavior.ISOLATED, false)));

    /** Words are joined with spaces, which then go where a sign follows that stands close to the word before it. */
    private static final TokenDecoder SPACES = new TokenDecoder.Sequence(List.of(
            new TokenDecoder.WordPiece("##", false),
            new TokenDecoder.Fuse(),
            new TokenDecoder.Replace(new TextPattern.Regex("\\s+(?=[,.?!\"()'])"), "")));

    private final int vocabularySize;
    private final List<String> specialTokens;
    private final WordRoom room;

    /**
     * A trainer.
     *
     * @param vocabularySize most tokens, of which the most frequent words are kept; 0 for every word
     * @param specialTokens none empty, none twice; with {@link #UNKNOWN} among them every text can be encoded, without it only
     *     texts of known words
     * @throws IllegalArgumentException naming what is wrong
     */
    public WordLevelTrainer(int vocabularySize, List<String> specialTokens) {
        this(vocabularySize, specialTokens, Runtime.getRuntime().maxMemory());
    }

    /** A trainer that gets along with a heap of so many bytes; else as the other. */
    public WordLevelTrainer(int vocabularySize, List<String> specialTokens, long heap) {
        this.room = WordRoom.toKeepWords(heap);
        this.vocabularySize = vocabularySize;
        this.specialTokens = List.copyOf(specialTokens);
        Set<String> seen = new HashSet<>();
        for (String token : specialTokens) {
            if (token.isEmpty() || !seen.add(token)) {
                throw new IllegalArgumentException(
                        "special_tokens holds \"" + token + "\", which is empty or there twice: remove it");
            }
        }
        if (vocabularySize != 0 && vocabularySize <= specialTokens.size()) {
            throw new IllegalArgumentException("vocabulary_size is " + vocabularySize + ": give more than the "
                    + specialTokens.size() + " special tokens, or 0 for every word");
        }
    }

    /**
     * Collects the words of a text.
     *
     * @param text UTF-8; read to its end, not closed
     * @param bytes length of the text for progress, 0 if unknown
     * @param listener hears how far it is; what it throws stops the work
     * @return the tokenizer, and what was left out of the text
     * @throws InvalidTextException if the text is empty or blank, not UTF-8, has a line of more than 16 MiB, or more words than a
     *     vocabulary may have
     */
    public <E extends Exception> Trained train(InputStream text, long bytes, ProgressListener<E> listener)
            throws IOException, E {
        List<String> tokens = new ArrayList<>();
        LeftOutWords leftOut;
        try (WordCounts counts = new WordCounter(Normalizer.NONE, WORDS, room).count(text, bytes, listener)) {
            tokens.addAll(words(counts));
            leftOut = counts.leftOut();
        }
        int firstSpecial = tokens.size();
        tokens.addAll(specialTokens);
        List<AddedToken> special = IntStream.range(0, specialTokens.size())
                .mapToObj(i -> AddedToken.special(firstSpecial + i, specialTokens.get(i)))
                .toList();
        String unknown = specialTokens.contains(UNKNOWN) ? UNKNOWN : "";
        Tokenizer tokenizer = Tokenizer.of(new TokenizerDefinition(
                special, Normalizer.NONE, WORDS, PostProcessor.NONE, SPACES, new Model.WordLevel(tokens, unknown)));
        return new Trained(tokenizer, leftOut);
    }

    private List<String> words(WordCounts counts) {
        Map<String, Long> words = new HashMap<>();
        counts.forEach(
                (text, start, limit, count) -> words.merge(new String(text, start, limit - start), count, Long::sum));
        words.keySet().removeAll(specialTokens);
        boolean tooMany = words.size() + specialTokens.size() > TokenizerReader.MOST_TOKENS
                || counts.leftOut().words() > 0;
        if (vocabularySize == 0 && tooMany) {
            throw new InvalidTextException("the text has more different words than a vocabulary may have tokens ("
                    + TokenizerReader.MOST_TOKENS + "), or than the heap has room for: give vocabulary_size");
        }
        checkAllKnown(words.size(), counts.leftOut().words() > 0);
        long most = vocabularySize == 0 ? Long.MAX_VALUE : vocabularySize - specialTokens.size();
        return words.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey(WordLevelTrainer::compare)))
                .limit(most)
                .map(Map.Entry::getKey)
                .sorted(WordLevelTrainer::compare)
                .toList();
    }

    /** A tokenizer without a token for unknown words could not even encode the text that it was trained on. */
    private void checkAllKnown(int words, boolean leftOut) {
        int least = words + specialTokens.size();
        if (vocabularySize != 0 && (least > vocabularySize || leftOut) && !specialTokens.contains(UNKNOWN)) {
            throw new InvalidTextException("the text has more different words than a vocabulary of " + vocabularySize
                    + " tokens has room for, and there is no token for the others: add " + UNKNOWN
                    + " to special_tokens, or give vocabulary_size " + least + " or more");
        }
    }

    /** By code points, which UTF-16 orders otherwise beyond U+FFFF. */
    private static int compare(String some, String more) {
        return Arrays.compare(some.codePoints().toArray(), more.codePoints().toArray());
    }
}
