package io.malmoi.datasets.report;

import java.util.List;

/**
 * What the documents of a text are like.
 *
 * @param documents how many there are
 * @param bytes of UTF-8 of all documents
 * @param characters code points of all documents
 * @param eojeol words between white space of all documents
 * @param charactersPerDocument code points of each document
 * @param eojeolPerDocument words between white space of each document
 * @param languages number of documents by what most of their letters are: {@code korean}, {@code latin}, {@code japanese}, {@code
 *     chinese}, {@code other}, {@code mixed}, {@code no-letters}
 * @param characterKinds number of characters by kind: {@code hangul}, {@code latin}, {@code han}, {@code kana}, {@code
 *     other-letters}, {@code digits}, {@code symbols}, {@code white-space}
 * @param repeatedShare share of documents that are equal to an earlier one: 0 to 1
 * @param repeatedShareIsEstimate whether that share is reckoned from a sample of documents
 * @param sample documents of which n-grams are counted and examples are shown
 */
public record TextReport(
        long documents,
        long bytes,
        long characters,
        long eojeol,
        Histogram.Summary charactersPerDocument,
        Histogram.Summary eojeolPerDocument,
        List<NamedCount> languages,
        List<NamedCount> characterKinds,
        double repeatedShare,
        boolean repeatedShareIsEstimate,
        Sample sample) {
    /**
     * A sample, by the hashes of the documents' texts.
     *
     * @param documents how many documents it has
     * @param whole whether these are all documents, and all of each
     * @param ngrams the most frequent runs of one, two and three eojeol in it
     * @param examples the beginnings of a few of them
     */
    public record Sample(long documents, boolean whole, List<TopNgrams> ngrams, List<String> examples) {}
}
