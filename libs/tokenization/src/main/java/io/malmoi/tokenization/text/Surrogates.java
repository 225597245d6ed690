package io.malmoi.tokenization.text;

/** Checks that a text is Unicode. */
public final class Surrogates {
    private Surrogates() {}

    /** @throws InvalidTextException if there is an unpaired surrogate, naming its place */
    public static void check(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean paired = Character.isHighSurrogate(text.charAt(i))
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    throw new InvalidTextException("the text has an unpaired surrogate at index " + i);
                }
                i++;
            }
        }
    }
}
