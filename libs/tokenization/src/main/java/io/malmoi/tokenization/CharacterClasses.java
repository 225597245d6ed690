package io.malmoi.tokenization;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Class of every code point: letter, number, white space or other. A table of its own, since the JDK's knows another version
 * of Unicode than the reference library does, and words would be cut elsewhere.
 */
final class CharacterClasses {
    static final byte OTHER = 0;
    static final byte LETTER = 1;
    static final byte NUMBER = 2;
    static final byte SPACE = 3;

    /** Of the class other, and a mark that the reference library's NFC, of an older Unicode, does not know as one. */
    private static final byte LATE_MARK = 4;

    private static final String RESOURCE = "character-classes.txt";
    private static final byte[] CLASSES = load();

    private CharacterClasses() {}

    static byte of(int codePoint) {
        return (byte) (CLASSES[codePoint] & SPACE);
    }

    static boolean isLateMark(int codePoint) {
        return CLASSES[codePoint] == LATE_MARK;
    }

    private static byte[] load() {
        byte[] classes = new byte[Character.MAX_CODE_POINT + 1];
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                CharacterClasses.class.getResourceAsStream(RESOURCE), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    String[] range = line.split(" ");
                    int first = Integer.parseInt(range[1], 16);
                    int last = Integer.parseInt(range[2], 16);
                    Arrays.fill(classes, first, last + 1, (byte) (1 + "LNSM".indexOf(range[0])));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return classes;
    }
}
