package io.malmoi.torchscript;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the Java line that wrote the line of TorchScript at which something failed. */
final class SourceMap {
    private static final Pattern PLACE = Pattern.compile("__torch__\\.py\", line (\\d+)");
    private static final Pattern CAUSE =
            Pattern.compile("(?m)^(?:RuntimeError|IndexError|ValueError|[A-Za-z.]*Error): ");

    private final int offset;
    private final List<SourceLine> lines;

    /** Of methods whose lines stand last in the code. */
    SourceMap(String code, List<SourceLine> lines) {
        this.offset = (int) code.lines().count() - lines.size() + 1;
        this.lines = List.copyOf(lines);
    }

    /** The same failure, told where the failing line was written; the failure itself if that cannot be found. */
    RuntimeException locate(String method, RuntimeException failure) {
        String message = String.valueOf(failure.getMessage());
        SourceLine place = null;
        Matcher places = PLACE.matcher(message);
        while (places.find()) {
            int index = Integer.parseInt(places.group(1)) - offset;
            if (index >= 0 && index < lines.size() && !lines.get(index).origin().isEmpty()) {
                place = lines.get(index);
            }
        }
        String near = place == null || place.nearest().isEmpty() ? "" : ", near " + place.nearest();
        String what = cause(message) + " (in " + method + near + ")";
        TorchScriptException located = new TorchScriptException(what, failure);
        if (place != null) {
            located.setStackTrace(place.origin().toArray(StackTraceElement[]::new));
        }
        return located;
    }

    /** What libtorch said, without the trace of the interpreter. */
    private static String cause(String message) {
        int start = 0;
        Matcher causes = CAUSE.matcher(message);
        while (causes.find()) {
            start = causes.end();
        }
        return message.substring(start)
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse(message)
                .strip();
    }
}
