package io.malmoi.cli.terminal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is being done, how far it is, how fast it goes and how long it will take. In a terminal it is one line rewritten in
 * place; elsewhere a plain line for each stage and then one at most every ten seconds, so that a log stays readable.
 */
public final class ProgressBar {
    private static final int LONGEST_BAR = 32;
    private static final int SHORTEST_BAR = 8;
    private static final int SHORTEST_LABEL = 8;
    private static final int LONGEST_LABEL = 20;
    private static final long PLAIN_INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();
    private static final String[] EIGHTHS = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

    private final Console console;
    private String lastStage = "";
    private long lastPlain;

    /**
     * One reading.
     *
     * @param stage what is being done
     * @param done units done
     * @param total units in all; 0 if unknown
     * @param unit what is counted, such as {@code bytes}
     * @param rate units a second; 0 if unknown
     * @param remaining time left; zero if unknown
     * @param note what is said at the end of the line instead of the rate; may be empty
     */
    public record Reading(
            String stage, long done, long total, String unit, double rate, Duration remaining, String note) {}

    /** A bar on this console. */
    public ProgressBar(Console console) {
        this.console = console;
    }

    /** Shows a reading. */
    public void show(Reading reading) {
        if (console.terminals().err()) {
            console.status(line(reading));
        } else if (isDue(reading)) {
            lastStage = reading.stage();
            lastPlain = System.nanoTime();
            console.note(plain(reading));
        }
    }

    private boolean isDue(Reading reading) {
        return !reading.stage().equals(lastStage) || System.nanoTime() - lastPlain >= PLAIN_INTERVAL_NANOS;
    }

    private String line(Reading reading) {
        String label = "  " + TextWidth.pad(TextWidth.fit(reading.stage(), LONGEST_LABEL), SHORTEST_LABEL) + " ";
        String rest = details(reading);
        if (reading.total() > 0) {
            String end = " " + percent(reading) + "  " + rest;
            int room = console.terminals().columns() - 1 - TextWidth.columns(label + end);
            return label + bar(fraction(reading), Math.max(SHORTEST_BAR, Math.min(room, LONGEST_BAR))) + end;
        }
        return label + rest;
    }

    private static String plain(Reading reading) {
        String percent = reading.total() > 0 ? " " + percent(reading).strip() : "";
        return "  " + reading.stage() + percent + "  " + details(reading);
    }

    /** A bar of eighths of a column: {@code ██████▍                 }. */
    static String bar(double fraction, int columns) {
        int eighths = (int) Math.floor(Math.max(0, Math.min(1, fraction)) * columns * 8);
        String filled = "█".repeat(eighths / 8) + EIGHTHS[eighths % 8];
        return filled + "·".repeat(columns - filled.length());
    }

    private static String details(Reading reading) {
        List<String> parts = new ArrayList<>();
        parts.add(amount(reading));
        if (reading.rate() > 0 && reading.note().isEmpty()) {
            parts.add(Format.rate(reading.rate(), reading.unit()));
        }
        if (!reading.remaining().isZero()) {
            parts.add(Format.duration(reading.remaining()) + " left");
        }
        if (!reading.note().isEmpty()) {
            parts.add(reading.note());
        }
        return String.join("  ", parts);
    }

    private static String amount(Reading reading) {
        boolean bytes = reading.unit().equals("bytes");
        String done = bytes ? Format.bytes(reading.done()) : Format.count(reading.done());
        String total = bytes ? Format.bytes(reading.total()) : Format.count(reading.total());
        return (reading.total() > 0 ? done + "/" + total : done) + (bytes ? "" : " " + reading.unit());
    }

    private static double fraction(Reading reading) {
        return (double) reading.done() / reading.total();
    }

    private static String percent(Reading reading) {
        return String.format("%3d %%", (int) Math.floor(Math.min(1, fraction(reading)) * 100));
    }
}
