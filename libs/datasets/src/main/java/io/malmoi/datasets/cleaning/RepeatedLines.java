package io.malmoi.datasets.cleaning;

/** Removes a line that is exactly the line before it; empty lines are none. */
public final class RepeatedLines implements TextStep {
    @Override
    public String name() {
        return "repeated-lines";
    }

    @Override
    public String clean(String text) {
        if (text.indexOf('\n') < 0) {
            return text;
        }
        String[] lines = text.split("\n", -1);
        var kept = new StringBuilder(text.length()).append(lines[0]);
        for (int i = 1; i < lines.length; i++) {
            if (lines[i].isEmpty() || !lines[i].equals(lines[i - 1])) {
                kept.append('\n').append(lines[i]);
            }
        }
        return kept.length() == text.length() ? text : kept.toString();
    }
}
