package io.malmoi.cli.terminal;

import io.malmoi.cli.terminal.Console.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * A loss curve drawn in text: the train loss as a line of Braille dots (2 by 4 a column), each validation as a disc, the
 * unigram loss as a dashed line.
 */
public final class LossChart {
    private static final int ROWS = 10;
    private static final int LABEL_COLUMNS = 7;
    /** Bits of a Braille character by column and row of its dots (Unicode block U+2800). */
    private static final int[][] DOTS = {{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}};

    private final int columns;
    private final double low;
    private final double high;
    private final long lastStep;
    private final int[][] dots;
    private final boolean[][] discs;

    /** A loss at a step. */
    public record Point(long step, double loss) {}

    /**
     * What is drawn.
     *
     * @param train train loss by step
     * @param validation validation loss by step
     * @param unigram the unigram loss; 0 if unknown
     */
    public record Curves(List<Point> train, List<Point> validation, double unigram) {}

    private LossChart(Curves curves, int width) {
        List<Point> points = Stream.concat(curves.train().stream(), curves.validation().stream())
                .toList();
        double least = points.stream().mapToDouble(Point::loss).min().orElse(0);
        double most = points.stream().mapToDouble(Point::loss).max().orElse(1);
        columns = Math.max(20, Math.min(width, 100) - LABEL_COLUMNS - 2);
        high = Math.max(most, curves.unigram());
        low = Math.min(least, high - 1e-3);
        lastStep = Math.max(1, points.stream().mapToLong(Point::step).max().orElse(1));
        dots = new int[ROWS][columns];
        discs = new boolean[ROWS][columns];
    }

    /**
     * The chart as lines.
     *
     * @param width columns to fit in
     * @param styled puts a text into a style, or leaves it
     * @return no lines if there are fewer than two train losses
     */
    public static List<String> draw(Curves curves, int width, BiFunction<Style, String, String> styled) {
        return curves.train().size() < 2 ? List.of() : new LossChart(curves, width).lines(curves, styled);
    }

    private List<String> lines(Curves curves, BiFunction<Style, String, String> styled) {
        drawTrain(curves.train());
        curves.validation().forEach(point -> discs[row(point.loss())][column(point.step())] = true);
        int unigramRow = curves.unigram() > 0 ? row(curves.unigram()) : -1;
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            lines.add(label(row) + " │" + cells(row, row == unigramRow, styled));
        }
        lines.add(" ".repeat(LABEL_COLUMNS) + " └" + "─".repeat(columns));
        String end = "step " + Format.count(lastStep);
        lines.add(" ".repeat(LABEL_COLUMNS + 2) + TextWidth.pad("0", columns - end.length()) + end);
        lines.add(" ".repeat(LABEL_COLUMNS + 2) + legend(curves, styled));
        return lines;
    }

    private void drawTrain(List<Point> train) {
        for (int i = 1; i < train.size(); i++) {
            Point from = train.get(i - 1);
            Point to = train.get(i);
            int first = dotColumn(from.step());
            int last = dotColumn(to.step());
            for (int x = first; x <= last; x++) {
                double part = last == first ? 1 : (double) (x - first) / (last - first);
                int y = dotRow(from.loss() + part * (to.loss() - from.loss()));
                dots[y / 4][x / 2] |= DOTS[x % 2][y % 4];
            }
        }
    }

    private String cells(int row, boolean unigram, BiFunction<Style, String, String> styled) {
        StringBuilder cells = new StringBuilder();
        for (int column = 0; column < columns; column++) {
            if (discs[row][column]) {
                cells.append(styled.apply(Style.GREEN, "●"));
            } else if (dots[row][column] != 0) {
                cells.append(styled.apply(Style.CYAN, String.valueOf((char) (0x2800 + dots[row][column]))));
            } else {
                cells.append(unigram ? styled.apply(Style.DIM, "╌") : " ");
            }
        }
        return cells.toString().stripTrailing();
    }

    private String label(int row) {
        boolean labelled = row == 0 || row == ROWS / 2 || row == ROWS - 1;
        String value = labelled ? Format.decimal(high - (high - low) * row / (ROWS - 1), 2) : "";
        return " ".repeat(LABEL_COLUMNS - value.length()) + value;
    }

    private static String legend(Curves curves, BiFunction<Style, String, String> styled) {
        String legend = styled.apply(Style.CYAN, "⠒⠒") + " train loss";
        if (!curves.validation().isEmpty()) {
            legend += "   " + styled.apply(Style.GREEN, "●") + " validation loss";
        }
        return curves.unigram() > 0 ? legend + "   " + styled.apply(Style.DIM, "╌╌") + " unigram loss" : legend;
    }

    private int row(double loss) {
        return dotRow(loss) / 4;
    }

    private int dotRow(double loss) {
        double part = (high - loss) / (high - low);
        return (int) Math.round(Math.max(0, Math.min(1, part)) * (ROWS * 4 - 1));
    }

    private int column(long step) {
        return dotColumn(step) / 2;
    }

    private int dotColumn(long step) {
        return (int) (Math.max(0, Math.min(step, lastStep)) * (columns * 2 - 1) / lastStep);
    }
}
