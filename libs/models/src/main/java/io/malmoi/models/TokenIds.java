package io.malmoi.models;

/** Checks token ids before they reach libtorch. */
final class TokenIds {
    private TokenIds() {}

    /** Throws at the first id outside the vocabulary; names it and where it stands in rows of a given length. */
    static void require(int[] ids, int vocabularySize, int rowLength) {
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] < 0 || ids[i] >= vocabularySize) {
                throw outside(ids[i], i, vocabularySize, rowLength);
            }
        }
    }

    /** The same for targets, some of which may be ignored. */
    static void requireTargets(int[] ids, int vocabularySize, int rowLength) {
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] != TokenBatch.IGNORED && (ids[i] < 0 || ids[i] >= vocabularySize)) {
                throw outside(ids[i], i, vocabularySize, rowLength);
            }
        }
    }

    private static IllegalArgumentException outside(int id, int index, int vocabularySize, int rowLength) {
        return new IllegalArgumentException("token id " + id + " in row " + index / rowLength + ", position "
                + index % rowLength + " is outside the vocabulary of " + vocabularySize
                + " tokens: the text was encoded with another tokenizer");
    }
}
