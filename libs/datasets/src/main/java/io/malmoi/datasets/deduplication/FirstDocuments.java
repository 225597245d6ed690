package io.malmoi.datasets.deduplication;

import java.util.Arrays;

/** For each 64-bit hash the document that had it first, in 24 to 48 bytes each. Hashes must be well mixed. Not for use by several threads. */
final class FirstDocuments {
    private static final int SMALLEST = 1 << 10;

    private long[] hashes = new long[SMALLEST];
    private int[] documents = new int[SMALLEST];
    private int size;
    private int ofZero = -1;

    /** The document that had a hash first: this one if none had it before. */
    int put(long hash, int document) {
        if (hash == 0) {
            ofZero = ofZero < 0 ? document : ofZero;
            return ofZero;
        }
        if (2 * size >= hashes.length) {
            grow();
        }
        int at = place(hash);
        if (hashes[at] == 0) {
            hashes[at] = hash;
            documents[at] = document;
            size++;
        }
        return documents[at];
    }

    /** Empties it and keeps its memory. */
    void clear() {
        Arrays.fill(hashes, 0);
        size = 0;
        ofZero = -1;
    }

    private void grow() {
        long[] oldHashes = hashes;
        int[] oldDocuments = documents;
        hashes = new long[2 * oldHashes.length];
        documents = new int[hashes.length];
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldHashes[i] != 0) {
                int at = place(oldHashes[i]);
                hashes[at] = oldHashes[i];
                documents[at] = oldDocuments[i];
            }
        }
    }

    private int place(long hash) {
        int at = (int) hash & hashes.length - 1;
        while (hashes[at] != 0 && hashes[at] != hash) {
            at = at + 1 & hashes.length - 1;
        }
        return at;
    }
}
