package io.malmoi.cli.jobs;

import io.malmoi.cli.terminal.LossChart.Curves;
import io.malmoi.cli.terminal.LossChart.Point;
import io.malmoi.v1.Metrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The losses of a training run so far. A run taken up again from a checkpoint replaces what it repeats. Not thread-safe. */
public final class TrainingHistory {
    private final List<Point> train = new ArrayList<>();
    private final List<Point> validation = new ArrayList<>();
    private final Map<String, Double> newest = new HashMap<>();

    /** Takes measurements in. */
    public void add(Metrics metrics) {
        newest.putAll(metrics.getValuesMap());
        append(train, metrics, "train_loss");
        append(validation, metrics, "validation_loss");
    }

    /** The newest value of a metric, by its name. */
    public OptionalDouble newest(String metric) {
        Double value = newest.get(metric);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** The curves to draw. */
    public Curves curves() {
        return new Curves(
                List.copyOf(train),
                List.copyOf(validation),
                newest("unigram_loss").orElse(0));
    }

    private static void append(List<Point> points, Metrics metrics, String name) {
        Double loss = metrics.getValuesMap().get(name);
        if (loss != null && Double.isFinite(loss)) {
            points.removeIf(point -> point.step() >= metrics.getStep());
            points.add(new Point(metrics.getStep(), loss));
        }
    }
}
