package io.malmoi.torchscript;

import java.util.List;
import java.util.Set;

/**
 * A line of the program.
 *
 * @param text without the end of line
 * @param origin the Java stack that wrote it, innermost first; empty for lines that no one asked for
 * @param nearest name of the parameter that was used last before it; empty if none was
 */
record SourceLine(String text, List<StackTraceElement> origin, String nearest) {
    private static final StackWalker WALKER = StackWalker.getInstance();
    private static final Set<String> WRITERS =
            Set.of(SourceLine.class.getName(), MethodWriter.class.getName(), Value.class.getName());

    static SourceLine of(String text) {
        return new SourceLine(text, List.of(), "");
    }

    /** A line written by the caller of the writing classes, which is noted behind it. */
    static SourceLine written(String text, String nearest) {
        List<StackTraceElement> origin = WALKER.walk(frames -> frames.dropWhile(f -> isBelowTheCaller(f.getClassName()))
                .takeWhile(f -> !f.getClassName().equals(ProgramWriter.class.getName()))
                .map(StackWalker.StackFrame::toStackTraceElement)
                .toList());
        String place = origin.isEmpty()
                ? ""
                : "  # " + origin.get(0).getFileName() + ":" + origin.get(0).getLineNumber();
        return new SourceLine(text + place, origin, nearest);
    }

    /** A caller may have values written by Java's streams and collections. */
    private static boolean isBelowTheCaller(String className) {
        return WRITERS.contains(className) || className.startsWith("java.");
    }
}
