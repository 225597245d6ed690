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

    private int first(int document) {
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

    /**
     * Gives a document's cluster a value, in the place of what was known of it: to be called for each document in order, from 0,
     * after the last clusters were put together.
     *
     * @param own the cluster's value if this is its first document: 0 or more
     * @return the cluster's value
     */
    public int settle(int document, int own) {
        int parent = parents[document];
        int value = parent == document ? own : ~parents[parent];
        parents[document] = ~value;
        return value;
    }

    /** The value of a document's cluster; once all are settled. */
    public int value(int document) {
        return ~parents[document];
    }
}
