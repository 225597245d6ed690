package io.malmoi.tokenization.counting;

/**
 * What of a text was not looked at for want of memory: its rarest words.
 *
 * @param words how many different ones
 * @param share of the occurrences of all words, 0 to 1
 */
public record LeftOutWords(long words, double share) {
    /** Nothing was left out. */
    public static final LeftOutWords NONE = new LeftOutWords(0, 0);
}
