package io.malmoi.datasets.report;

import java.util.List;

/**
 * What the tokens of a dataset are like.
 *
 * @param train the part to train on
 * @param validation the part to validate on
 * @param vocabularySize number of tokens of the tokenizer
 * @param usedTokens number of them that occur among the train tokens
 * @param rareTokens number of them that occur there, but fewer than ten times
 * @param tokensPerDocument tokens of each document of both parts, the one that ends it included
 * @param bytesPerToken bytes of text that a train token stands for on average; the end of a text counts as a token
 * @param frequencies how often the token of a rank occurs among the train tokens; some ranks, ascending
 * @param coverage how many of the most frequent tokens make up a part of the train tokens
 * @param topTokens the most frequent of the train tokens
 */
public record DatasetReport(
        Part train,
        Part validation,
        int vocabularySize,
        int usedTokens,
        int rareTokens,
        Histogram.Summary tokensPerDocument,
        double bytesPerToken,
        List<RankFrequency> frequencies,
        List<Coverage> coverage,
        List<TopToken> topTokens) {
    /**
     * One of the two parts.
     *
     * @param documents how many
     * @param tokens how many, one at the end of each document included
     * @param bytes of UTF-8 that they stand for
     * @param examples the beginnings of its first documents
     */
    public record Part(long documents, long tokens, long bytes, List<String> examples) {}

    /**
     * How often a token occurs.
     *
     * @param rank 1 for the most frequent token
     * @param count how often it occurs
     */
    public record RankFrequency(long rank, long count) {}

    /**
     * What the most frequent tokens make up.
     *
     * @param share of all train tokens: 0 to 1
     * @param tokens how many different tokens it takes
     */
    public record Coverage(double share, long tokens) {}

    /**
     * A frequent token.
     *
     * @param id its id
     * @param text its text; bytes that are no whole character are U+FFFD
     * @param count how often it occurs
     */
    public record TopToken(int id, String text, long count) {}
}
