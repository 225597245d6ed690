package io.malmoi.bench.datasets;

import io.malmoi.bench.BenchmarkException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Short documents of random words of a text, one in twenty of them nearly an earlier one, whose likeness is known. */
final class Duplicates {
    private static final int RUN = 5;
    private static final int WINDOW = 10_000;

    private final Random random = new Random(58);
    private final String[] words;
    private final Map<Integer, Double> planted = new HashMap<>();

    /** Of the words of a text. */
    Duplicates(Path text) throws IOException {
        this.words = Arrays.stream(Files.readString(text).split("\\s+"))
                .filter(word -> !word.isBlank())
                .toArray(String[]::new);
    }

    /** Writes so many documents, one a line. */
    void write(int documents, Path target) throws IOException {
        List<String> recent = new ArrayList<>();
        try (BufferedWriter writer = Files.newBufferedWriter(target)) {
            for (int i = 0; i < documents; i++) {
                String document = i % 20 == 19 ? plant(i, recent.get(random.nextInt(recent.size()))) : document();
                if (recent.size() < WINDOW) {
                    recent.add(document);
                } else {
                    recent.set(random.nextInt(WINDOW), document);
                }
                writer.append(document).append('\n');
            }
        }
    }

    private String document() {
        var document = new StringBuilder();
        for (int i = 10 + random.nextInt(15); i > 0; i--) {
            document.append(words[random.nextInt(words.length)]).append(i > 1 ? " " : "");
        }
        return document.toString();
    }

    /** A document in which a letter or two are others, so that it shares 0.8 of its runs or more with the original. */
    private String plant(int number, String original) {
        while (true) {
            var changed = new StringBuilder(original);
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                changed.setCharAt(random.nextInt(changed.length()), '힣');
            }
            double likeness = likeness(original, changed.toString());
            if (likeness >= 0.8) {
                planted.put(number, likeness);
                return changed.toString();
            }
        }
    }

    /** The share of runs of letters and digits that two texts have in common (Jaccard). */
    private static double likeness(String one, String other) {
        Set<String> all = runs(one);
        Set<String> others = runs(other);
        int size = all.size();
        all.addAll(others);
        return (size + others.size() - all.size()) / (double) all.size();
    }

    private static Set<String> runs(String text) {
        String letters = text.replaceAll("[^\\p{L}\\p{N}]", "").toLowerCase();
        Set<String> runs = new HashSet<>();
        for (int i = 0; i + RUN <= letters.length(); i++) {
            runs.add(letters.substring(i, i + RUN));
        }
        return runs;
    }

    /** Share of the planted documents of at least this likeness, and below another, that are not among those kept. */
    double recall(Path documents, Path kept, double from, double below) throws IOException {
        int all = 0;
        int found = 0;
        try (BufferedReader every = Files.newBufferedReader(documents);
                BufferedReader rest = Files.newBufferedReader(kept)) {
            String next = rest.readLine();
            int number = 0;
            for (String document = every.readLine(); document != null; document = every.readLine()) {
                boolean isKept = document.equals(next);
                next = isKept ? rest.readLine() : next;
                double likeness = planted.getOrDefault(number++, 0.0);
                if (likeness >= from && likeness < below) {
                    all++;
                    found += isKept ? 0 : 1;
                }
            }
        }
        if (all == 0) {
            throw new BenchmarkException("no document was planted: use a longer text");
        }
        return found / (double) all;
    }
}
