package io.malmoi.tokenization.pattern;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** A set of code points. Never changes. */
final class CharacterSet {
    /** No character. */
    static final CharacterSet NONE = new CharacterSet(new long[Character.MAX_CODE_POINT + 1 >> 6]);

    private static final int CODE_POINTS = Character.MAX_CODE_POINT + 1;
    private static final Map<Integer, List<Integer>> CASES = cases();

    private final long[] bits;

    private CharacterSet(long[] bits) {
        this.bits = bits;
    }

    static CharacterSet of(IntPredicate member) {
        long[] bits = new long[CODE_POINTS >> 6];
        for (int c = 0; c < CODE_POINTS; c++) {
            if (member.test(c)) {
                bits[c >> 6] |= 1L << c;
            }
        }
        return new CharacterSet(bits);
    }

    static CharacterSet range(int first, int last) {
        long[] bits = new long[CODE_POINTS >> 6];
        for (int c = first; c <= last; c++) {
            bits[c >> 6] |= 1L << c;
        }
        return new CharacterSet(bits);
    }

    boolean contains(int codePoint) {
        return (bits[codePoint >> 6] >>> codePoint & 1) != 0;
    }

    CharacterSet or(CharacterSet other) {
        long[] both = bits.clone();
        for (int i = 0; i < both.length; i++) {
            both[i] |= other.bits[i];
        }
        return new CharacterSet(both);
    }

    CharacterSet and(CharacterSet other) {
        long[] both = bits.clone();
        for (int i = 0; i < both.length; i++) {
            both[i] &= other.bits[i];
        }
        return new CharacterSet(both);
    }

    CharacterSet not() {
        long[] rest = bits.clone();
        for (int i = 0; i < rest.length; i++) {
            rest[i] = ~rest[i];
        }
        return new CharacterSet(rest);
    }

    /** With every character that differs from one of these in case alone. */
    CharacterSet ignoringCase() {
        CharacterSet all = new CharacterSet(bits.clone());
        for (int i = 0; i < bits.length; i++) {
            for (long left = bits[i]; left != 0; left &= left - 1) {
                int c = (i << 6) + Long.numberOfTrailingZeros(left);
                for (int same : CASES.getOrDefault(fold(c), List.of())) {
                    all.bits[same >> 6] |= 1L << same;
                }
            }
        }
        return all;
    }

    /** All characters of which several differ in case alone, by what they have in common. */
    private static Map<Integer, List<Integer>> cases() {
        Map<Integer, List<Integer>> cases = new HashMap<>();
        for (int c = 0; c < CODE_POINTS; c++) {
            int folded = fold(c);
            if (folded != c) {
                cases.computeIfAbsent(folded, key -> new ArrayList<>(List.of(key)))
                        .add(c);
            }
        }
        return cases;
    }

    private static int fold(int codePoint) {
        return Character.toLowerCase(Character.toUpperCase(codePoint));
    }
}
