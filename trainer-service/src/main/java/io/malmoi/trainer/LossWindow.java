package io.malmoi.trainer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The losses of the last steps and their mean. Summed in order, so that a restored window has exactly the same mean. */
final class LossWindow {
    private final int size;
    private final Deque<Double> losses = new ArrayDeque<>();

    /** A window over the given number of steps, of which some may be known already. */
    LossWindow(int size, List<Double> known) {
        this.size = size;
        known.forEach(this::add);
    }

    void add(double loss) {
        losses.addLast(loss);
        if (losses.size() > size) {
            losses.removeFirst();
        }
    }

    /** The mean; 0 before the first loss. */
    double mean() {
        return losses.stream().mapToDouble(Double::doubleValue).reduce(0, Double::sum) / Math.max(1, losses.size());
    }

    /** The losses, oldest first. */
    List<Double> values() {
        return List.copyOf(losses);
    }
}
