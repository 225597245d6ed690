package io.malmoi.tokenization.pretokenization;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Puts long runs of combining marks in their canonical order. The JDK's normalizer would come to the same, but by insertion: a
 * megabyte of marks would take it minutes.
 */
final class CombiningMarks {
    private static final int LONG_RUN = 64;

    private CombiningMarks() {}

    /** Whether so many marks follow each other that the JDK should not order them. */
    static boolean hasLongRun(String text) {
        int run = 0;
        for (int i = 0; i < text.length() && run <= LONG_RUN; i += Character.charCount(text.codePointAt(i))) {
            run = isMark(text.codePointAt(i)) ? run + 1 : 0;
        }
        return run > LONG_RUN;
    }

    private static boolean isMark(int codePoint) {
        int type = codePoint < 0x300 ? Character.UNASSIGNED : Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    /** A canonically equivalent text, with marks decomposed and in order. */
    static String ordered(String text) {
        StringBuilder ordered = new StringBuilder(text.length());
        List<Integer> run = new ArrayList<>();
        text.codePoints().forEach(c -> {
            if (isMark(c)) {
                Normalizer.normalize(Character.toString(c), Form.NFD)
                        .codePoints()
                        .forEach(part -> add(part, run, ordered));
            } else {
                add(c, run, ordered);
            }
        });
        flush(run, ordered);
        return ordered.toString();
    }

    private static void add(int codePoint, List<Integer> run, StringBuilder ordered) {
        if (Order.RANKS.containsKey(codePoint)) {
            run.add(codePoint);
        } else {
            flush(run, ordered);
            ordered.appendCodePoint(codePoint);
        }
    }

    private static void flush(List<Integer> run, StringBuilder ordered) {
        run.sort(Comparator.comparing(Order.RANKS::get));
        run.forEach(ordered::appendCodePoint);
        run.clear();
    }

    /** Combining classes, which the JDK does not tell, by what its normalizer does with two marks. */
    private static final class Order {
        /** Rank of the class of each mark that is moved at all. */
        static final Map<Integer, Integer> RANKS = ranks();

        private static final String LOWEST = "\u0334";
        private static final String HIGH = "\u0301";

        private static Map<Integer, Integer> ranks() {
            List<String> marks = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                    .filter(CombiningMarks::isMark)
                    .mapToObj(Character::toString)
                    .filter(mark -> !swapped(mark, ""))
                    .filter(mark -> swapped(mark, LOWEST) || swapped(HIGH, mark))
                    .toList();
            List<String> classes = new ArrayList<>(); // a mark of each
            for (String mark : marks) {
                int place = Collections.binarySearch(classes, mark, Order::compare);
                if (place < 0) {
                    classes.add(-1 - place, mark);
                }
            }
            Map<Integer, Integer> ranks = new HashMap<>();
            marks.forEach(
                    mark -> ranks.put(mark.codePointAt(0), Collections.binarySearch(classes, mark, Order::compare)));
            return ranks;
        }

        private static int compare(String some, String other) {
            return swapped(some, other) ? 1 : swapped(other, some) ? -1 : 0;
        }

        private static boolean swapped(String first, String second) {
            return !Normalizer.isNormalized(first + second, Form.NFD);
        }
    }
}
