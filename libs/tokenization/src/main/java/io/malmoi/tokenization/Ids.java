package io.malmoi.tokenization;

/** Checks token ids. */
final class Ids {
    private Ids() {}

    /** @throws IllegalArgumentException if one is outside the vocabulary, naming it and its place */
    static void check(int[] ids, int size) {
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] < 0 || ids[i] >= size) {
                throw outside(ids[i], " at index " + i, size);
            }
        }
    }

    /** @throws IllegalArgumentException if it is outside the vocabulary */
    static void check(int id, int size) {
        if (id < 0 || id >= size) {
            throw outside(id, "", size);
        }
    }

    private static IllegalArgumentException outside(int id, String place, int size) {
        return new IllegalArgumentException(
                "token id " + id + place + " is outside the vocabulary: give 0 to " + (size - 1));
    }
}
