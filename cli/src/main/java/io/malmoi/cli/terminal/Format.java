package io.malmoi.cli.terminal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers as people read them. The same on every machine, whatever its language. */
public final class Format {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private Format() {}

    /** A count with thousands separated: {@code 1,695,103}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A count, shortened from ten thousand on: {@code 9,120}, {@code 12.3 k}, {@code 4.56 M}. */
    public static String shortCount(double number) {
        return number < 10_000 ? count(Math.round(number)) : scaled(number, 1000, new String[] {"", " k", " M", " G"});
    }

    /** A size in bytes: {@code 512 B}, {@code 1.7 MB}; a kilobyte is 1,000 bytes. */
    public static String bytes(double bytes) {
        return bytes < 1000
                ? Math.round(bytes) + " B"
                : scaled(bytes, 1000, new String[] {" B", " kB", " MB", " GB", " TB"});
    }

    /** A rate a second in its unit: {@code 1,910 tokens/s}, {@code 2.1 MB/s}. */
    public static String rate(double rate, String unit) {
        if (unit.equals("bytes")) {
            return bytes(rate) + "/s";
        }
        String number = rate < 10 ? decimal(rate, 2) : shortCount(rate);
        return number + " " + unit + "/s";
    }

    /** A span of time: {@code 0:07}, {@code 12:34}, {@code 1:02:03}. */
    public static String duration(Duration duration) {
        long seconds = Math.max(0, Math.round(duration.toMillis() / 1000.0));
        long hours = seconds / 3600;
        return hours == 0
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", hours, seconds / 60 % 60, seconds % 60);
    }

    /** A number with a fixed number of decimals: {@code 3.142}. */
    public static String decimal(double number, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", number);
    }

    /** A loss in nats a token, with three decimals; a dash if it is unknown. */
    public static String loss(double loss) {
        return loss > 0 ? decimal(loss, 3) : "–";
    }

    /** A point in time, in this machine's time zone. */
    public static String time(Instant time) {
        return TIME.format(time.atZone(ZoneId.systemDefault()));
    }

    private static String scaled(double number, double base, String[] units) {
        int unit = 0;
        double rest = number;
        while (rest >= base * 0.9995 && unit < units.length - 1) {
            rest /= base;
            unit++;
        }
        return decimal(rest, rest < 10 ? 2 : rest < 100 ? 1 : 0) + units[unit];
    }
}
