package io.malmoi.tokenization.counting;

/**
 * How much memory words may take.
 *
 * @param tableBytes of words that are being counted; more go to disk
 * @param slots of {@code MergeText}, which has one for each byte of a different word and one between words; rarer words are left
 *     out
 */
public record WordRoom(long tableBytes, long slots) {
    private static final int SHARE_OF_TABLES = 8;

    /** What everything else takes, above all the vocabulary and the pieces of text that are read. */
    private static final long BESIDE = 64 << 20;

    private static final long LEAST = 8 << 20;

    /** A merge keeps a number for each slot and one for each place of a pair, both with room to grow, and a collector needs air. */
    private static final int BYTES_TO_MERGE = 32;

    /** A word that becomes a token is an object with a text of its own. */
    private static final int BYTES_TO_KEEP_WORDS = 64;

    /** What suits a heap of so many bytes if pairs are merged in the words. */
    public static WordRoom toMerge(long heap) {
        return of(heap, BYTES_TO_MERGE);
    }

    /** What suits a heap of so many bytes if the words become tokens. */
    public static WordRoom toKeepWords(long heap) {
        return of(heap, BYTES_TO_KEEP_WORDS);
    }

    private static WordRoom of(long heap, int bytesASlot) {
        long room = Math.max(LEAST, heap - BESIDE);
        return new WordRoom(room / SHARE_OF_TABLES, room / bytesASlot);
    }
}
