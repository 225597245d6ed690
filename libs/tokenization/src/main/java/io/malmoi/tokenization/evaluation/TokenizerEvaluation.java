package io.malmoi.tokenization.evaluation;

import io.malmoi.tokenization.Tokenizer;
import io.malmoi.tokenization.pattern.CharacterClasses;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Finds out how well a tokenizer suits a text, which it is given line by line. Not thread-safe. */
public final class TokenizerEvaluation {
    private static final int MOST_SHOWN = 20;
    private static final List<String> UNKNOWN = List.of("<|unk|>", "<unk>", "[UNK]");

    private final Tokenizer tokenizer;
    private final long[] counts;
    private long bytes;
    private long tokens;
    private long eojeols;
    private long lines;
    private long changedLines;
    private String firstChangedLine;

    /** An evaluation that has seen no text yet. */
    public TokenizerEvaluation(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        counts = new long[tokenizer.vocabularySize()];
    }

    /** A token and how often it occurs. */
    public record TokenCount(int id, long count) {}

    /**
     * Encodes a line and decodes it again.
     *
     * @throws InvalidTextException if it cannot be encoded
     */
    public void add(String line) {
        int[] ids = tokenizer.encode(line);
        for (int id : ids) {
            counts[id]++;
        }
        tokens += ids.length;
        bytes += line.getBytes(StandardCharsets.UTF_8).length;
        eojeols += eojeols(line);
        lines++;
        if (!tokenizer.decode(ids, false).equals(line)) {
            changedLines++;
            firstChangedLine = firstChangedLine == null ? line : firstChangedLine;
        }
    }

    private static long eojeols(String line) {
        long words = 0;
        boolean inside = false;
        for (int i = 0; i < line.length(); i++) {
            boolean space = CharacterClasses.of(line.charAt(i)) == CharacterClasses.SPACE;
            words += !space && !inside ? 1 : 0;
            inside = !space;
        }
        return words;
    }

    /** Bytes of UTF-8 encoded so far. */
    public long bytes() {
        return bytes;
    }

    /** Tokens that they became. */
    public long tokens() {
        return tokens;
    }

    /** Words between white space. */
    public long eojeols() {
        return eojeols;
    }

    /** Bytes that a token stands for on average; 0 if there is none. */
    public double bytesPerToken() {
        return tokens == 0 ? 0 : (double) bytes / tokens;
    }

    /** Tokens that a word is made of on average; 0 if there is none. */
    public double tokensPerEojeol() {
        return eojeols == 0 ? 0 : (double) tokens / eojeols;
    }

    /** Tokens of the vocabulary that occur, special ones left out. */
    public int usedTokens() {
        return (int) used().count();
    }

    /** Share of the vocabulary that occurs, special tokens left out; 0 to 1. */
    public double usedShare() {
        int ordinary = counts.length - tokenizer.specialTokens().size();
        return ordinary == 0 ? 0 : (double) usedTokens() / ordinary;
    }

    /** Tokens that stand for what the vocabulary does not have. */
    public long unknownTokens() {
        return UNKNOWN.stream()
                .map(tokenizer::specialId)
                .filter(OptionalInt::isPresent)
                .mapToLong(id -> counts[id.getAsInt()])
                .sum();
    }

    /** Lines encoded so far. */
    public long lines() {
        return lines;
    }

    /** Lines that decoding does not give back as they were. */
    public long changedLines() {
        return changedLines;
    }

    /** The first of them. */
    public Optional<String> firstChangedLine() {
        return Optional.ofNullable(firstChangedLine);
    }

    /** The longest tokens that occur, at most 20. */
    public List<TokenCount> longestTokens() {
        return top(Comparator.comparingInt(id -> -tokenizer.token(id).length()));
    }

    /** The most frequent tokens, at most 20. */
    public List<TokenCount> mostFrequentTokens() {
        return top(Comparator.comparingLong(id -> -counts[id]));
    }

    /** The rarest tokens that occur, at most 20; of equals those that were learnt last. */
    public List<TokenCount> rarestTokens() {
        return top(Comparator.<Integer>comparingLong(id -> counts[id]).thenComparing(Comparator.reverseOrder()));
    }

    private IntStream used() {
        return IntStream.range(0, counts.length).filter(id -> counts[id] > 0 && !tokenizer.isSpecial(id));
    }

    private List<TokenCount> top(Comparator<Integer> order) {
        return used().boxed()
                .sorted(order)
                .limit(MOST_SHOWN)
                .map(id -> new TokenCount(id, counts[id]))
                .toList();
    }
}
