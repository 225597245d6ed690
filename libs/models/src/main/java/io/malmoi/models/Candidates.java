package io.malmoi.models;

/** Tokens that may be chosen, with their logits, later their unnormalised probabilities. Reused from token to token. */
final class Candidates {
    /** Weights of less than e to this are not told apart. */
    private static final double LEAST = -40;
    /** Candidates that are passed over at once. */
    private static final int BLOCK = 64;

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
            weights[i] = exp((weights[i] - highest) * scale);
        }
    }

    /**
     * The exponential of a number that is not above 0, to a relative error of 1e-8, less than that of logits; of numbers below -40, which
     * no draw notices, that of -40. It is a polynomial of a 256th of the number, squared eight times: nothing but products and sums, of
     * which processors make several at once, where the library's takes numbers one by one.
     */
    static double exp(double x) {
        double r = Math.max(x, LEAST) * (1.0 / 256);
        double high = 1.0 / 24 + r * (1.0 / 120 + r * (1.0 / 720 + r * (1.0 / 5040)));
        double y = 1 + r * (1 + r * (1.0 / 2 + r * (1.0 / 6 + r * high)));
        y *= y;
        y *= y;
        y *= y;
        y *= y;
        y *= y;
        y *= y;
        y *= y;
        return y * y;
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
        int first = 0;
        while (first + BLOCK < count) {
            double block = sum(first, first + BLOCK);
            if (left < block) {
                break;
            }
            left -= block;
            first += BLOCK;
        }
        for (int i = first; i < count - 1; i++) {
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
        double even = 0;
        double odd = 0;
        int i = from;
        for (; i + 4 <= to; i += 4) {
            even += weights[i] + weights[i + 2];
            odd += weights[i + 1] + weights[i + 3];
        }
        for (; i < to; i++) {
            even += weights[i];
        }
        return even + odd;
    }
}
