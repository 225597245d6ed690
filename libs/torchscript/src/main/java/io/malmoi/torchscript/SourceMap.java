package io.malmoi.torchscript;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the Java line that wrote the line of TorchScript at which something failed. */
final class SourceMap {
    private static final Pattern PLACE = Pattern.compile("__torch__\\.py\", line (\\d+)");
    private static final Pattern CAUSE =
            Pattern.compile("(?m)^(?:RuntimeError|IndexError|ValueError|[A-Za-z.]*Error): ");

    private final int offset;
    private final List<SourceLine> lines;
    private final Map<String, Parameter> parameters;

    /** Of methods whose lines stand last in the code. */
    SourceMap(String code, List<SourceLine> lines, Map<String, Parameter> parameters) {
        this.parameters = Map.copyOf(parameters);
        this.offset = (int) code.lines().count() - lines.size() + 1;
        this.lines = List.copyOf(lines);
    }

    /**
     * The same failure, told where the failing line was written, with the layer that it stands in and the shapes.
     *
     * @param given shapes of the call's arguments, in words
     */
    RuntimeException locate(String method, RuntimeException failure, String given) {
        String message = String.valueOf(failure.getMessage());
        SourceLine place = null;
        Matcher places = PLACE.matcher(message);
        while (places.find()) {
            int index = Integer.parseInt(places.group(1)) - offset;
            if (index >= 0 && index < lines.size() && !lines.get(index).origin().isEmpty()) {
                place = lines.get(index);
            }
        }
        String layer = place == null || place.nearest().isEmpty() ? "" : ", at " + described(place.nearest());
        String what = cause(message) + " (in " + method + (given.isEmpty() ? "" : " of " + given) + layer + ")";
        TorchScriptException located = new TorchScriptException(what, failure);
        if (place != null) {
            located.setStackTrace(place.origin().toArray(StackTraceElement[]::new));
        }
        return located;
    }

    /** The layer of a parameter, and the shapes of what it has. */
    private String described(String parameter) {
        int end = parameter.lastIndexOf('.');
        String layer = parameter.substring(0, Math.max(0, end));
        String shapes = parameters.values().stream()
                .filter(p -> p.name().startsWith(parameter.substring(0, end + 1))
                        && p.name().indexOf('.', end + 1) < 0)
                .map(p -> p.name().substring(end + 1) + " " + p.shape())
                .sorted(Comparator.reverseOrder())
                .collect(Collectors.joining(", "));
        return "layer " + (layer.isEmpty() ? parameter : layer) + " with " + shapes;
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
