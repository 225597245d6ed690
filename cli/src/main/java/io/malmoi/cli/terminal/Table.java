package io.malmoi.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows under headings, each column as wide as its widest cell. */
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    /** A table with these headings and no rows. */
    public Table(String... headings) {
        rows.add(List.of(headings));
    }

    /** Adds a row with one cell for each heading. */
    public void add(String... cells) {
        rows.add(List.of(cells));
    }

    /** The headings and the rows, one line each. */
    public List<String> lines() {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> TextWidth.columns(row.get(column)))
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, row.size())
                .mapToObj(column -> TextWidth.pad(row.get(column), widths[column]))
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }
}
