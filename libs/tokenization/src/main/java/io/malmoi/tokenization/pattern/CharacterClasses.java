package io.malmoi.tokenization.pattern;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Class of every code point: letter, number, white space or other, its general category and its small letter. A table of its
 * own, since the JDK's knows another version of Unicode than the reference library does, and words would be cut elsewhere.
 */
public final class CharacterClasses {
    /** Neither letter nor number nor white space. */
    public static final byte OTHER = 0;
    /** Of a general category L. */
    public static final byte LETTER = 1;
    /** Of a general category N. */
    public static final byte NUMBER = 2;
    /** White space. */
    public static final byte SPACE = 3;

    private static final int LATE = 4;
    private static final int CATEGORY_SHIFT = 3;
    private static final String RESOURCE = "character-classes.txt";
    private static final List<String> CATEGORIES = new ArrayList<>(List.of("Cn"));
    private static final BitSet LATE_NUMBERS = new BitSet();
    private static final BitSet OTHER_WORD = new BitSet();
    private static final BitSet CAPITALS = new BitSet();
    private static final Map<Integer, Integer> LOWER = new HashMap<>();
    private static final byte[] CLASSES = load();

    private CharacterClasses() {}

    /** One of the four classes. */
    public static byte of(int codePoint) {
        return (byte) (CLASSES[codePoint] & SPACE);
    }

    /** Whether the reference library's normalization, of an older Unicode, does not know it, and leaves it as it is. */
    public static boolean isLate(int codePoint) {
        return (CLASSES[codePoint] & LATE) != 0;
    }

    /** General category, as {@code Lu}. */
    public static String category(int codePoint) {
        return CATEGORIES.get((CLASSES[codePoint] & 0xFF) >> CATEGORY_SHIFT);
    }

    /** Whether it is a number to the reference library's {@code Digits}. */
    public static boolean isNumber(int codePoint) {
        return of(codePoint) == NUMBER || LATE_NUMBERS.get(codePoint);
    }

    /** Whether {@code \w} matches it: letters, marks, decimal digits, connectors and what else is alphabetic. */
    public static boolean isWord(int codePoint) {
        return Words.ALL.get(codePoint);
    }

    /** The small letter of a capital one, as the reference library's {@code Lowercase} has it; any other character itself. */
    public static int toLowerCase(int codePoint) {
        return CAPITALS.get(codePoint) ? LOWER.get(codePoint) : codePoint;
    }

    private static final class Words {
        static final BitSet ALL = new BitSet();

        static {
            for (int c = 0; c < CLASSES.length; c++) {
                String category = category(c);
                boolean letterOrMark = category.charAt(0) == 'L' || category.charAt(0) == 'M';
                ALL.set(c, letterOrMark || category.equals("Nd") || category.equals("Pc") || OTHER_WORD.get(c));
            }
        }
    }

    private static byte[] load() {
        byte[] classes = new byte[Character.MAX_CODE_POINT + 1];
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                CharacterClasses.class.getResourceAsStream(RESOURCE), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    String[] parts = line.split(" ");
                    int first = Integer.parseInt(parts[1], 16);
                    int last = Integer.parseInt(parts[2], 16);
                    if (parts[0].equals("lower")) {
                        addCapitals(first, last, Integer.parseInt(parts[3]), Integer.parseInt(parts[4]));
                    } else {
                        add(parts[0], first, last, classes);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return classes;
    }

    private static void addCapitals(int first, int last, int step, int distance) {
        for (int c = first; c <= last; c += step) {
            CAPITALS.set(c);
            LOWER.put(c, c + distance);
        }
    }

    private static void add(String name, int first, int last, byte[] classes) {
        switch (name) {
            case "late-number" -> LATE_NUMBERS.set(first, last + 1);
            case "word" -> OTHER_WORD.set(first, last + 1);
            default -> {
                byte bits = bits(name);
                for (int c = first; c <= last; c++) {
                    classes[c] |= bits;
                }
            }
        }
    }

    private static byte bits(String name) {
        if (name.equals("space")) {
            return SPACE;
        }
        if (name.equals("late")) {
            return LATE;
        }
        if (!CATEGORIES.contains(name)) {
            CATEGORIES.add(name);
        }
        int kind = name.charAt(0) == 'L' ? LETTER : name.charAt(0) == 'N' ? NUMBER : OTHER;
        return (byte) (CATEGORIES.indexOf(name) << CATEGORY_SHIFT | kind);
    }
}
