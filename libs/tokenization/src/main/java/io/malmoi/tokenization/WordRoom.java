package io.malmoi.tokenization;

/**
 * How much memory words may take.
 *
 * @param tableBytes of words that are being counted; more go to disk
 * @param slots of {@link MergeText}, which has one for each byte of a different word and one between words; rarer words are left
 *     out
 */
record WordRoom(long tableBytes, long slots) {
    private static final int SHARE_OF_TABLES = 8;

    /** A merge keeps two numbers of four bytes for each slot, a third while places are sorted, and a collector needs air. */
    private static final int BYTES_TO_MERGE = 20;

    /** A word that becomes a token is an object with a text of its own. */
    private static final int BYTES_TO_KEEP_WORDS = 64;

    /** What suits the heap of this process if pairs are merged in the words. */
    static WordRoom toMerge() {
        return ofHeap(BYTES_TO_MERGE);
    }

    /** What suits the heap of this process if the words become tokens. */
    static WordRoom toKeepWords() {
        return ofHeap(BYTES_TO_KEEP_WORDS);
    }

    private static WordRoom ofHeap(int bytesASlot) {
        long heap = Runtime.getRuntime().maxMemory();
        return new WordRoom(heap / SHARE_OF_TABLES, heap / bytesASlot);
    }
}
