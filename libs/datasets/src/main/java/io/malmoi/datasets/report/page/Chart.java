package io.malmoi.datasets.report.page;

import io.malmoi.datasets.report.DatasetReport.RankFrequency;
import io.malmoi.datasets.report.Histogram;
import io.malmoi.datasets.report.Histogram.Bin;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Charts as SVG. */
final class Chart {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 220;
    private static final int LEFT = 56;
    private static final int BOTTOM = 36;
    private static final int TOP = 14;
    private static final int PLOT_WIDTH = WIDTH - LEFT - 10;
    private static final int PLOT_HEIGHT = HEIGHT - TOP - BOTTOM;
    private static final int LABELS = 9;

    private final StringBuilder svg = new StringBuilder();

    private Chart(String label) {
        svg.append(String.format(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n", WIDTH, HEIGHT, Html.escape(label)));
    }

    /**
     * A histogram, and another one behind it.
     *
     * @param unit what is counted, below the axis
     * @param before null if there is none
     */
    static String histogram(String unit, Histogram.Summary summary, Histogram.Summary before) {
        var ends = new TreeMap<Long, Long>();
        long highest = 1;
        for (Bin bin : bins(summary, before)) {
            ends.put(bin.from(), bin.to());
            highest = Math.max(highest, bin.count());
        }
        var chart = new Chart("histogram: " + unit);
        chart.verticalAxis(highest);
        List<Long> starts = List.copyOf(ends.keySet());
        if (before != null) {
            chart.bars(before.bins(), starts, highest, "before");
        }
        chart.bars(summary.bins(), starts, highest, "after");
        chart.horizontalLabels(starts);
        return chart.finish(unit);
    }

    private static List<Bin> bins(Histogram.Summary summary, Histogram.Summary before) {
        return before == null
                ? summary.bins()
                : Stream.concat(before.bins().stream(), summary.bins().stream()).toList();
    }

    private void bars(List<Bin> bins, List<Long> starts, long highest, String className) {
        double step = (double) PLOT_WIDTH / starts.size();
        for (Bin bin : bins) {
            if (bin.count() > 0) {
                double height = Math.max(1, (double) PLOT_HEIGHT * bin.count() / highest);
                String range = bin.to() - bin.from() == 1
                        ? Html.number(bin.from())
                        : Html.number(bin.from()) + " to " + Html.number(bin.to() - 1);
                svg.append(String.format(
                        Locale.ROOT,
                        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s: %s</title></rect>%n",
                        className,
                        LEFT + step * starts.indexOf(bin.from()) + step * 0.06,
                        TOP + PLOT_HEIGHT - height,
                        step * 0.88,
                        height,
                        range,
                        Html.number(bin.count())));
            }
        }
    }

    private void verticalAxis(long highest) {
        for (int i = 0; i <= 2; i++) {
            double y = TOP + PLOT_HEIGHT * (1 - i / 2.0);
            line(LEFT, y, LEFT + PLOT_WIDTH, y);
            text(LEFT - 6, y + 4, "end", abbreviated(highest * i / 2));
        }
    }

    private void horizontalLabels(List<Long> starts) {
        double step = (double) PLOT_WIDTH / Math.max(1, starts.size());
        int every = Math.max(1, (starts.size() + LABELS - 1) / LABELS);
        for (int i = 0; i < starts.size(); i += every) {
            text(LEFT + step * (i + 0.5), TOP + PLOT_HEIGHT + 15, "middle", abbreviated(starts.get(i)));
        }
    }

    /** Frequencies by rank, both on a logarithmic scale. */
    static String rankFrequency(List<RankFrequency> frequencies) {
        var chart = new Chart("frequency of tokens by rank");
        if (frequencies.isEmpty()) {
            return chart.finish("rank");
        }
        int columns = decades(frequencies.get(frequencies.size() - 1).rank());
        int rows = decades(frequencies.get(0).count());
        for (int decade = 0; decade <= rows; decade++) {
            double y = chart.height(Math.pow(10, decade), rows);
            chart.line(LEFT, y, LEFT + PLOT_WIDTH, y);
            chart.text(LEFT - 6, y + 4, "end", abbreviated((long) Math.pow(10, decade)));
        }
        for (int decade = 0; decade <= columns; decade++) {
            double x = chart.place(Math.pow(10, decade), columns);
            chart.line(x, TOP, x, TOP + PLOT_HEIGHT);
            chart.text(x, TOP + PLOT_HEIGHT + 15, "middle", abbreviated((long) Math.pow(10, decade)));
        }
        chart.svg.append("<polyline class=\"curve\" points=\"");
        frequencies.forEach(point -> chart.svg.append(String.format(
                Locale.ROOT, "%.1f,%.1f ", chart.place(point.rank(), columns), chart.height(point.count(), rows))));
        chart.svg.append("\"/>\n");
        return chart.finish("rank of the token; upwards: how often it occurs");
    }

    private static int decades(long value) {
        return Math.max(1, (int) Math.ceil(Math.log10(value)));
    }

    private double place(double value, int decades) {
        return LEFT + PLOT_WIDTH * Math.log10(value) / decades;
    }

    private double height(double value, int decades) {
        return TOP + PLOT_HEIGHT * (1 - Math.log10(value) / decades);
    }

    private void line(double fromX, double fromY, double toX, double toY) {
        svg.append(String.format(
                Locale.ROOT,
                "<line class=\"axis\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
                fromX,
                fromY,
                toX,
                toY));
    }

    private void text(double x, double y, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                Html.escape(text)));
    }

    /** {@code 950}, {@code 1.5k}, {@code 2M}. */
    private static String abbreviated(long value) {
        String[] units = {"", "k", "M", "G", "T"};
        double rest = value;
        int unit = 0;
        while (rest >= 1000 && unit < units.length - 1) {
            rest /= 1000;
            unit++;
        }
        String digits = String.format(Locale.ROOT, rest < 10 ? "%.1f" : "%.0f", rest);
        return digits.replaceAll("\\.0$", "") + units[unit];
    }

    private String finish(String unit) {
        text(LEFT + PLOT_WIDTH / 2.0, HEIGHT - 4, "middle", unit);
        return svg.append("</svg>").toString();
    }
}
