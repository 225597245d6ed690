package io.malmoi.models;

/** Tokens that may be chosen, with their logits, later their unnormalised probabilities. Reused from token to token. */
final class Candidates {
    private int[] ids = new int[0];
    private double[] weights = new double[0];
    private int count;

    /** All tokens that are not ruled out. */
    void takeAll(float[] logits) {
        reserve(logits.length);
        for (int i = 0; i < logits.length; i++) {
            if (logits[i] > Float.NEGATIVE_INFINITY) {
                ids[count] = i;
                weights[count++] = logits[i];
            }
        }
    }

    /** The k largest, kept in a heap whose root is the smallest of them. */
    void takeLargest(float[] logits, int k) {
        reserve(k);
        for (int i = 0; i < logits.length; i++) {
            if (count < k) {
                if (logits[i] > Float.NEGATIVE_INFINITY) {
                    append(i, logits[i]);
                }
            } else if (logits[i] > weights[0]) {
                ids[0] = i;
                weights[0] = logits[i];
                siftDown();
            }
        }
    }

    private void reserve(int size) {
        count = 0;
        if (ids.length < size) {
            ids = new int[size];
            weights = new double[size];
        }
    }

    private void append(int id, double logit) {
        int at = count++;
        ids[at] = id;
        weights[at] = logit;
        while (at > 0 && before((at - 1) / 2, at)) {
            swap(at, (at - 1) / 2);
            at = (at - 1) / 2;
        }
    }

    private void siftDown() {
        int at = 0;
        while (2 * at + 1 < count) {
            int child = 2 * at + 1;
            if (child + 1 < count && before(child, child + 1)) {
                child++;
            }
            if (!before(at, child)) {
                return;
            }
            swap(at, child);
            at = child;
        }
    }

    /** Turns logits into probabilities relative to that of the highest. */
    void weigh(double highest, double temperature) {
        double scale = 1 / temperature;
        for (int i = 0; i < count; i++) {
            weights[i] = Math.exp((weights[i] - highest) * scale);
        }
    }

    /** Keeps the fewest of the largest that together have at least a share of the probability, by quickselect on the sums. */
    void keepNucleus(double share) {
        double total = sum(0, count);
        double wanted = share * total;
        dropBelow((1 - share) * total / count);
        int from = 0;
        int to = count - 1;
        while (from < to) {
            int pivot = partition(from, to);
            double larger = sum(from, pivot);
            if (larger >= wanted) {
                to = pivot - 1;
            } else if (larger + weights[pivot] >= wanted) {
                from = pivot;
                to = pivot;
            } else {
                wanted -= larger + weights[pivot];
                from = pivot + 1;
            }
        }
        count = Math.min(count, from + 1);
    }

    /** All tokens below the mean of what may be left out can be left out at once. */
    private void dropBelow(double least) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (weights[i] >= least) {
                ids[kept] = ids[i];
                weights[kept++] = weights[i];
            }
        }
        count = kept;
    }

    /** The token at a point from 0 to 1 of the probability. */
    int at(double point) {
        double left = point * sum(0, count);
        for (int i = 0; i < count - 1; i++) {
            left -= weights[i];
            if (left < 0) {
                return ids[i];
            }
        }
        return ids[count - 1];
    }

    /** Puts what comes before the median of three in front of it, and the rest behind; gives its place. */
    private int partition(int from, int to) {
        int middle = (from + to) >>> 1;
        order(from, middle);
        order(from, to);
        order(middle, to);
        swap(middle, to);
        int end = from;
        for (int i = from; i < to; i++) {
            if (before(i, to)) {
                swap(i, end++);
            }
        }
        swap(end, to);
        return end;
    }

    private void order(int a, int b) {
        if (before(b, a)) {
            swap(a, b);
        }
    }

    private boolean before(int a, int b) {
        return weights[a] > weights[b] || weights[a] == weights[b] && ids[a] < ids[b];
    }

    private void swap(int a, int b) {
        int id = ids[a];
        ids[a] = ids[b];
        ids[b] = id;
        double weight = weights[a];
        weights[a] = weights[b];
        weights[b] = weight;
    }

    private double sum(int from, int to) {
        double total = 0;
        for (int i = from; i < to; i++) {
            total += weights[i];
        }
        return total;
    }
}
