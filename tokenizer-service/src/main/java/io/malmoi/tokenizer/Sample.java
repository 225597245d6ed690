package io.malmoi.tokenizer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Whole lines at the beginning of a text. */
final class Sample {
    private Sample() {}

    /** Lines, each with its end, of at most so many bytes together; a line that is cut off by the limit is left out unless alone. */
    static List<String> of(InputStream text, int mostBytes) throws IOException {
        byte[] bytes = text.readNBytes(mostBytes);
        int end = bytes.length;
        if (bytes.length == mostBytes) {
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            end = end == 0 ? characterEnd(bytes) : end;
        }
        return List.of(new String(bytes, 0, end, StandardCharsets.UTF_8).split("(?<=\n)"));
    }

    /** Where the last character of a cut text that is whole ends. */
    private static int characterEnd(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && (bytes[end - 1] & 0xC0) == 0x80) {
            end--;
        }
        return Math.max(0, end - 1);
    }
}
