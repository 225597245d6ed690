package io.malmoi.datasets.report;

/** The beginnings of texts. */
final class Excerpt {
    private Excerpt() {}

    /** At most so many characters (UTF-16), whole ones, and an ellipsis if there are more. */
    static String of(String text, int characters) {
        if (text.length() <= characters) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(characters - 1)) ? characters - 1 : characters;
        return text.substring(0, end) + "…";
    }
}
