package io.malmoi.datasets.deduplication;

/**
 * Documents that belong together, since they share a key, or both share one with a third, and so on; four bytes each. Not for use
 * by several threads.
 */
public final class Clusters {
    private final int[] parents;

    /** So many documents, each by itself. */
    Clusters(int documents) {
        parents = new int[documents];
        for (int i = 0; i < documents; i++) {
            parents[i] = i;
        }
    }

    /** Number of documents. */
    public int documents() {
        return parents.length;
    }

    /** The first document of the cluster that a document is in. */
    public int first(int document) {
        int root = document;
        while (parents[root] != root) {
            parents[root] = parents[parents[root]];
            root = parents[root];
        }
        return root;
    }

    /** Puts the clusters of two documents together. */
    void join(int one, int other) {
        int first = first(one);
        int second = first(other);
        parents[Math.max(first, second)] = Math.min(first, second);
    }
}
