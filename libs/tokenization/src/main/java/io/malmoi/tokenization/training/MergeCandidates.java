package io.malmoi.tokenization.training;

import io.malmoi.tokenization.collections.IntList;
import io.malmoi.tokenization.collections.Pairs;
import java.util.PriorityQueue;

/**
 * Pairs that may be merged next, each with the places where it was made: the most frequent first, of equals the one of the
 * lowest ids. One pair may have several candidates, as in the reference library, which its results depend on. Counts of
 * candidates go stale when neighbours are merged, and are looked up again when their turn comes.
 *
 * <p>Candidates below the minimum frequency, nearly all there are, are kept apart in a compact form: they could only matter if
 * their counts grew after all, which takes two ways to one token.
 */
final class MergeCandidates {
    /** A pair, how often it occurred when this was added, and where. */
    record Candidate(long pair, long count, int[] places) implements Comparable<Candidate> {
        @Override
        public int compareTo(Candidate other) {
            int byCount = Long.compare(other.count, count);
            return byCount != 0 ? byCount : Long.compare(pair, other.pair);
        }
    }

    private static final int PARKED_HEADER = 4;

    private final PriorityQueue<Candidate> queue = new PriorityQueue<>();
    private final PairTable pairs;
    private final long minimumFrequency;
    private IntList parked = new IntList(1 << 10); // first, second, count, number of places, places

    MergeCandidates(PairTable pairs, int minimumFrequency) {
        this.pairs = pairs;
        this.minimumFrequency = Math.max(1, minimumFrequency);
    }

    /** Takes the places where a pair was made since it was last added, unless the pair occurs no more. */
    void add(long pair, IntList places) {
        long count = pairs.count(pair);
        if (count <= 0) {
            return;
        }
        pairs.candidateAdded(pair);
        if (count < minimumFrequency && parked != null) {
            parked.add(Pairs.first(pair));
            parked.add(Pairs.second(pair));
            parked.add((int) count);
            parked.add(places.size());
            parked.addAll(places);
        } else {
            queue.add(new Candidate(pair, count, places.take()));
        }
    }

    /** The pair to merge next, or null if none occurs often enough. */
    Candidate next() {
        while (true) {
            Candidate top = queue.peek();
            boolean below = top == null || top.count < minimumFrequency;
            if (below && parked != null) {
                if (!anyHasGrown()) {
                    return null;
                }
                unpark();
            } else if (top == null) {
                return null;
            } else if (pairs.count(top.pair) != top.count) {
                queue.remove();
                queue.add(new Candidate(top.pair, pairs.count(top.pair), top.places));
            } else {
                return below ? null : queue.remove();
            }
        }
    }

    /** Whether the true count of a candidate that is below the minimum has grown to it. */
    private boolean anyHasGrown() {
        return anyParkedHasGrown() || queue.stream().anyMatch(c -> pairs.count(c.pair) >= minimumFrequency);
    }

    /** All join the queue, which then gives what it would have given with them in it from the start. */
    private void unpark() {
        for (int at = 0; at < parked.size(); at += PARKED_HEADER + parked.get(at + 3)) {
            int[] places = new int[parked.get(at + 3)];
            for (int i = 0; i < places.length; i++) {
                places[i] = parked.get(at + PARKED_HEADER + i);
            }
            queue.add(new Candidate(parkedPair(at), parked.get(at + 2), places));
        }
        parked = null;
    }

    private boolean anyParkedHasGrown() {
        for (int at = 0; at < parked.size(); at += PARKED_HEADER + parked.get(at + 3)) {
            if (pairs.count(parkedPair(at)) >= minimumFrequency) {
                return true;
            }
        }
        return false;
    }

    private long parkedPair(int at) {
        return Pairs.pair(parked.get(at), parked.get(at + 1));
    }
}
