package io.malmoi.datasets.cleaning;

/** Makes every run of empty lines one (three or more line breaks become two); none at the ends of a document. */
public final class EmptyLines implements TextStep {
    @Override
    public String name() {
        return "empty-lines";
    }

    @Override
    public String clean(String text) {
        int begin = 0;
        int end = text.length();
        while (begin < end && text.charAt(begin) == '\n') {
            begin++;
        }
        while (end > begin && text.charAt(end - 1) == '\n') {
            end--;
        }
        String trimmed = text.substring(begin, end);
        return trimmed.contains("\n\n\n") ? squeeze(trimmed) : trimmed;
    }

    private static String squeeze(String text) {
        var squeezed = new StringBuilder(text.length());
        int lineFeeds = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            lineFeeds = character == '\n' ? lineFeeds + 1 : 0;
            if (lineFeeds <= 2) {
                squeezed.append(character);
            }
        }
        return squeezed.toString();
    }
}
